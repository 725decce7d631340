import { GatewayError } from '../errors.js';
import type { ResultBatch, Source, StatementOptions, StatementResult } from '../sources/source.js';
import type { SqlStatement } from '../sql/statement.js';

type RunOptions = Omit<StatementOptions, 'singleRow'>;

function tooLarge(what: string): GatewayError {
  return new GatewayError('RESULT_TOO_LARGE', `The result is larger than ${what}. Ask for fewer rows or fields.`);
}

/**
 * The one value of a json-document statement: UTF-8 bytes of JSON text, with the markers of query/json-markers.ts.
 * @throws GatewayError RESULT_TOO_LARGE past `maxBytes`, INTERNAL if the source gives anything but one value.
 */
export async function readDocument(
  source: Source,
  statement: SqlStatement,
  options: RunOptions & { readonly maxBytes: number },
): Promise<Buffer> {
  const result = await source.execute(statement, { ...options, singleRow: true });
  let document: unknown;
  let rowCount = 0;
  for await (const batch of result.batches) {
    rowCount += batch.rowCount;
    document = batch.columns[0]?.[0] ?? document;
  }
  if (rowCount !== 1 || !(document instanceof Uint8Array)) {
    throw new GatewayError('INTERNAL', `A document statement gave ${rowCount} rows.`);
  }
  if (document.byteLength > options.maxBytes) throw tooLarge(`${options.maxBytes} bytes`);
  return Buffer.from(document.buffer, document.byteOffset, document.byteLength);
}

async function* bounded(result: StatementResult, maxRows: number): AsyncGenerator<ResultBatch> {
  let rowCount = 0;
  for await (const batch of result.batches) {
    rowCount += batch.rowCount;
    if (rowCount > maxRows) throw tooLarge(`${maxRows} rows`);
    yield batch;
  }
}

/** The rows of a statement, batch by batch, as the reader asks for them. */
export async function streamRows(
  source: Source,
  statement: SqlStatement,
  options: RunOptions & { readonly maxRows: number },
) {
  const result = await source.execute(statement, options);
  return { fields: result.fields, batches: bounded(result, options.maxRows) };
}
