import { connect, type Socket } from 'node:net';

const HEADER_END = Buffer.from('\r\n\r\n');

export interface RawAnswer {
  readonly status: number;
  readonly bodyBytes: number;
}

/** One keep-alive connection that sends ready-made requests and counts what comes back: a client that costs little. */
export class RawClient {
  private head: Buffer = Buffer.alloc(0);
  private missing = 0;
  private status = 0;
  private size = 0;
  private settle: { resolve: (answer: RawAnswer) => void; reject: (error: Error) => void } | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('error', (error) => this.settle?.reject(error));
    socket.on('close', () => this.settle?.reject(new Error('The server closed the connection.')));
  }

  static open(url: URL): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(url.port), url.hostname);
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new RawClient(socket));
      });
    });
  }

  send(request: Buffer): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.socket.write(request);
    });
  }

  close(): void {
    this.settle = undefined;
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    if (this.missing > 0) {
      this.missing -= chunk.byteLength;
    } else {
      this.head = this.head.byteLength === 0 ? chunk : Buffer.concat([this.head, chunk]);
      const end = this.head.indexOf(HEADER_END);
      if (end < 0) return;
      const header = this.head.toString('latin1', 0, end);
      this.status = Number(header.slice(9, 12));
      this.size = Number(/content-length: (\d+)/iu.exec(header)?.[1]);
      this.missing = this.size - (this.head.byteLength - end - HEADER_END.byteLength);
      this.head = Buffer.alloc(0);
    }
    if (this.missing === 0) this.settle?.resolve({ status: this.status, bodyBytes: this.size });
    else if (!(this.missing > 0))
      this.settle?.reject(new Error('An answer without a length, or with more than it says.'));
  }
}

/** A POST as it goes over the wire. */
export function rawRequest(url: URL, headers: Readonly<Record<string, string>>, body: string): Buffer {
  const lines = Object.entries({
    host: url.host,
    'content-type': 'application/json',
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
  });
  return Buffer.from(
    `POST ${url.pathname} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${body}`,
  );
}
