import { GatewayError } from '../../../src/errors.js';
import {
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  NULL_TYPE,
  STRING,
  TIMESTAMP,
  TIMESTAMP_NTZ,
} from '../../../src/query/types.js';
import type { Source } from '../../../src/sources/source.js';
import type { BoundParameter } from '../../../src/sql/statement.js';
import { type Executor, StatementFailure, type WireParameter } from './executor.js';
import { duckdbTextOf } from './spark-text.js';

const TYPES: Readonly<Record<string, DataType>> = {
  BOOLEAN,
  TINYINT: { kind: 'integer', bits: 8 },
  SMALLINT: { kind: 'integer', bits: 16 },
  INT: INT32,
  INTEGER: INT32,
  BIGINT: INT64,
  FLOAT: { kind: 'float', bits: 32 },
  DOUBLE: FLOAT64,
  STRING,
  DATE,
  TIMESTAMP,
  TIMESTAMP_NTZ,
};

const CONDITIONS: Readonly<Record<string, string>> = {
  '22012': 'DIVIDE_BY_ZERO',
  '22003': 'ARITHMETIC_OVERFLOW',
  '22P02': 'CAST_INVALID_INPUT',
  '22007': 'CANNOT_PARSE_TIMESTAMP',
  '21000': 'SCALAR_SUBQUERY_TOO_MANY_ROWS',
};

function bound({ type, value }: WireParameter): BoundParameter {
  if (type === undefined || value === undefined) return { value: null, type: NULL_TYPE };
  const digits = /^DECIMAL\((\d+),(\d+)\)$/u.exec(type);
  if (digits !== null) return { value, type: decimalType(Number(digits[1]), Number(digits[2])) };
  const known = TYPES[type];
  if (known === undefined) throw new StatementFailure('UNSUPPORTED_DATATYPE', '0A000', `Parameter type ${type}.`);
  return { value: type === 'BOOLEAN' ? value === 'TRUE' : value, type: known };
}

function failure(error: unknown): unknown {
  if (!(error instanceof GatewayError)) return error;
  const { sqlState = 'XX000', operatorDetail = error.message } = error;
  return new StatementFailure(CONDITIONS[sqlState] ?? 'INTERNAL_ERROR', sqlState, operatorDetail);
}

export interface TableHistory {
  readonly version: number;
  /** ISO text, UTC. */
  readonly timestamp: string;
}

/** The last change of a table by its full name; undefined: it keeps no history, as a view. */
export type HistoryOf = (table: string) => TableHistory | undefined;

const HISTORY = /DESCRIBE HISTORY ((?:`(?:``|[^`])+`\.?)+)/gu;

function withHistory(text: string, historyOf: HistoryOf): string {
  return text.replaceAll(HISTORY, (_, quoted: string) => {
    const table = quoted.slice(1, -1).replaceAll('`.`', '.').replaceAll('``', '`');
    const history = historyOf(table);
    if (history === undefined)
      throw new StatementFailure(
        'DELTA_ONLY_OPERATION',
        '0AKDD',
        'DESCRIBE HISTORY is only supported for Delta tables.',
      );
    return `SELECT ${history.version}L AS version, TIMESTAMP'${history.timestamp}' AS timestamp`;
  });
}

/**
 * Runs statements on DuckDB tables. Owners of policies are not asked: whoever has a token may read everything.
 * @param historyOf by default each table is at its first version
 */
export function duckdbExecutor(
  source: Source,
  historyOf: HistoryOf = () => ({ version: 0, timestamp: '2024-01-01 00:00:00Z' }),
): Executor {
  return async ({ text, parameters, signal }) => {
    const translated = duckdbTextOf(withHistory(text, historyOf));
    const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
    try {
      const values = translated.markers.map((marker) => {
        const parameter = byName.get(marker);
        if (parameter === undefined)
          throw new StatementFailure('UNBOUND_SQL_PARAMETER', '42P02', `Found the unbound parameter: ${marker}.`);
        return bound(parameter);
      });
      return await source.execute({ text: translated.text, parameters: values }, { signal, timeoutMs: 600_000 });
    } catch (error) {
      throw failure(error);
    }
  };
}
