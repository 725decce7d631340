import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openCorpus } from '../../doors/sql/corpus/open-corpus.js';
import { CALLERS, type CallerName } from '../../support/demo-gateway.js';
import { openPostgresOracle, type PostgresOracle } from '../../support/postgres-oracle.js';
import { startCorpusGateway } from '../sql-clients/start-gateway.js';
import { startSuperset } from './start-superset.js';
import { openSupersetApi, type SupersetApi } from './superset-api.js';

export interface SupersetSuite {
  readonly api: SupersetApi;
  /** A Postgres with the same data under the same policies. */
  readonly oracle: PostgresOracle;
  /** What Superset wrote so far. */
  log(): string;
  /** The connection string that a user would type for a caller. */
  uri(caller: CallerName): Promise<string>;
}

/** Installs Superset, then starts it, a gateway and the oracle before a file's tests. @returns them, once tests run */
export function openSupersetSuite(): () => SupersetSuite {
  let suite: SupersetSuite | undefined;
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    execFileSync('bash', [resolve(import.meta.dirname, 'install.sh')], { stdio: 'inherit' });
    const corpus = await openCorpus();
    closing.unshift(corpus.close);
    const gateway = await startCorpusGateway(corpus);
    closing.unshift(gateway.close);
    const oracle = await openPostgresOracle(corpus);
    closing.unshift(oracle.close);
    const server = await startSuperset();
    closing.unshift(server.stop);
    suite = {
      api: await openSupersetApi(server),
      oracle,
      log: server.log,
      async uri(caller) {
        const [user, password] = [CALLERS[caller].user, await gateway.token(caller)].map(encodeURIComponent);
        return `postgresql+psycopg2://${user}:${password}@${gateway.host}:${gateway.port}/lakehouse`;
      },
    };
  }, 900_000);
  afterAll(async () => {
    for (const close of closing) await close();
  });
  return () => {
    if (suite === undefined) throw new Error('Superset is not there yet.');
    return suite;
  };
}
