import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from '../certificate.js';
import type { Executor, WireParameter } from './executor.js';
import { type SessionRecord, WarehouseService } from './service.js';
import { answer, methodOf } from './thrift-server.js';

export interface WarehouseCall {
  /** A method of TCLIService, or `rest`. */
  readonly method: string;
  readonly token: string;
  /** From 1, of all calls of this method. */
  readonly count: number;
}

/** What goes wrong with a call instead of its answer. `cut` sends the first half of it, `late` acts and then breaks off. */
export type Fault =
  | { readonly kind: 'http'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'late' };

export interface WarehouseOptions {
  readonly certificate: Certificate;
  readonly executor: Executor;
  /** The user whom a token stands for; undefined: it is not good. */
  readonly userOf: (token: string) => string | undefined;
  /** Whether the workspace knows a user; by default it knows all. */
  readonly admits?: (user: string) => boolean;
  readonly warehouse?: string;
  readonly port?: number;
}

/** How the stand-in behaves; tests change it as they go. */
export interface WarehouseKnobs {
  fault: ((call: WarehouseCall) => Fault | undefined) | undefined;
  /** Arrow, or columns as servers without it send. */
  arrow: boolean;
  /** Damages batches of Arrow, as a store of results does that loses parts. */
  spoilBatch: ((batch: Buffer) => Buffer) | undefined;
  /** How long ExecuteStatement waits for a result to send along, in ms. */
  directWaitMs: number;
  /** Polls that hear that a finished statement still runs. */
  polls: number;
  protocol: number;
  /** Ends statements after this time, in ms, instead of the session's STATEMENT_TIMEOUT. */
  statementTimeoutMs: number | undefined;
  /** As the workspace's API tells it. */
  state: string;
  /** Sessions are opened, and then not ready for a statement. */
  isWarmingUp: boolean;
}

export interface StatementRecord {
  readonly user: string;
  readonly token: string;
  readonly text: string;
  readonly parameters: readonly WireParameter[];
  readonly tags: string | undefined;
  readonly session: string;
}

/** A statement that the engine behind did not run to its end. */
export interface FailureRecord {
  readonly text: string;
  readonly error: unknown;
}

const PROTOCOL_V8 = 42248;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

/** A SQL warehouse as its drivers see it: TCLIService over HTTPS, and the workspace's call that tells its state. */
export class WarehouseStandin {
  readonly knobs: WarehouseKnobs = {
    fault: undefined,
    arrow: true,
    spoilBatch: undefined,
    directWaitMs: 50,
    polls: 0,
    protocol: PROTOCOL_V8,
    statementTimeoutMs: undefined,
    state: 'RUNNING',
    isWarmingUp: false,
  };
  readonly statements: StatementRecord[] = [];
  readonly failures: FailureRecord[] = [];
  readonly calls: WarehouseCall[] = [];
  private readonly service: WarehouseService;
  private readonly server: Server;

  private constructor(private readonly options: WarehouseOptions) {
    this.service = new WarehouseService(options.executor, this.knobs, this.statements, this.failures);
    this.server = createServer(options.certificate, (request, reply) => void this.handle(request, reply));
  }

  static async start(options: WarehouseOptions): Promise<WarehouseStandin> {
    const standin = new WarehouseStandin(options);
    standin.server.listen(options.port ?? 0, '127.0.0.1');
    await once(standin.server, 'listening');
    return standin;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get warehouse(): string {
    return this.options.warehouse ?? 'standin';
  }

  /** Sessions that are open now. */
  get sessions(): readonly SessionRecord[] {
    return this.service.openSessions;
  }

  /** Statements that still run or can be read. */
  get operations(): number {
    return this.service.operationCount;
  }

  /** Forgets all sessions, as the service does with those that lay idle. */
  expireSessions(): void {
    this.service.expire();
  }

  countOf(method: string): number {
    return this.calls.filter((call) => call.method === method).length;
  }

  async close(): Promise<void> {
    this.service.expire();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async handle(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    try {
      const body = await bodyOf(request);
      const token = /^Bearer (.+)$/u.exec(request.headers.authorization ?? '')?.[1] ?? '';
      const isRest = request.url?.startsWith('/api/') === true;
      const method = isRest ? 'rest' : methodOf(body);
      const call = { method, token, count: this.countOf(method) + 1 };
      this.calls.push(call);
      const fault = this.knobs.fault?.(call);
      if (fault?.kind === 'hang') return;
      if (fault?.kind === 'reset') return void request.socket.destroy();
      if (fault?.kind === 'http')
        return void reply.writeHead(fault.status, fault.headers).end('{"error_code":"FAULT"}');
      const user = this.options.userOf(token);
      if (user === undefined) return void reply.writeHead(401).end('{"error_code":"UNAUTHENTICATED"}');
      if (this.options.admits?.(user) === false)
        return void reply.writeHead(403).end('{"error_code":"PERMISSION_DENIED"}');
      if (isRest) return this.rest(request.url ?? '', reply);
      const answered = await answer(body, this.service.handler({ user, token }));
      if (fault?.kind === 'late') return void request.socket.destroy();
      reply.writeHead(200, { 'content-type': 'application/x-thrift', 'content-length': answered.byteLength });
      if (fault?.kind !== 'cut') return void reply.end(answered);
      reply.write(answered.subarray(0, answered.byteLength >> 1), () => request.socket.destroy());
    } catch {
      reply.destroy();
    }
  }

  private rest(url: string, reply: ServerResponse): void {
    if (url !== `/api/2.0/sql/warehouses/${this.warehouse}`) {
      reply.writeHead(404).end('{"error_code":"RESOURCE_DOES_NOT_EXIST"}');
      return;
    }
    reply.writeHead(200, { 'content-type': 'application/json' });
    reply.end(JSON.stringify({ id: this.warehouse, name: 'Stand-in', state: this.knobs.state }));
  }
}
