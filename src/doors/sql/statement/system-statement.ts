import type { Analysis } from '../analysis/analysis.js';
import type { CatalogDatabases } from '../analysis/catalog-databases.js';
import type { DatabaseDescription } from '../analysis/database-description.js';
import type { Bound, Execution, FieldDescription, PreparedStatement, RowBatch, SessionContext } from '../border.js';
import { SqlError } from '../sql-error.js';
import { analysisContext } from './session-facts.js';

export interface SystemStatementParts {
  readonly databases: CatalogDatabases;
  readonly description: DatabaseDescription;
  readonly text: string;
  readonly analysis: Analysis;
  readonly context: SessionContext;
}

/** Bytes that one answer of the catalog may have. */
const MAX_BYTES = 64 * 1024 * 1024;
const DATA_ROW_HEADER_BYTES = 5;

/**
 * Volatile functions that tools call and that touch nothing. All others are refused: they write, wait, or read what
 * is not a catalog.
 */
const HARMLESS = new Set([
  'clock_timestamp',
  'pg_database_size',
  'pg_get_keywords',
  'pg_indexes_size',
  'pg_partition_ancestors',
  'pg_partition_root',
  'pg_partition_tree',
  'pg_relation_size',
  'pg_table_size',
  'pg_tablespace_size',
  'pg_timezone_names',
  'pg_total_relation_size',
  'timeofday',
]);

/** @throws SqlError 42501 for a function that a reader of the catalog has no business with */
function assertHarmless({ functions }: Analysis): void {
  for (const { name, volatility, schema } of functions.values()) {
    if (schema !== 'pg_catalog' && schema !== 'information_schema') {
      throw new SqlError('42501', `permission denied for function ${name}`);
    }
    if (volatility === 'volatile' && !HARMLESS.has(name)) {
      throw new SqlError('42501', `permission denied for function ${name}`);
    }
  }
}

/** DataRow messages as Postgres made them. */
class RawBatch implements RowBatch {
  private readonly starts: readonly number[];

  constructor(private readonly frames: Buffer) {
    const starts: number[] = [];
    let at = 0;
    while (at + DATA_ROW_HEADER_BYTES <= frames.length) {
      starts.push(at);
      at += 1 + frames.readInt32BE(at + 1);
    }
    this.starts = starts;
  }

  get rowCount(): number {
    return this.starts.length;
  }

  encode(start: number, end: number): Buffer {
    return this.frames.subarray(this.starts[start] ?? this.frames.length, this.starts[end] ?? this.frames.length);
  }
}

async function* batchesOf(pieces: readonly Buffer[]): AsyncGenerator<RowBatch> {
  for (const piece of pieces) yield new RawBatch(piece);
}

/** A statement that reads the system catalog or no table at all: the catalog's own Postgres answers it. */
export class SystemStatement implements PreparedStatement {
  readonly parameterOids: readonly number[];
  readonly fields: readonly FieldDescription[];
  readonly copy = undefined;

  /** @throws SqlError 42501 for a function that is not for readers */
  constructor(private readonly parts: SystemStatementParts) {
    assertHarmless(parts.analysis);
    this.parameterOids = parts.analysis.parameterOids;
    this.fields = parts.analysis.fields;
  }

  async execute(bound: Bound, signal: AbortSignal): Promise<Execution> {
    const { databases, description, text, context } = this.parts;
    const request = {
      text,
      parameterOids: this.parameterOids,
      values: bound.values,
      formats: bound.formats,
      resultFormats: bound.resultFormats,
      context: analysisContext(context),
      maxBytes: MAX_BYTES,
    };
    const pieces = await databases.run(description, request, signal);
    return { batches: batchesOf(pieces), tag: (rowCount) => `SELECT ${rowCount}` };
  }
}
