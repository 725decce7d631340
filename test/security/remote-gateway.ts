import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { expect } from 'vitest';
import { resolvers } from '../../resolvers/airports.js';
import { loadConfig } from '../../src/config/load-config.js';
import { createGateway, type Gateway } from '../../src/gateway.js';
import { DATABRICKS } from '../../src/identity/workspace-token.js';
import { ensureLakehouse } from '../../src/lakehouse/ensure.js';
import { DatabricksSource } from '../../src/sources/databricks/databricks-source.js';
import { DuckdbSource } from '../../src/sources/duckdb/duckdb-source.js';
import { type Certificate, makeCertificate } from '../standins/certificate.js';
import { EntraStandin } from '../standins/entra/entra-standin.js';
import { subjectOf } from '../standins/entra/subject-of.js';
import { FaultProxy } from '../standins/fault-proxy/fault-proxy.js';
import { grantGateway } from '../standins/unity/grant-gateway.js';
import { UnityStandin } from '../standins/unity/unity-standin.js';
import { duckdbExecutor } from '../standins/warehouse/duckdb-executor.js';
import { WarehouseStandin } from '../standins/warehouse/warehouse-standin.js';
import { DEMO_DATA_DIR } from '../support/demo.js';
import { CALLERS, type CallerName } from '../support/demo-gateway.js';

const TENANT = '11111111-2222-3333-4444-555555555555';
const GATEWAY = 'aaaaaaaa-0000-0000-0000-000000000001';

/** A name for the warehouse's proxy; whoever gives it as a host makes it known to `dns.lookup`. */
export const WORKSPACE = 'workspace.test';

/** Short, so that each limit is met within a test. */
export const LIMITS = {
  statementTimeoutMs: 2600,
  startWaitMs: 700,
  unityTimeoutMs: 800,
  maxSessions: 6,
} as const;

export interface RemoteGatewayOptions {
  readonly identity: 'service' | 'caller';
  readonly cache?: boolean;
  /** Host of the warehouse in place of its proxy's. */
  readonly warehouseHost?: (proxy: FaultProxy) => string;
  /** Authorities that are trusted beside the stand-ins' own. */
  readonly trusted?: readonly Certificate[];
  readonly maxCallerQueue?: number;
  readonly statementTimeoutMs?: number;
  readonly refreshSeconds?: number;
  readonly maxStalenessSeconds?: number;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Of the first error. */
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly retryAfterMs: number | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: tests read replies of any shape.
  readonly data: any;
  readonly tookMs: number;
}

function yaml(
  hosts: Readonly<Record<'warehouse' | 'unity' | 'entra' | 'keys', string>>,
  options: RemoteGatewayOptions,
) {
  const application = `tenantId: ${TENANT}, clientId: ${GATEWAY}, clientSecret: "\${SECRET}", authority: "https://${hosts.entra}", ca: ca.pem`;
  const credential = `{ kind: entra, ${application} }`;
  return `
sources:
  lakehouse:
    kind: databricks
    host: "${hosts.warehouse}"
    warehouse: standin
    ca: ca.pem
    identity: ${options.identity}
    credential: ${credential}
    maxSessions: ${LIMITS.maxSessions}
    maxSessionsPerCaller: ${LIMITS.maxSessions}
    chunkRows: 1000
    statementTimeoutMs: ${options.statementTimeoutMs ?? LIMITS.statementTimeoutMs}
    startWaitMs: ${LIMITS.startWaitMs}
catalog:
  kind: unity
  host: "${hosts.unity}"
  ca: ca.pem
  credential: ${credential}
  timeoutMs: ${LIMITS.unityTimeoutMs}
  refreshSeconds: ${options.refreshSeconds ?? 15}
  maxStalenessSeconds: ${options.maxStalenessSeconds ?? 30}
identity:
  issuers:
    - issuer: https://${hosts.entra}/${TENANT}/v2.0
      jwksUri: http://${hosts.keys}/${TENANT}/discovery/v2.0/keys
      audience: ${GATEWAY}
      tenantId: ${TENANT}
  onBehalfOf:
    application: { ${application} }
    graph: "${hosts.entra}"
cache: { enabled: ${options.cache === true}, versionPollSeconds: ${options.cache === true ? 1 : 3600} }
doors: { http: { port: 0 }, sql: { port: 0 } }
limits: { maxQueuedRequestsPerCaller: ${options.maxCallerQueue ?? 64} }
observe: { logLevel: silent }
`;
}

