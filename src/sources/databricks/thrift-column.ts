import type { TColumn, TColumnDesc } from '@databricks/sql/thrift/TCLIService_types.js';
import codes from '@databricks/sql/thrift/TCLIService_types.js';
import { GatewayError } from '../../errors.js';
import {
  BINARY,
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  INTERVAL,
  NULL_TYPE,
  STRING,
  TIMESTAMP,
} from '../../query/types.js';
import type { ArrowColumn } from './arrow-column.js';
import { intervalOf } from './interval-text.js';

const { TTypeId } = codes;

const TYPES: ReadonlyMap<number, DataType> = new Map<number, DataType>([
  [TTypeId.BOOLEAN_TYPE, BOOLEAN],
  [TTypeId.TINYINT_TYPE, { kind: 'integer', bits: 8 }],
  [TTypeId.SMALLINT_TYPE, { kind: 'integer', bits: 16 }],
  [TTypeId.INT_TYPE, INT32],
  [TTypeId.BIGINT_TYPE, INT64],
  [TTypeId.FLOAT_TYPE, { kind: 'float', bits: 32 }],
  [TTypeId.DOUBLE_TYPE, FLOAT64],
  [TTypeId.STRING_TYPE, STRING],
  [TTypeId.VARCHAR_TYPE, STRING],
  [TTypeId.CHAR_TYPE, STRING],
  [TTypeId.BINARY_TYPE, BINARY],
  [TTypeId.DATE_TYPE, DATE],
  [TTypeId.TIMESTAMP_TYPE, TIMESTAMP],
  [TTypeId.NULL_TYPE, NULL_TYPE],
  [TTypeId.INTERVAL_YEAR_MONTH_TYPE, INTERVAL],
  [TTypeId.INTERVAL_DAY_TIME_TYPE, INTERVAL],
]);

/** The primitive type of a column as Thrift describes it. */
export function typeIdOf(column: TColumnDesc): number | undefined {
  return column.typeDesc.types[0]?.primitiveEntry?.type;
}

/** @throws GatewayError NOT_SUPPORTED for a type that has no values in column form: arrays, structs, maps */
export function thriftType(column: TColumnDesc): DataType {
  const entry = column.typeDesc.types[0]?.primitiveEntry;
  if (entry?.type === TTypeId.DECIMAL_TYPE) {
    const { precision, scale } = entry.typeQualifiers?.qualifiers ?? {};
    return decimalType(precision?.i32Value ?? 38, scale?.i32Value ?? 0);
  }
  const type = entry === undefined ? undefined : TYPES.get(entry.type);
  if (type !== undefined) return type;
  throw new GatewayError('NOT_SUPPORTED', `A result has a column of Thrift type ${String(entry?.type)}.`);
}

interface Int64Value {
  readonly buffer: Buffer;
  readonly offset: number;
}

const longOf = ({ buffer, offset }: Int64Value) => buffer.readBigInt64BE(offset);

/** `2024-01-31 10:20:30.5` as the gateway writes it. */
const isoText = (text: string) =>
  text
    .replace(' ', 'T')
    .replace(/(\.\d*?)0+$/u, '$1')
    .replace(/\.$/u, '');

function convert(value: unknown, type: DataType): unknown {
  switch (type.kind) {
    case 'integer':
      return type.bits === 64 ? longOf(value as Int64Value) : value;
    case 'timestamp':
      return `${isoText(String(value))}Z`;
    case 'interval':
      return intervalOf(String(value));
    case 'binary':
      return new Uint8Array(value as Uint8Array);
    default:
      return value;
  }
}

/** A column of a result that the server sent without Arrow. */
export function thriftColumn(column: TColumn, type: DataType): ArrowColumn {
  const found = Object.values(column).find((member) => member !== null && member !== undefined) as
    | { readonly values: readonly unknown[]; readonly nulls: Uint8Array }
    | undefined;
  const { values, nulls } = found ?? { values: [], nulls: new Uint8Array(0) };
  // Here a bit stands for a NULL, and trailing zeros may be left out.
  const isNull = (row: number) => ((nulls[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
  return {
    vector: undefined,
    values: () => values.map((value, row) => (isNull(row) || type.kind === 'null' ? null : convert(value, type))),
  };
}
