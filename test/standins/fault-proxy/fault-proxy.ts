import { once } from 'node:events';
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import { Agent, createServer as createHttpsServer, type Server as HttpsServer, request } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Certificate } from '../certificate.js';
import { methodOf } from '../warehouse/thrift-server.js';
import type { ConnectionMode, Fault, ProxiedCall } from './fault.js';
import { reset, type WholeReply, writeReply } from './write-reply.js';

export interface FaultProxyOptions {
  /** Undefined: plain HTTP in front. */
  readonly certificate: Certificate | undefined;
  /** `host:port` of the server behind, which speaks TLS. Asked for each call. */
  readonly upstream: () => string;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

function nameOf({ url = '/', headers }: IncomingMessage, body: Buffer): string {
  return headers['content-type'] === 'application/x-thrift' ? methodOf(body) : (url.split('?')[0] ?? url);
}

/** Stands between a real client and a stand-in, ends TLS on both sides, and does to connections and calls what it is told. */
export class FaultProxy {
  /** Tells what goes wrong with a call; undefined: nothing. */
  fault: ((call: ProxiedCall) => Fault | undefined) | undefined;
  readonly calls: ProxiedCall[] = [];
  private mode: ConnectionMode = 'pass';
  private readonly sockets = new Set<Socket>();
  private readonly inner: HttpServer | HttpsServer;
  private readonly agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  private outer: Server;
  private port = 0;

  private constructor(private readonly options: FaultProxyOptions) {
    const handle = (message: IncomingMessage) => void this.handle(message).catch(() => message.socket.destroy());
    const { certificate } = options;
    this.inner = certificate === undefined ? createHttpServer(handle) : createHttpsServer(certificate, handle);
    this.outer = this.listener();
  }

  static async start(options: FaultProxyOptions): Promise<FaultProxy> {
    const proxy = new FaultProxy(options);
    await proxy.listen();
    return proxy;
  }

  /** `127.0.0.1:port` */
  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  countOf(name: string | RegExp): number {
    return this.calls.filter((call) => (typeof name === 'string' ? call.name === name : name.test(call.name))).length;
  }

  /** From now on; connections that are open are reset, so that clients meet it at once. */
  async connections(mode: ConnectionMode): Promise<void> {
    const before = this.mode;
    this.mode = mode;
    this.dropAll();
    if (mode === 'refuse') await this.unlisten();
    else if (before === 'refuse') await this.listen();
  }

  /** Shows another certificate to new connections, and resets the open ones. */
  present(certificate: Certificate): void {
    (this.inner as HttpsServer).setSecureContext(certificate);
    this.dropAll();
  }

  dropAll(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.dropAll();
    this.agent.destroy();
    await this.unlisten();
  }

  private listener(): Server {
    return createServer((socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
      socket.on('error', () => undefined);
      if (this.mode === 'reset') socket.resetAndDestroy();
      else if (this.mode === 'pass') this.inner.emit('connection', socket);
    });
  }

  private async listen(): Promise<void> {
    this.outer = this.listener();
    this.outer.listen(this.port, '127.0.0.1');
    await once(this.outer, 'listening');
    this.port = (this.outer.address() as AddressInfo).port;
  }

  private async unlisten(): Promise<void> {
    if (!this.outer.listening) return;
    this.outer.close();
    this.dropAll();
    await once(this.outer, 'close');
  }

  private async handle(message: IncomingMessage): Promise<void> {
    const { socket } = message;
    const body = await bodyOf(message);
    const name = nameOf(message, body);
    const call = { name, count: this.countOf(name) + 1 };
    this.calls.push(call);
    const fault = this.fault?.(call);
    if (fault?.kind === 'status') {
      const { status, headers, body: text = '' } = fault;
      return writeReply(socket, { status, headers, contentType: 'text/html', body: Buffer.from(text) }, undefined);
    }
    if (fault?.kind === 'reset' && fault.when === 'before') return reset(socket);
    if (fault?.kind === 'hang' && fault.when === 'before') return;
    const whole = await this.forward(message, body);
    if (fault?.kind === 'delay') await sleep(fault.delayMs);
    await writeReply(socket, whole, fault);
  }

  private async forward({ method, url, headers }: IncomingMessage, body: Buffer): Promise<WholeReply> {
    const [hostname = '', port] = this.options.upstream().split(':');
    const { agent } = this;
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      const call = request({ hostname, port, agent, method, path: url, headers });
      call.once('response', resolve);
      call.once('error', reject);
      call.end(body);
    });
    return {
      status: reply.statusCode ?? 502,
      contentType: reply.headers['content-type'],
      body: await bodyOf(reply),
    };
  }
}
