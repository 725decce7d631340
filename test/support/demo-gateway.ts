import { resolve } from 'node:path';
import { resolvers } from '../../resolvers/airports.js';
import { loadConfig } from '../../src/config/load-config.js';
import { createGateway, type Gateway } from '../../src/gateway.js';
import { type DevIssuer, openDevIssuer } from '../../src/identity/dev-issuer.js';
import { DuckdbSource } from '../../src/sources/duckdb/duckdb-source.js';
import type { Source } from '../../src/sources/source.js';
import { DEMO_DATA_DIR } from './demo.js';

/** The demo's callers, as contract.md lists them. */
export const CALLERS = {
  ops: { user: 'ops.admin@flights.demo', groups: ['ops'] },
  west: { user: 'west.analyst@flights.demo', groups: ['west'] },
  bay: { user: 'bay.partner@flights.demo', groups: [] },
  none: { user: 'new.hire@flights.demo', groups: [] },
} as const;

export type CallerName = keyof typeof CALLERS;

export interface GraphqlReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read replies of any shape.
  readonly body: any;
}

export interface DemoGateway {
  readonly gateway: Gateway;
  readonly url: string;
  /** postgres://host:port of the SQL door. */
  readonly sqlUrl: string;
  readonly issuer: DevIssuer;
  /** Folder with the demo's Parquet files: `gold/flights/part-0.parquet` and so on. */
  readonly lakehouse: string;
  token(caller: CallerName): Promise<string>;
  /** Sends a GraphQL request as a caller. */
  ask(
    caller: CallerName,
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<GraphqlReply>;
  /** Statements that the demo's own source has run since the start. */
  statements(): number;
  close(): Promise<void>;
}

export interface DemoOptions {
  /** Environment variables that gateway.yaml reads. */
  readonly env?: Readonly<Record<string, string>>;
  readonly schemaDir?: string;
  readonly cache?: boolean;
  /** In place of the demo's own source. */
  readonly sources?: ReadonlyMap<string, Source>;
}

/** Starts the demo gateway on a free port of loopback, over the lakehouse that all tests share. */
export async function startDemo(options: DemoOptions = {}): Promise<DemoGateway> {
  const schemaDir = options.schemaDir ?? resolve(import.meta.dirname, '../../schema');
  const loaded = loadConfig({
    schemaDir,
    env: { MEDALLION_HTTP_PORT: '0', MEDALLION_DATA_DIR: DEMO_DATA_DIR, MEDALLION_LOG_LEVEL: 'silent', ...options.env },
  });
  const config = { ...loaded, cache: { ...loaded.cache, enabled: options.cache ?? loaded.cache.enabled } };
  const gateway = await createGateway({
    config,
    resolvers,
    ...(options.sources === undefined ? {} : { sources: options.sources }),
  });
  const { http: url, sql: sqlUrl = '' } = await gateway.listen();
  const issuer = await openDevIssuer({ settings: config.identity.devIssuer, dataDir: config.dataDir });
  const tokens = new Map<CallerName, string>();
  const token = async (caller: CallerName): Promise<string> => {
    const kept = tokens.get(caller) ?? (await issuer.issueDevToken(CALLERS[caller]));
    tokens.set(caller, kept);
    return kept;
  };
  const source = gateway.sources.get('lakehouse');
  if (source === undefined) throw new Error('The demo has no source.');
  return {
    gateway,
    url,
    sqlUrl,
    issuer,
    lakehouse: resolve(DEMO_DATA_DIR, 'lakehouse'),
    token,
    async ask(caller, query, variables, headers = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await token(caller)}`, ...headers },
        body: JSON.stringify({ query, ...(variables === undefined ? {} : { variables }) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
    },
    statements: () => (source instanceof DuckdbSource ? source.statementsRun : 0),
    close: () => gateway.close(),
  };
}
