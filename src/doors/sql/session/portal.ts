import type { Format, ParsedStatement } from '../border.js';
import { SqlError } from '../sql-error.js';
import { RowReader, type RowSlice } from './row-reader.js';
import type { RowsRunnable, Runnable } from './runnable.js';

export interface PortalParts {
  readonly name: string;
  readonly statement: ParsedStatement;
  readonly runnable: Runnable;
  /** Result formats as Bind gives them; a cursor of SQL has none of its own. */
  readonly requestedFormats: readonly Format[];
  /** WITH HOLD: outlives the transaction that made it. */
  readonly isHeld: boolean;
  /** Bytes of the values that it keeps. */
  readonly sizeBytes: number;
}

/** A bound statement that runs bit by bit: a portal of the extended protocol, or a cursor of SQL. */
export class Portal {
  readonly name: string;
  readonly statement: ParsedStatement;
  readonly runnable: Runnable;
  readonly requestedFormats: readonly Format[];
  readonly isHeld: boolean;
  readonly sizeBytes: number;
  #reader: RowReader | undefined;
  #formats: readonly Format[] | undefined;
  #state: 'new' | 'open' | 'failed' | 'closed' = 'new';
  #position = 0;

  constructor(parts: PortalParts) {
    this.name = parts.name;
    this.statement = parts.statement;
    this.runnable = parts.runnable;
    this.requestedFormats = parts.requestedFormats;
    this.isHeld = parts.isHeld;
    this.sizeBytes = parts.sizeBytes;
  }

  /** Rows read so far. */
  get position(): number {
    return this.#position;
  }

  /** Marks a command as run, so that it does not run twice. @throws SqlError 55000 if it has */
  startOnce(): void {
    if (this.#state !== 'new') throw this.#unusable();
    this.#state = 'open';
  }

  /**
   * Starts the rows, unless they run already.
   * @throws SqlError 0A000 if they run in other formats, 55000 if they failed
   */
  async open(runnable: RowsRunnable, formats: readonly Format[], signal: AbortSignal): Promise<void> {
    if (this.#state === 'failed' || this.#state === 'closed') throw this.#unusable();
    if (this.#formats !== undefined) {
      if (this.#formats.every((format, index) => format === formats[index])) return;
      throw new SqlError('0A000', `cursor "${this.name}" cannot change between text and binary once it was read`);
    }
    this.#formats = formats;
    await this.#failing(async () => {
      const reader = await RowReader.open((own) => runnable.start(formats, own), signal);
      this.#reader = reader;
      if (this.#state === 'closed') await reader.close();
      else this.#state = 'open';
    });
  }

  get hasRows(): boolean {
    return this.#reader?.hasRows ?? false;
  }

  /** The next rows, at most `maxRows`; undefined at the end. Call `open` before. */
  async take(maxRows: number, signal: AbortSignal): Promise<RowSlice | undefined> {
    const reader = this.#reader;
    if (reader === undefined || this.#state !== 'open') throw this.#unusable();
    const slice = await this.#failing(() => reader.take(maxRows, signal));
    if (slice !== undefined) this.#position += slice.end - slice.start;
    return slice;
  }

  tag(rowCount: number): string {
    return this.#reader?.tag(rowCount) ?? '';
  }

  async close(): Promise<void> {
    this.#state = 'closed';
    await this.#reader?.close();
  }

  async #failing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      if (this.#state !== 'closed') this.#state = 'failed';
      await this.#reader?.close();
      throw thrown;
    }
  }

  #unusable(): SqlError {
    return new SqlError('55000', `portal "${this.name}" cannot be run`);
  }
}
