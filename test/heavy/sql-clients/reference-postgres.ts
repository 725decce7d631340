import { openCorpus } from '../../doors/sql/corpus/open-corpus.js';
import { loadTable } from '../../support/postgres-oracle-load.js';
import { openServerSession } from '../../support/postgres-oracle-server.js';
import type { SqlGateway } from './gateway.js';
import { startPostgresServer } from './postgres-server.js';

const PASSWORD = 'reference';

/** A PostgreSQL with the corpus' tables as the all-seeing caller finds them at the gateway: keys too, no policies. */
export async function startReferencePostgres(): Promise<SqlGateway> {
  const server = await startPostgresServer();
  const corpus = await openCorpus();
  const session = await openServerSession(server.url);
  const tables = corpus.tables.filter(({ name }) => !name.startsWith('lakehouse.governance.'));
  const nameOf = (name: string): string => name.split('.').slice(1).join('.');
  await session.script('CREATE SCHEMA gold; CREATE SCHEMA tpch');
  for (const table of tables) {
    await loadTable(session, nameOf(table.name), table, corpus.files.get(table.name) ?? '', 'as-is');
  }
  for (const table of tables) {
    const schema = nameOf(table.name).split('.')[0];
    for (const { columns, table: parent } of table.references) {
      await session.script(
        `ALTER TABLE ${nameOf(table.name)} ADD FOREIGN KEY (${columns.join(', ')}) REFERENCES ${schema}.${parent}`,
      );
    }
  }
  await session.script(`
    COMMENT ON TABLE gold.flights IS 'Flights, a row each.';
    CREATE ROLE "ops.admin@flights.demo" LOGIN PASSWORD '${PASSWORD}';
    GRANT USAGE ON SCHEMA gold, tpch TO "ops.admin@flights.demo";
    GRANT SELECT ON ALL TABLES IN SCHEMA gold, tpch TO "ops.admin@flights.demo";
    ALTER ROLE "ops.admin@flights.demo" SET search_path = gold, tpch;
    ALTER ROLE "ops.admin@flights.demo" SET TimeZone = 'UTC';
    ANALYZE;
  `);
  await session.close();
  return {
    host: '127.0.0.1',
    port: server.port,
    database: 'lakehouse',
    user: 'ops.admin@flights.demo',
    password: PASSWORD,
    async close() {
      server.stop();
      await corpus.close();
    },
  };
}
