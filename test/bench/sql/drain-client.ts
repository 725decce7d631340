import { connect, type Socket } from 'node:net';

export interface Server {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** What a statement's answer was, in numbers. */
export interface Drained {
  readonly rows: number;
  readonly bytes: number;
  readonly firstRowMs: number;
  readonly ms: number;
  /** SQLSTATE, if it ended by an error. */
  readonly sqlState: string | undefined;
}

const DATA_ROW = 0x44;
const READY = 0x5a;
const AUTHENTICATION = 0x52;
const ERROR = 0x45;
const KEY = 0x4b;
const PASSWORD_WANTED = 3;
const HEADER_BYTES = 5;

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(HEADER_BYTES);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const text = (value: string): Buffer => Buffer.from(`${value}\0`);

function int16s(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => {
    bytes.writeInt16BE(value, index * 2);
  });
  return bytes;
}

function startup({ user, database }: Server): Buffer {
  const body = Buffer.concat([Buffer.from([0, 3, 0, 0]), ...['user', user, 'database', database].map(text), text('')]);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([length, body]);
}

interface Waiting {
  readonly startedAt: number;
  rows: number;
  bytes: number;
  firstRowMs: number;
  sqlState: string | undefined;
  readonly resolve: (drained: Drained) => void;
  readonly reject: (error: Error) => void;
}

/** A Postgres client that counts rows and throws them away: what it measures is the server. */
export class DrainClient {
  key: Buffer = Buffer.alloc(0);
  /** Of the statement that runs. */
  get rowsSoFar(): number {
    return this.#waiting?.rows ?? 0;
  }

  readonly socket: Socket;
  readonly #password: string;
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes of a message's body that are still to come and of no interest. */
  #skip = 0;
  #waiting: Waiting | undefined;

  private constructor(socket: Socket, password: string) {
    this.socket = socket;
    this.#password = password;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#waiting?.reject(error));
    socket.on('close', () => this.#waiting?.reject(new Error('The server closed the connection.')));
  }

  static async open(server: Server): Promise<DrainClient> {
    const socket = connect(server.port, server.host);
    const client = new DrainClient(socket, server.password);
    const { sqlState } = await client.#send(startup(server));
    if (sqlState !== undefined) throw new Error(`The server refused the connection: ${sqlState}.`);
    return client;
  }

  /** Runs a statement to its end in text or binary. */
  read(sql: string, format: 'text' | 'binary'): Promise<Drained> {
    if (format === 'text') return this.#send(message('Q', text(sql)));
    const bind = message('B', text(''), text(''), int16s(0, 0, 1, 1));
    const parse = message('P', text(''), text(sql), int16s(0));
    return this.#send(Buffer.concat([parse, bind, message('E', text(''), Buffer.alloc(4)), message('S')]));
  }

  close(): void {
    this.#waiting = undefined;
    this.socket.destroy();
  }

  #send(bytes: Buffer): Promise<Drained> {
    return new Promise((resolve, reject) => {
      const startedAt = performance.now();
      this.#waiting = { startedAt, rows: 0, bytes: 0, firstRowMs: 0, sqlState: undefined, resolve, reject };
      this.socket.write(bytes);
    });
  }

  #take(chunk: Buffer): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    waiting.bytes += chunk.length;
    let at = Math.min(this.#skip, chunk.length);
    this.#skip -= at;
    if (at === chunk.length) return;
    const buffer = this.#rest.length === 0 ? chunk.subarray(at) : Buffer.concat([this.#rest, chunk.subarray(at)]);
    at = 0;
    while (buffer.length - at >= HEADER_BYTES) {
      const type = buffer[at];
      const end = at + 1 + buffer.readInt32BE(at + 1);
      if (type === DATA_ROW) {
        if (waiting.rows++ === 0) waiting.firstRowMs = performance.now() - waiting.startedAt;
        if (end > buffer.length) {
          this.#skip = end - buffer.length;
          at = buffer.length;
          break;
        }
      } else {
        if (end > buffer.length) break;
        this.#control(type, buffer.subarray(at + HEADER_BYTES, end), waiting);
      }
      at = end;
    }
    this.#rest = buffer.subarray(at);
  }

  #control(type: number | undefined, body: Buffer, waiting: Waiting): void {
    if (type === KEY) this.key = Buffer.from(body);
    if (type === ERROR) waiting.sqlState = /\0C([0-9A-Z]{5})\0/u.exec(body.toString())?.[1] ?? 'unknown';
    if (type === AUTHENTICATION && body.readInt32BE(0) === PASSWORD_WANTED) {
      this.socket.write(message('p', text(this.#password)));
    }
    // A refused connection has no ReadyForQuery.
    if (type !== READY && !(type === ERROR && this.key.length === 0)) return;
    this.#waiting = undefined;
    const { rows, bytes, firstRowMs, sqlState, startedAt } = waiting;
    waiting.resolve({ rows, bytes, firstRowMs, sqlState, ms: performance.now() - startedAt });
  }
}

/** Sends CancelRequest for a session and waits until the server has closed that connection. */
export function cancel({ host, port }: Server, key: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host);
    socket.on('error', reject).on('close', () => resolve());
    socket.end(Buffer.concat([Buffer.from([0, 0, 0, 16, 4, 210, 22, 46]), key]));
  });
}
