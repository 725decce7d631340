import { PGlite } from '@electric-sql/pglite';
import type { Format } from '../../../../src/doors/sql/border.js';

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function message(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

const NUL = Buffer.from([0]);

export interface RawMessage {
  readonly type: string;
  readonly body: Buffer;
}

export interface PgFailure {
  readonly sqlState: string;
  readonly text: string;
}

function split(bytes: Uint8Array): readonly RawMessage[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const messages: RawMessage[] = [];
  for (let at = 0; at < buffer.length; ) {
    const length = buffer.readInt32BE(at + 1);
    messages.push({ type: String.fromCharCode(buffer.readUInt8(at)), body: buffer.subarray(at + 5, at + 1 + length) });
    at += 1 + length;
  }
  return messages;
}

function failureOf(body: Buffer): PgFailure {
  const fields = new Map(
    body
      .toString()
      .split('\0')
      .filter((field) => field !== '')
      .map((field) => [field.slice(0, 1), field.slice(1)] as const),
  );
  return { sqlState: fields.get('C') ?? '', text: fields.get('M') ?? '' };
}

/** What the real Postgres (PGlite) says, byte by byte. */
export class Postgres {
  private constructor(readonly database: PGlite) {}

  static async start(): Promise<Postgres> {
    return new Postgres(await PGlite.create());
  }

  close(): Promise<void> {
    return this.database.close();
  }

  async run(sql: string): Promise<void> {
    await this.database.exec(sql);
  }

  /** All messages of one extended-protocol query. */
  async extended(
    sql: string,
    parameters: readonly { readonly oid: number; readonly bytes: Buffer; readonly format: Format }[],
    resultFormat: Format,
  ): Promise<{ readonly messages: readonly RawMessage[]; readonly failure: PgFailure | undefined }> {
    const count = int16(parameters.length);
    const raw = await this.database.execProtocolRaw(
      Buffer.concat([
        message('P', NUL, Buffer.from(sql), NUL, count, ...parameters.map(({ oid }) => int32(oid))),
        message(
          'B',
          NUL,
          NUL,
          count,
          ...parameters.map(({ format }) => int16(format)),
          count,
          ...parameters.flatMap(({ bytes }) => [int32(bytes.length), bytes]),
          int16(1),
          int16(resultFormat),
        ),
        message('E', NUL, int32(0)),
        message('S'),
      ]),
    );
    const messages = split(raw);
    const error = messages.find(({ type }) => type === 'E');
    return { messages, failure: error === undefined ? undefined : failureOf(error.body) };
  }

  /** The one column of a query as its cells; null: NULL. */
  async cells(sql: string, format: Format): Promise<readonly (Buffer | null)[]> {
    const { messages, failure } = await this.extended(sql, [], format);
    if (failure !== undefined) throw new Error(`${failure.sqlState} ${failure.text}: ${sql.slice(0, 200)}`);
    return messages
      .filter(({ type }) => type === 'D')
      .map(({ body }) => (body.readInt32BE(2) === -1 ? null : body.subarray(6)));
  }

  /** The bodies of the CopyData messages that COPY sends. */
  async copy(sql: string): Promise<readonly Buffer[]> {
    const messages = split(await this.database.execProtocolRaw(message('Q', Buffer.from(sql), NUL)));
    const error = messages.find(({ type }) => type === 'E');
    if (error !== undefined) throw new Error(failureOf(error.body).text);
    return messages.filter(({ type }) => type === 'd').map(({ body }) => body);
  }
}

/** A string constant, backslashes and all. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
