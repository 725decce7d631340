import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { DeadlinePassed, withDeadline } from '../lib/with-deadline.js';
import { guardIdleConnections } from './guard-idle-connections.js';

export interface HttpsReply {
  readonly status: number;
  /** Header values by lower-case name; several of one name joined by a comma. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface HttpsCall {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** The connection broke, or nothing came in time; whether the server saw the call is not known. */
export class HttpsFailure extends Error {
  override readonly name = 'HttpsFailure';
}

async function readBody(reply: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of reply as AsyncIterable<Buffer>) {
    size += part.byteLength;
    if (size > maxBytes) throw new HttpsFailure(`the reply has more than ${maxBytes} bytes`);
    parts.push(part);
  }
  // A connection that ends early would otherwise pass for a whole body.
  if (!reply.complete) throw new HttpsFailure('the reply broke off');
  return Buffer.concat(parts);
}

/** A host that is called over HTTPS only, on kept connections. Redirects are not followed: they come back as they are. */
export class HttpsHost {
  private readonly agent: Agent;
  private readonly hostname: string;
  private readonly port: number;

  /**
   * @param host name, with a port where it is not 443
   * @param ca PEM of the authority that is trusted instead of the public ones
   */
  constructor(
    host: string,
    ca: string | undefined,
    private readonly maxBytes: number,
  ) {
    const [hostname = host, port] = host.split(':');
    this.hostname = hostname;
    this.port = port === undefined ? 443 : Number(port);
    this.agent = new Agent({ keepAlive: true, maxSockets: 64, ...(ca === undefined ? {} : { ca }) });
    guardIdleConnections(this.agent);
  }

  /** @throws HttpsFailure; the signal's reason once it aborts */
  async call(call: HttpsCall): Promise<HttpsReply> {
    const { signal, timeoutMs } = call;
    try {
      return await withDeadline(signal, timeoutMs, (bound) => this.send(call, bound));
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof HttpsFailure) throw error;
      const reason =
        error instanceof DeadlinePassed
          ? `no reply within ${timeoutMs} ms`
          : String(error instanceof Error ? error.message : error);
      throw new HttpsFailure(reason, { cause: error });
    }
  }

  private async send({ method, path, headers, body }: HttpsCall, signal: AbortSignal): Promise<HttpsReply> {
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      const { hostname, port, agent } = this;
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const call = request({
        hostname,
        port,
        agent,
        method,
        path,
        headers: { ...headers, ...length },
        signal,
      });
      call.once('response', resolve);
      call.once('error', reject);
      call.end(body);
    });
    return { status: reply.statusCode ?? 0, headers: reply.headers, body: await readBody(reply, this.maxBytes) };
  }

  close(): void {
    this.agent.destroy();
  }
}
