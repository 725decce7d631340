import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { password, startup } from './frames.js';

export interface Reply {
  readonly type: string;
  readonly body: Buffer;
}

function cstring(body: Buffer, from: number): string {
  return body.toString('utf8', from, body.indexOf(0, from));
}

/** The fields of an ErrorResponse or NoticeResponse by their letters. */
export function fieldsOf({ body }: Reply): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let at = 0; body[at] !== 0 && at < body.length; ) {
    const value = cstring(body, at + 1);
    fields[String.fromCharCode(body[at] ?? 0)] = value;
    at += Buffer.byteLength(value) + 2;
  }
  return fields;
}

export function valuesOf({ body }: Reply): (string | null)[] {
  let at = 2;
  return Array.from({ length: body.readUInt16BE(0) }, () => {
    const length = body.readInt32BE(at);
    at += 4;
    if (length < 0) return null;
    at += length;
    return body.toString('utf8', at - length, at);
  });
}

/** A reply in a few characters: `C:SELECT 3`, `E:42601`, `D:1,abc`, `Z:I`; others by their letter. */
export function brief(reply: Reply): string {
  const { type, body } = reply;
  switch (type) {
    case 'C':
      return `C:${cstring(body, 0)}`;
    case 'E':
    case 'N':
      return `${type}:${fieldsOf(reply).C}`;
    case 'D':
      return `D:${valuesOf(reply).join(',')}`;
    case 'Z':
      return `Z:${body.toString()}`;
    case 'd':
      return `d:${body.toString().trim()}`;
    default:
      return type;
  }
}

/** Speaks in bytes, and hears whole messages. */
export class WireClient {
  readonly socket: Socket;
  readonly replies: Reply[] = [];
  isClosed = false;
  #bytes = Buffer.alloc(0);
  #at = 0;
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      this.#split();
      this.#wake();
    });
    socket.on('close', () => {
      this.isClosed = true;
      this.#wake();
    });
  }

  static async open(port: number): Promise<WireClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new WireClient(socket);
  }

  /** Opens a session for `user` and passes over what it begins with. */
  static async start(
    port: number,
    user: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<WireClient> {
    const client = await WireClient.open(port);
    client.send(startup({ user, database: 'lakehouse', ...parameters }));
    client.send(password('open sesame'));
    await client.until('Z');
    return client;
  }

  send(...messages: readonly Buffer[]): void {
    this.socket.write(Buffer.concat(messages));
  }

  /** The replies that were not read before, up to one of `type`, or to the end of the connection. */
  async until(type: string): Promise<Reply[]> {
    const read: Reply[] = [];
    for (;;) {
      const reply = this.replies[this.#at];
      if (reply !== undefined) {
        this.#at += 1;
        read.push(reply);
        if (reply.type === type) return read;
      } else if (this.isClosed) {
        return read;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }

  /** What comes up to ReadyForQuery, in brief. */
  async ask(...messages: readonly Buffer[]): Promise<string[]> {
    this.send(...messages);
    return (await this.until('Z')).map(brief);
  }

  /** Lets go of the replies that were read. */
  forget(): void {
    this.replies.splice(0, this.#at);
    this.#at = 0;
  }

  async closed(): Promise<void> {
    while (!this.isClosed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  close(): void {
    this.socket.destroy();
  }

  #split(): void {
    let at = 0;
    while (this.#bytes.length - at >= 5) {
      const length = this.#bytes.readInt32BE(at + 1);
      if (this.#bytes.length - at < length + 1) break;
      const type = String.fromCharCode(this.#bytes[at] ?? 0);
      this.replies.push({ type, body: this.#bytes.subarray(at + 5, at + 1 + length) });
      at += length + 1;
    }
    this.#bytes = this.#bytes.subarray(at);
  }
}
