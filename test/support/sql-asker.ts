import pg from 'pg';
import { CALLERS, type CallerName } from './demo-gateway.js';
import type { OracleAnswer } from './postgres-oracle.js';

export interface SqlTarget {
  readonly host: string;
  readonly port: number;
  token(caller: CallerName): Promise<string>;
}

/** Asks a gateway's SQL door as the demo's callers, each on one connection; values are Postgres's text, times UTC. */
export class SqlAsker {
  private readonly clients = new Map<CallerName, Promise<pg.Client>>();

  constructor(private readonly target: SqlTarget) {}

  async ask(caller: CallerName, sql: string): Promise<OracleAnswer> {
    const opened = this.clients.get(caller) ?? this.connect(caller);
    this.clients.set(caller, opened);
    const client = await opened;
    try {
      const { fields, rows } = await client.query<(string | null)[]>({ text: sql, rowMode: 'array' });
      return { kind: 'rows', fields: fields.map(({ name, dataTypeID }) => ({ name, typeOid: dataTypeID })), rows };
    } catch (thrown) {
      if (!(thrown instanceof pg.DatabaseError)) throw thrown;
      return { kind: 'error', sqlState: thrown.code ?? '', message: thrown.message };
    }
  }

  async close(): Promise<void> {
    for (const client of this.clients.values()) await (await client).end();
  }

  private async connect(caller: CallerName): Promise<pg.Client> {
    const { host, port } = this.target;
    const client = new pg.Client({
      host,
      port,
      database: 'lakehouse',
      user: CALLERS[caller].user,
      password: await this.target.token(caller),
      types: { getTypeParser: () => (value: string) => value },
    });
    await client.connect();
    await client.query("SET TimeZone = 'UTC'");
    return client;
  }
}
