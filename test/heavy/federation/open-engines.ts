import { PostgresSource } from '../../../src/sources/postgres/postgres-source.js';
import type { Source } from '../../../src/sources/source.js';
import type { Corpus } from '../../doors/sql/corpus/open-corpus.js';
import { openPart, type Placement } from '../../federation/split-corpus.js';
import { loadPostgres } from '../../support/services/load-postgres.js';
import { startMariadb } from '../../support/services/mariadb-server.js';
import { startPostgres } from '../../support/services/postgres-server.js';
import { loadTables } from '../mariadb/load-tables.js';
import { openSource } from '../mariadb/open-mariadb.js';

/** The corpus' tables on three engines, by the names of their sources. */
export interface Engines {
  readonly sources: ReadonlyMap<string, Source>;
  close(): Promise<void>;
}

/** `lakehouse` is DuckDB, `crm` PostgreSQL, `erp` MariaDB. */
export async function openEngines(corpus: Corpus, place: Placement): Promise<Engines> {
  const [postgres, mariadb] = await Promise.all([startPostgres(), startMariadb()]);
  const of = (name: string) => corpus.tables.filter((table) => place(table.name) === name);
  await loadPostgres(postgres, of('crm'), corpus.files);
  await loadTables(mariadb, of('erp'), corpus.files);
  const { host, port, user } = postgres;
  const crm = new PostgresSource(
    'crm',
    {
      ...{ host, port, user, database: 'postgres', tls: 'off' },
      ...{ maxConnections: 4, maxStreams: 4, statementTimeoutMs: 120_000 },
    },
    { ca: undefined },
  );
  const sources = new Map<string, Source>([
    ['lakehouse', await openPart(corpus, 'lakehouse', place)],
    ['crm', crm],
    ['erp', openSource(mariadb, 'erp')],
  ]);
  return {
    sources,
    async close() {
      for (const source of sources.values()) await source.close();
      await postgres.stop();
      await mariadb.stop();
    },
  };
}
