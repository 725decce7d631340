import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Certificate } from '../certificate.js';
import type { TdsColumn } from './columns.js';
import type { ExecuteSql, Login } from './requests.js';
import { type Reply, TdsSession } from './session.js';
import { columnMetadata, done, returnStatus, row } from './tokens.js';

export interface StandinOptions {
  readonly certificate?: Certificate;
  readonly refuse?: (login: Login) => string | undefined;
  readonly answer?: (call: ExecuteSql, reply: Reply) => Promise<void>;
}

/** A whole result of these rows, as sp_executesql gives it. */
export async function sendRows(
  reply: Reply,
  columns: readonly TdsColumn[],
  rows: Iterable<readonly unknown[]>,
): Promise<void> {
  await reply.write(columnMetadata(columns));
  let count = 0;
  for (const values of rows) {
    count += 1;
    await reply.write(row(columns, values));
  }
  await sendEnd(reply, count);
}

export async function sendEnd(reply: Reply, count: number): Promise<void> {
  await reply.write(
    Buffer.concat([done('inProcedure', ['more', 'count'], count), returnStatus(0), done('procedure', [])]),
  );
  await reply.end();
}

/** A failed statement. */
export async function sendError(reply: Reply, token: Buffer): Promise<void> {
  await reply.write(
    Buffer.concat([token, done('inProcedure', ['more', 'error']), returnStatus(1), done('procedure', ['error'])]),
  );
  await reply.end();
}

/**
 * Speaks TDS 7.4 as SQL Server does, as far as the source makes use of it, and runs no SQL: a test says what each call
 * of sp_executesql answers. It shows what the driver and the source do with the protocol, and nothing of semantics.
 */
export class TdsStandin {
  readonly logins: Login[] = [];
  readonly batches: string[] = [];
  readonly calls: ExecuteSql[] = [];
  attentions = 0;
  answer: (call: ExecuteSql, reply: Reply) => Promise<void>;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(options: StandinOptions) {
    this.answer = options.answer ?? ((_call, reply) => sendRows(reply, [], []));
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      new TdsSession(socket, {
        certificate: options.certificate,
        refuse: options.refuse ?? (() => undefined),
        onLogin: (login) => this.logins.push(login),
        onBatch: (text) => this.batches.push(text),
        onAttention: () => {
          this.attentions += 1;
        },
        answer: (call, reply) => {
          this.calls.push(call);
          return this.answer(call, reply);
        },
      });
    });
  }

  static async start(options: StandinOptions = {}): Promise<TdsStandin> {
    const standin = new TdsStandin(options);
    standin.server.listen(0, '127.0.0.1');
    await once(standin.server, 'listening');
    return standin;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.sockets.size;
  }

  /** Ends every connection at once, as a restart does. */
  drop(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.drop();
    this.server.close();
    await once(this.server, 'close');
  }
}
