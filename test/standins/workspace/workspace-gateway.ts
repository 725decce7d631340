import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { resolvers } from '../../../resolvers/airports.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { createGateway, type Gateway } from '../../../src/gateway.js';
import { ensureLakehouse } from '../../../src/lakehouse/ensure.js';
import { DEMO_SCHEMA_DIR } from '../../doors/sql/corpus/read-gold-tables.js';
import { DEMO_DATA_DIR } from '../../support/demo.js';
import type { StatementRecord } from '../warehouse/warehouse-standin.js';
import { type Person, WorkspaceStandins } from './workspace-standins.js';

type JsonObject = Readonly<Record<string, unknown>>;

export interface SqlReply {
  /** Postgres's text of each value. */
  readonly rows: readonly JsonObject[];
  readonly error: string | undefined;
}

/** The demo's gateway in this process, on stand-ins of a workspace whose Unity Catalog a test may change. */
export class WorkspaceGateway {
  private readonly before = new Map<string, string | undefined>();

  private constructor(
    private readonly gateway: Gateway,
    private readonly url: string,
    private readonly sqlUrl: string,
    readonly standins: WorkspaceStandins,
    private readonly folder: string,
  ) {}

  static async open(identity: 'service' | 'caller', isCaching: boolean): Promise<WorkspaceGateway> {
    const folder = mkdtempSync(join(tmpdir(), 'medallion-workspace-'));
    const { files } = await ensureLakehouse({ dataDir: DEMO_DATA_DIR, log: () => undefined });
    const standins = await WorkspaceStandins.start({ schemaDir: DEMO_SCHEMA_DIR, files, folder, identity });
    const env = { ...standins.env, MEDALLION_HTTP_PORT: '0', MEDALLION_SQL_PORT: '0', MEDALLION_LOG_LEVEL: 'silent' };
    const loaded = loadConfig({ env });
    const config = { ...loaded, cache: { ...loaded.cache, enabled: isCaching, versionPollSeconds: 3600 } };
    const gateway = await createGateway({ config, resolvers });
    const { http, sql = '' } = await gateway.listen();
    return new WorkspaceGateway(gateway, http, sql, standins, folder);
  }

  /** The reply's body. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read replies of any shape.
  async graphql(person: Person, query: string): Promise<any> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await this.standins.token(person)}` },
      body: JSON.stringify({ query }),
    });
    return response.json();
  }

  /** Asks the SQL door, on a connection of its own. */
  async sql(person: Person, text: string): Promise<SqlReply> {
    const { hostname, port } = new URL(this.sqlUrl);
    const client = new pg.Client({
      host: hostname,
      port: Number(port),
      database: 'lakehouse',
      user: person.user,
      password: await this.standins.token(person),
      types: { getTypeParser: () => (value: string) => value },
    });
    try {
      await client.connect();
      return { rows: (await client.query<JsonObject>(text)).rows, error: undefined };
    } catch (error) {
      return { rows: [], error: error instanceof pg.DatabaseError ? `${error.code} ${error.message}` : String(error) };
    } finally {
      await client.end();
    }
  }

  /** What the warehouse was sent, but for questions about the age of tables. */
  get statements(): readonly StatementRecord[] {
    return this.standins.warehouse.statements.filter(({ text }) => !text.includes('DESCRIBE HISTORY'));
  }

  /** Rewrites an object of Unity Catalog, or makes one. @param file such as `tables/<full name>.json` */
  change(file: string, edit: (object: JsonObject) => object): void {
    const path = this.path(file);
    const text = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    if (!this.before.has(file)) this.before.set(file, text);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(edit(JSON.parse(text ?? '{}') as JsonObject)));
  }

  /** Undoes every change. */
  restore(): void {
    for (const [file, text] of this.before) {
      if (text === undefined) rmSync(this.path(file));
      else writeFileSync(this.path(file), text);
    }
    this.before.clear();
  }

  async close(): Promise<void> {
    await this.gateway.close();
    await this.standins.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private path(file: string): string {
    return join(this.standins.env.MEDALLION_SCHEMA_DIR ?? '', 'unity', file);
  }
}