interface Remotes {
  readonly warehouse: WarehouseStandin;
  readonly unity: UnityStandin;
  readonly entra: EntraStandin;
}

interface Proxies {
  readonly warehouse: FaultProxy;
  readonly unity: FaultProxy;
  readonly entra: FaultProxy;
  /** Plain HTTP, in front of the tenant's keys. */
  readonly keys: FaultProxy;
}

/** A whole gateway, by configuration alone, on a warehouse, a Unity Catalog and a tenant that stand behind fault proxies. */
export class RemoteGateway {
  private readonly tokens = new Map<CallerName, string>();

  private constructor(
    readonly gateway: Gateway,
    readonly url: string,
    readonly sqlUrl: string,
    readonly standins: Remotes,
    readonly proxies: Proxies,
    private readonly duckdb: DuckdbSource,
    private readonly folder: string,
    private readonly shown: Certificate,
  ) {}

  static async start(options: RemoteGatewayOptions): Promise<RemoteGateway> {
    const certificate = makeCertificate('ec', `DNS:localhost,DNS:${WORKSPACE},IP:127.0.0.1`);
    const folder = mkdtempSync(join(tmpdir(), 'medallion-remote-'));
    const { files } = await ensureLakehouse({ dataDir: DEMO_DATA_DIR, log: () => undefined });
    const duckdb = await DuckdbSource.open({
      name: 'lakehouse',
      tables: files,
      dataDir: folder,
      config: { threads: 1, maxConnections: 2, maxStreams: 12, memoryLimitMb: 1024, statementTimeoutMs: 60_000 },
    });
    const schemaDir = join(folder, 'schema');
    cpSync(resolve('schema'), schemaDir, { recursive: true });
    grantGateway(join(schemaDir, 'unity/permissions'), 'medallion@service');
    const made: Partial<Record<keyof Remotes, { readonly host: string }>> = {};
    const to = (name: keyof Remotes) => () => made[name]?.host ?? '';
    const proxies: Proxies = {
      warehouse: await FaultProxy.start({ certificate, upstream: to('warehouse') }),
      unity: await FaultProxy.start({ certificate, upstream: to('unity') }),
      entra: await FaultProxy.start({ certificate, upstream: to('entra') }),
      keys: await FaultProxy.start({ certificate: undefined, upstream: to('entra') }),
    };
    const standins: Remotes = {
      warehouse: await WarehouseStandin.start({
        certificate,
        executor: duckdbExecutor(duckdb),
        userOf: (token) => subjectOf(token, DATABRICKS),
      }),
      unity: await UnityStandin.start({
        folder: join(schemaDir, 'unity'),
        certificate,
        accepts: (token) => subjectOf(token, DATABRICKS) !== undefined,
      }),
      entra: await EntraStandin.start({
        certificate,
        tenantId: TENANT,
        applications: [{ clientId: GATEWAY, clientSecret: 'hunter2' }],
        authority: `https://${proxies.entra.host}`,
      }),
    };
    Object.assign(made, standins);
    const trusted = [certificate, ...(options.trusted ?? [])].map(({ cert }) => cert);
    writeFileSync(join(schemaDir, 'ca.pem'), trusted.join('\n'));
    const { warehouse, unity, entra, keys } = proxies;
    const hosts = {
      warehouse: options.warehouseHost?.(warehouse) ?? warehouse.host,
      unity: unity.host,
      entra: entra.host,
      keys: keys.host,
    };
    writeFileSync(join(schemaDir, 'gateway.yaml'), yaml(hosts, options));
    const env = { SECRET: 'hunter2', MEDALLION_DATA_DIR: join(folder, 'data') };
    const gateway = await createGateway({ config: loadConfig({ schemaDir, env }), resolvers });
    const { http, sql = '' } = await gateway.listen();
    return new RemoteGateway(gateway, http, sql, standins, proxies, duckdb, folder, certificate);
  }

