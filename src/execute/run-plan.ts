import { GatewayError } from '../errors.js';
import type { ResultBatch, StatementResult } from '../sources/source.js';

function tooLarge(what: string): GatewayError {
  return new GatewayError('RESULT_TOO_LARGE', `The result is larger than ${what}. Ask for fewer rows or fields.`);
}

/**
 * The one value of a json-document statement: UTF-8 bytes of JSON text, with the markers of query/json-markers.ts.
 * @throws GatewayError RESULT_TOO_LARGE past `maxBytes`, INTERNAL if the source gives anything but one value.
 */
export async function readDocument(result: StatementResult, maxBytes: number): Promise<Buffer> {
  let document: unknown;
  let rowCount = 0;
  for await (const batch of result.batches) {
    rowCount += batch.rowCount;
    document = batch.columns[0]?.[0] ?? document;
  }
  if (rowCount !== 1 || !(document instanceof Uint8Array)) {
    throw new GatewayError('INTERNAL', `A document statement gave ${rowCount} rows.`);
  }
  if (document.byteLength > maxBytes) throw tooLarge(`${maxBytes} bytes`);
  return Buffer.from(document.buffer, document.byteOffset, document.byteLength);
}

/** The batches of a result, and an error in the place of what is beyond a bound. */
export class BoundedRows implements AsyncIterableIterator<ResultBatch> {
  private rowCount = 0;
  private readonly batches: AsyncIterator<ResultBatch>;

  /** @param release called once, at the end, however that comes */
  constructor(
    result: StatementResult,
    private readonly maxRows: number,
    private readonly release: () => Promise<void>,
  ) {
    this.batches = result.batches[Symbol.asyncIterator]();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<ResultBatch>> {
    try {
      const result = await this.batches.next();
      if (result.done === true) {
        await this.release();
        return { done: true, value: undefined };
      }
      this.rowCount += result.value.rowCount;
      if (this.rowCount > this.maxRows) throw tooLarge(`${this.maxRows} rows`);
      return result;
    } catch (error) {
      await this.return();
      throw error;
    }
  }

  async return(): Promise<IteratorResult<ResultBatch>> {
    await this.batches.return?.();
    await this.release();
    return { done: true, value: undefined };
  }
}
