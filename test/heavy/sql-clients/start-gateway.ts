import { resolvers } from '../../../resolvers/airports.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { createGateway } from '../../../src/gateway.js';
import { openDevIssuer } from '../../../src/identity/dev-issuer.js';
import { type Corpus, openCorpus } from '../../doors/sql/corpus/open-corpus.js';
import { CALLERS, type CallerName } from '../../support/demo-gateway.js';
import type { SqlGateway } from './gateway.js';

export interface CorpusGateway {
  readonly host: string;
  readonly port: number;
  token(caller: CallerName): Promise<string>;
  close(): Promise<void>;
}

/** A gateway in this process over the corpus' data, on free ports of loopback. */
export async function startCorpusGateway(corpus: Corpus): Promise<CorpusGateway> {
  const env = { MEDALLION_HTTP_PORT: '0', MEDALLION_SQL_PORT: '0', MEDALLION_DATA_DIR: corpus.dataDir };
  const config = loadConfig({ schemaDir: corpus.schemaDir, env });
  const gateway = await createGateway({ config, resolvers });
  const { sql } = await gateway.listen();
  if (sql === undefined) throw new Error('The SQL door is closed.');
  const issuer = await openDevIssuer({ settings: config.identity.devIssuer, dataDir: config.dataDir });
  const { hostname, port } = new URL(sql);
  return {
    host: hostname,
    port: Number(port),
    token: (caller) => issuer.issueDevToken(CALLERS[caller]),
    close: () => gateway.close(),
  };
}

/** A gateway over the corpus' data, with a token of the caller. */
export async function startGateway(caller: CallerName): Promise<SqlGateway> {
  const corpus = await openCorpus();
  const gateway = await startCorpusGateway(corpus);
  return {
    host: gateway.host,
    port: gateway.port,
    database: 'lakehouse',
    user: CALLERS[caller].user,
    password: await gateway.token(caller),
    async close() {
      await gateway.close();
      await corpus.close();
    },
  };
}
