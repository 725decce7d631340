import type { Agent } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SecureContext } from 'node:tls';
import { DBSQLClient, type DBSQLLogger } from '@databricks/sql';
import { GatewayError } from '../../errors.js';
import type { AccessToken } from '../../lib/access-token.js';
import { guardIdleConnections } from '../../remote/guard-idle-connections.js';
import { type ReplyTaker, watchTaker } from './broken-reply.js';

export interface ClientSettings {
  readonly host: string;
  readonly warehouse: string;
  /** Trusts the authority of the configuration, and no public one; undefined: the public ones. */
  readonly trust: SecureContext | undefined;
  /** No call is waited for longer than this, in ms. */
  readonly callTimeoutMs: number;
}

/** Bounds the driver's own repetitions, which are of calls that change nothing. */
const RETRIES = { retryMaxAttempts: 4, retryDelayMin: 100, retryDelayMax: 2000, retriesTimeout: 5000 };
/** The driver's timer is about the connection: the gateway's own, of the statement, is to be the first. */
const SOCKET_GRACE_MS = 1000;
const LAST_CALLS_MS = 2000;

/** The driver's log quotes statements and errors: nothing of it is kept. */
const SILENT = { log: () => undefined } as unknown as DBSQLLogger;

/** How a client signs in, and how it went. */
interface TokenHolder {
  current: AccessToken;
  given: string | undefined;
  refused: string | undefined;
}

export type Driver = Awaited<ReturnType<DBSQLClient['getDriver']>>;

async function agentOf(client: DBSQLClient): Promise<Agent | undefined> {
  return (await (await client.getConnectionProvider()).getAgent()) as Agent | undefined;
}

/**
 * The driver's own setting adds an authority to the public ones and reads them all again for each connection, which
 * stops the process for some 90 ms.
 */
async function setUp(client: DBSQLClient, context: SecureContext | undefined): Promise<void> {
  const agent = await agentOf(client);
  if (agent === undefined) throw new GatewayError('INTERNAL', 'The driver has no agent to set up.');
  guardIdleConnections(agent);
  watchTaker((await (await client.getConnectionProvider()).getThriftConnection()) as unknown as ReplyTaker);
  if (context !== undefined) agent.options.secureContext = context;
}

/**
 * The driver's client of one principal. Its calls are made one by one through {@link Driver}, the driver's client of the
 * protocol: above that, rows are objects without their duplicates, times lose their microseconds, and an error does not
 * tell what the server said.
 */
export class WarehouseClient {
  lastUsedMs = performance.now();
  isClosing = false;
  /** Sessions that are being opened or closed. */
  private readonly ending = new Set<Promise<void>>();

  private constructor(
    readonly key: string,
    private readonly client: DBSQLClient,
    readonly driver: Driver,
    private readonly token: TokenHolder,
    private readonly left: AbortController,
  ) {}

  /** Makes the client; nothing is sent yet. */
  static async create(key: string, token: AccessToken, settings: ClientSettings): Promise<WarehouseClient> {
    const client = new DBSQLClient({ logger: SILENT });
    // An EventEmitter without this listener throws what each call reports anyhow.
    client.on('error', () => undefined);
    const holder: TokenHolder = { current: token, given: undefined, refused: undefined };
    const left = new AbortController();
    const [host = settings.host, port] = settings.host.split(':');
    await client.connect({
      host,
      port: port === undefined ? 443 : Number(port),
      path: `/sql/1.0/warehouses/${settings.warehouse}`,
      authType: 'custom',
      provider: {
        authenticate: async () => {
          holder.given = await holder.current(left.signal, holder.refused);
          return { Authorization: `Bearer ${holder.given}` };
        },
      },
      userAgentEntry: 'MedallionGateway',
      socketTimeout: settings.callTimeoutMs + SOCKET_GRACE_MS,
      telemetryEnabled: false,
      ...RETRIES,
    });
    await setUp(client, settings.trust);
    return new WarehouseClient(key, client, await client.getDriver(), holder, left);
  }

  /** From now on signs in by this; both stand for the same principal. */
  renew(token: AccessToken): void {
    this.token.current = token;
    this.lastUsedMs = performance.now();
  }

  /** The warehouse did not take the token that it was given last. */
  refuseToken(): void {
    this.token.refused = this.token.given;
  }

  /** Sees `work` through, also when its caller has left; `close` waits for it. Its failure concerns nobody here. */
  finish(work: () => Promise<unknown>): void {
    const ending = work().then(
      () => undefined,
      () => undefined,
    );
    this.ending.add(ending);
    void ending.then(() => this.ending.delete(ending));
  }

  /** Lets go of its connections, once its sessions are closed or have had their time to. */
  async close(): Promise<void> {
    this.isClosing = true;
    await Promise.race([this.settled(), sleep(LAST_CALLS_MS, undefined, { ref: false })]);
    this.left.abort();
    const agent = await agentOf(this.client);
    await this.client.close();
    agent?.destroy();
  }

  /** A session that came late is closed by one more call. */
  private async settled(): Promise<void> {
    while (this.ending.size > 0) await Promise.all(this.ending);
  }
}