  get source(): DatabricksSource {
    const source = this.gateway.sources.get('lakehouse');
    if (!(source instanceof DatabricksSource)) throw new Error('The gateway has no warehouse.');
    return source;
  }

  /** Ends all faults. */
  async mend(): Promise<void> {
    for (const proxy of Object.values(this.proxies) as FaultProxy[]) {
      proxy.fault = undefined;
      if (proxy !== this.proxies.keys) proxy.present(this.certificate);
      await proxy.connections('pass');
    }
  }

  /** A new one each time where `fresh`. */
  async token(caller: CallerName, fresh = false): Promise<string> {
    const kept = fresh ? undefined : this.tokens.get(caller);
    if (kept !== undefined) return kept;
    const { user, groups } = CALLERS[caller];
    const token = await this.standins.entra.issueUserToken(GATEWAY, {
      name: user,
      groups,
      claims: { uti: randomUUID() },
    });
    if (!fresh) this.tokens.set(caller, token);
    return token;
  }

  /** A token of somebody else each time. */
  stranger(index: number): Promise<string> {
    return this.standins.entra.issueUserToken(GATEWAY, { name: `stranger${index}@flights.demo`, groups: ['ops'] });
  }

  async ask(caller: CallerName | { readonly token: string }, query: string, signal?: AbortSignal): Promise<Answer> {
    const token = typeof caller === 'string' ? await this.token(caller) : caller.token;
    const startedAt = performance.now();
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
      signal: signal ?? null,
    });
    const text = await response.text();
    const { data, errors } = JSON.parse(text);
    const { code, retryAfterMs } = errors?.[0]?.extensions ?? {};
    const tookMs = performance.now() - startedAt;
    return { status: response.status, text, code, message: errors?.[0]?.message, retryAfterMs, data, tookMs };
  }

  /** The certificate of all stand-ins. */
  get certificate(): Certificate {
    return this.shown;
  }

  /** Nothing of what was asked is left in the warehouse or in the source, but for sessions whose opening nobody heard of. */
  async untilReleased(lostSessions = 0): Promise<void> {
    const { warehouse } = this.standins;
    const state = () => {
      const { busy, waiting, idle } = this.source.load;
      const unknown = warehouse.sessions.length - idle;
      return { busy, waiting, operations: warehouse.operations, isLeaking: unknown > lostSessions };
    };
    const until = { timeout: 8000, interval: 20 };
    await expect.poll(state, until).toEqual({ busy: 0, waiting: 0, operations: 0, isLeaking: false });
  }

  /** A connected Postgres client, the token as its password. */
  async client(caller: CallerName): Promise<Client> {
    const { hostname, port } = new URL(this.sqlUrl);
    const password = await this.token(caller);
    const client = new Client({
      host: hostname,
      port: Number(port),
      user: CALLERS[caller].user,
      password,
      database: 'lakehouse',
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  async readiness(): Promise<{ readonly status: number; readonly states: Readonly<Record<string, string>> }> {
    const response = await fetch(`${this.url}/readyz`);
    const body = (await response.json()) as {
      readonly dependencies?: readonly { readonly name: string; readonly state: string }[];
    };
    const states = Object.fromEntries((body.dependencies ?? []).map(({ name, state }) => [name, state]));
    return { status: response.status, states };
  }

  async close(): Promise<void> {
    await this.gateway.close();
    await Promise.all(Object.values(this.proxies).map((proxy: FaultProxy) => proxy.close()));
    await this.standins.warehouse.close();
    await this.standins.unity.stop();
    await this.standins.entra.stop();
    await this.duckdb.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
