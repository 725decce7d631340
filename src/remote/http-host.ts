import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { DeadlinePassed, withDeadline } from '../lib/with-deadline.js';
import { guardIdleConnections } from './guard-idle-connections.js';

export interface HttpReply {
  readonly status: number;
  /** Header values by lower-case name; several of one name joined by a comma. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface HttpCall {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** The connection broke, or nothing came in time; whether the server saw the call is not known unless `unseen`. */
export class HttpFailure extends Error {
  override readonly name: string = 'HttpFailure';
  constructor(
    message: string,
    options?: ErrorOptions,
    /** The server did not take the call up: it refused the connection, or had closed the one that was kept. */
    readonly unseen = false,
    readonly timedOut = false,
  ) {
    super(message, options);
  }
}

async function readBody(reply: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of reply as AsyncIterable<Buffer>) {
    size += part.byteLength;
    if (size > maxBytes) throw new HttpFailure(`the reply has more than ${maxBytes} bytes`);
    parts.push(part);
  }
  // A connection that ends early would otherwise pass for a whole body.
  if (!reply.complete) throw new HttpFailure('the reply broke off');
  return Buffer.concat(parts);
}

export interface HttpHostParts {
  readonly protocol: 'http:' | 'https:';
  readonly hostname: string;
  readonly port: number;
  /** PEM of the authority that is trusted instead of the public ones. */
  readonly ca?: string | undefined;
  /** Largest body of a reply. */
  readonly maxBytes: number;
}

const MAX_SOCKETS = 64;

function isUnseen(error: Error, reused: boolean): boolean {
  const code = 'code' in error ? error.code : undefined;
  return code === 'ECONNREFUSED' || (reused && (code === 'ECONNRESET' || code === 'EPIPE'));
}

/** A host that is called on kept connections. Redirects are not followed: they come back as they are. */
export class HttpHost {
  private readonly agent: HttpAgent;

  constructor(private readonly parts: HttpHostParts) {
    const { protocol, ca } = parts;
    const kept = { keepAlive: true, maxSockets: MAX_SOCKETS };
    this.agent =
      protocol === 'http:' ? new HttpAgent(kept) : new HttpsAgent({ ...kept, ...(ca === undefined ? {} : { ca }) });
    guardIdleConnections(this.agent);
  }

  /** @throws HttpFailure; the signal's reason once it aborts */
  async call(call: HttpCall): Promise<HttpReply> {
    const { signal, timeoutMs } = call;
    try {
      return await withDeadline(signal, timeoutMs, (bound) => this.send(call, bound));
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof HttpFailure) throw error;
      const reason =
        error instanceof DeadlinePassed
          ? `no reply within ${timeoutMs} ms`
          : String(error instanceof Error ? error.message : error);
      throw new HttpFailure(reason, { cause: error }, false, error instanceof DeadlinePassed);
    }
  }

  private async send({ method, path, headers, body }: HttpCall, signal: AbortSignal): Promise<HttpReply> {
    const { protocol, hostname, port, maxBytes } = this.parts;
    const send = protocol === 'http:' ? httpRequest : httpsRequest;
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const call = send({
        hostname,
        port,
        agent: this.agent,
        method,
        path,
        headers: { ...headers, ...length },
        signal,
      });
      call.once('response', resolve);
      call.once('error', (error) =>
        reject(isUnseen(error, call.reusedSocket) ? new HttpFailure(error.message, { cause: error }, true) : error),
      );
      call.end(body);
    });
    return { status: reply.statusCode ?? 0, headers: reply.headers, body: await readBody(reply, maxBytes) };
  }

  close(): void {
    this.agent.destroy();
  }
}
