import type {
  TColumn,
  TFetchResultsResp,
  TGetResultSetMetadataResp,
  TRowSet,
} from '@databricks/sql/thrift/TCLIService_types.js';
import codes from '@databricks/sql/thrift/TCLIService_types.js';
import { type RecordBatch, RecordBatchReader } from 'apache-arrow';
import { GatewayError } from '../../errors.js';
import { type DataType, INTERVAL } from '../../query/types.js';
import type { ResultBatch, ResultField } from '../source.js';
import { type ArrowColumn, arrowColumn } from './arrow-column.js';
import { arrowType } from './arrow-type.js';
import { ColumnBatch } from './column-batch.js';
import { intervalOf } from './interval-text.js';
import { thriftColumn, thriftType, typeIdOf } from './thrift-column.js';

const { TSparkRowSetType, TTypeId } = codes;
const INTERVALS: ReadonlySet<number | undefined> = new Set([
  TTypeId.INTERVAL_YEAR_MONTH_TYPE,
  TTypeId.INTERVAL_DAY_TIME_TYPE,
]);

function unreadable(operatorDetail: string): GatewayError {
  return new GatewayError('SOURCE_UNAVAILABLE', 'The warehouse sent a result that cannot be read.', { operatorDetail });
}

/** Turns the row sets of one result into batches, column by column and by place: names may occur twice. */
export interface ResultReader {
  readonly fields: readonly ResultField[];
  read(rows: TRowSet): Iterable<ResultBatch>;
}

/** The server writes intervals as text. */
function intervals(column: ArrowColumn): ArrowColumn {
  const read = (value: unknown) => (value === null ? null : intervalOf(String(value)));
  return { vector: undefined, values: () => column.values().map(read) };
}

class ArrowReader implements ResultReader {
  readonly fields: readonly ResultField[];
  private readonly types: readonly DataType[];
  private readonly schema: Uint8Array;

  constructor({ schema, arrowSchema }: TGetResultSetMetadataResp) {
    const columns = schema?.columns ?? [];
    if (arrowSchema === undefined || arrowSchema === null)
      throw new GatewayError('INTERNAL', 'The warehouse sent a result without its schema.');
    this.schema = arrowSchema;
    const reader = RecordBatchReader.from([this.schema]);
    const { fields } = reader.open().schema;
    this.types = fields.map(({ type }, index) => {
      const column = columns[index];
      return column !== undefined && INTERVALS.has(typeIdOf(column)) ? INTERVAL : arrowType(type);
    });
    this.fields = fields.map(({ name }, index) => ({ name, type: this.types[index] ?? INTERVAL }));
  }

  *read({ arrowBatches }: TRowSet): Iterable<ResultBatch> {
    for (const { batch, rowCount } of arrowBatches ?? []) {
      // A batch may hold more rows than belong to the result, where that was cut by a limit.
      let left = Number(rowCount.toNumber());
      for (const records of this.records(batch)) {
        if (left > 0) yield this.batch(records, Math.min(left, records.numRows));
        left -= records.numRows;
      }
      if (left > 0) throw unreadable('a batch holds fewer rows than the server counts');
    }
  }

  /** Arrow's own errors are of a batch that broke off. */
  private records(batch: Uint8Array): readonly RecordBatch[] {
    try {
      return [...RecordBatchReader.from([this.schema, batch])];
    } catch (error) {
      throw unreadable(error instanceof Error ? error.message : String(error));
    }
  }

  private batch(records: RecordBatch, rowCount: number): ResultBatch {
    const columns = records.data.children.map((data, index) => {
      const { type } = this.fields[index] ?? {};
      if (type === undefined) throw new GatewayError('INTERNAL', 'A result has more columns than its schema.');
      return type.kind === 'interval' ? intervals(arrowColumn(data, { kind: 'string' })) : arrowColumn(data, type);
    });
    return new ColumnBatch(rowCount, columns);
  }
}

/** Rows of a set without Arrow. */
function columnRows(columns: readonly TColumn[]): number {
  const [first] = columns;
  const member = first && Object.values(first).find((value) => value !== null && value !== undefined);
  return (member as { readonly values: readonly unknown[] } | undefined)?.values.length ?? 0;
}

class ColumnReader implements ResultReader {
  readonly fields: readonly ResultField[];

  constructor({ schema }: TGetResultSetMetadataResp) {
    this.fields = (schema?.columns ?? []).map((column) => ({ name: column.columnName, type: thriftType(column) }));
  }

  *read({ columns }: TRowSet): Iterable<ResultBatch> {
    const rowCount = columnRows(columns ?? []);
    if (columns === undefined || rowCount === 0) return;
    const isWhole = this.fields.every((_, index) => columnRows(columns.slice(index, index + 1)) === rowCount);
    if (!isWhole) throw unreadable('its columns are not of one length');
    yield new ColumnBatch(
      rowCount,
      this.fields.map(({ type }, index) => thriftColumn(columns[index] as TColumn, type)),
    );
  }
}

/** Whether there may be more after a chunk. Without Arrow servers do not tell: there is more until nothing comes. */
export function hasMoreAfter({ hasMoreRows, results }: TFetchResultsResp): boolean {
  return hasMoreRows === true || columnRows(results?.columns ?? []) > 0;
}

/** @throws GatewayError NOT_SUPPORTED for a result that the gateway cannot read */
export function resultReader(metadata: TGetResultSetMetadataResp): ResultReader {
  switch (metadata.resultFormat) {
    case TSparkRowSetType.ARROW_BASED_SET:
      if (metadata.lz4Compressed === true) break;
      return new ArrowReader(metadata);
    case TSparkRowSetType.COLUMN_BASED_SET:
      return new ColumnReader(metadata);
    default:
      break;
  }
  throw new GatewayError('NOT_SUPPORTED', 'The warehouse sent a result in a form that was not asked for.', {
    operatorDetail: `format ${String(metadata.resultFormat)}`,
  });
}
