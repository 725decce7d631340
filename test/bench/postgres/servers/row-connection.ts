import type { Socket } from 'node:net';
import pg from 'pg';
import { FrameSplitter } from '../../../../src/sources/postgres/frame-splitter.js';

/** What `pg` has, but does not tell in its types. */
interface ClientInternals {
  readonly connection: { readonly stream: Socket };
}

const DATA_ROW = 0x44;
const READY = 0x5a;
const ERROR = 0x45;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const SPACE = 0x20;
const STATEMENT = 'rows';

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 4);
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(length, 1);
  return Buffer.concat([head, ...parts]);
}

const int16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
const int32 = (value: number): Buffer => Buffer.from([0, 0, value >> 8, value & 255]);
const zeroEnded = (text: string): Buffer => Buffer.from(`${text}\0`);
const SYNC = message('S');

/** Columns of a statement: their names, and whether a value's text is its JSON. */
export interface JsonColumn {
  readonly name: string;
  readonly isNumber: boolean;
}

/** JSON objects, one a row, in one buffer that grows. */
class RowWriter {
  private out = Buffer.allocUnsafe(1 << 21);
  private size = 0;
  private readonly heads: readonly Buffer[];

  constructor(private readonly columns: readonly JsonColumn[]) {
    this.heads = columns.map(({ name }, index) => Buffer.from(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`));
  }

  row(bytes: Buffer, start: number, end: number): void {
    // Every byte of a value is at most six of JSON.
    this.reserve((end - start) * 6 + this.columns.length * 64);
    if (this.size > 0) this.out[this.size++] = COMMA;
    let at = start + 2;
    for (let index = 0; index < this.columns.length; index += 1) {
      const head = this.heads[index];
      if (head !== undefined) this.size += head.copy(this.out, this.size);
      const length = bytes.readInt32BE(at);
      at += 4;
      if (length < 0) {
        this.size += this.out.write('null', this.size);
        continue;
      }
      this.value(bytes, at, at + length, this.columns[index]?.isNumber === true);
      at += length;
    }
    this.out[this.size++] = 0x7d;
  }

  /** All rows since the last call, between two texts. */
  take(before: string, after: string): Buffer {
    const body = Buffer.concat([Buffer.from(before), this.out.subarray(0, this.size), Buffer.from(after)]);
    this.size = 0;
    return body;
  }

  private value(bytes: Buffer, start: number, end: number, isNumber: boolean): void {
    const { out } = this;
    let size = this.size;
    if (!isNumber) out[size++] = QUOTE;
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte < SPACE) {
        size += out.write(`\\u${byte.toString(16).padStart(4, '0')}`, size);
        continue;
      }
      if (byte === QUOTE || byte === BACKSLASH) out[size++] = BACKSLASH;
      out[size++] = byte;
    }
    if (!isNumber) out[size++] = QUOTE;
    this.size = size;
  }

  private reserve(bytes: number): void {
    if (this.size + bytes <= this.out.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.out.length * 2, this.size + bytes));
    this.out.copy(larger, 0, 0, this.size);
    this.out = larger;
  }
}

/** A connection that `pg` opens and that then runs one prepared statement over and over, its rows never made values. */
export class RowConnection {
  private settle: { resolve: () => void; reject: (error: Error) => void } | undefined;
  private failure: Error | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly writer: RowWriter,
  ) {
    const splitter = new FrameSplitter((type, bytes, start, end) => {
      if (type === DATA_ROW) this.writer.row(bytes, start, end);
      else if (type === ERROR) this.failure = new Error(bytes.toString('utf8', start, end));
      else if (type === READY) this.end();
    });
    socket.removeAllListeners('data').on('data', (chunk: Buffer) => splitter.push(chunk));
  }

  static async open(connectionString: string | undefined, sql: string, columns: readonly JsonColumn[]) {
    const client = new pg.Client({ connectionString });
    await client.connect();
    const { connection } = client as unknown as ClientInternals;
    const opened = new RowConnection(connection.stream, new RowWriter(columns));
    await opened.send([message('P', zeroEnded(STATEMENT), zeroEnded(sql), int16(0)), SYNC]);
    return opened;
  }

  /** @returns the rows as JSON objects, commas between them, between two texts */
  async run(values: readonly unknown[], before: string, after: string): Promise<Buffer> {
    const texts = values.flatMap((value) => {
      const text = Buffer.from(String(value));
      return [int32(text.length), text];
    });
    const bind = message('B', zeroEnded(''), zeroEnded(STATEMENT), int16(0), int16(values.length), ...texts, int16(0));
    await this.send([bind, message('E', zeroEnded(''), int32(0)), SYNC]);
    return this.writer.take(before, after);
  }

  private send(messages: readonly Buffer[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.socket.write(Buffer.concat(messages));
    });
  }

  private end(): void {
    const { settle, failure } = this;
    this.settle = undefined;
    this.failure = undefined;
    if (failure === undefined) settle?.resolve();
    else settle?.reject(failure);
  }
}
