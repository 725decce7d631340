import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { judgeCorpus } from '../../doors/sql/corpus/judge-corpus.js';
import { type Corpus, openCorpus } from '../../doors/sql/corpus/open-corpus.js';
import { readStatements } from '../../doors/sql/corpus/read-statements.js';
import { CALLERS, type CallerName } from '../../support/demo-gateway.js';
import { type OracleAnswer, openPostgresOracle, type PostgresOracle } from '../../support/postgres-oracle.js';
import { type CorpusGateway, startCorpusGateway } from './start-gateway.js';

/** Of all statements, the share that may be refused to somebody. */
const REFUSED_SHARE = 0.03;

let corpus: Corpus;
let oracle: PostgresOracle;
let gateway: CorpusGateway;
const clients = new Map<CallerName, Promise<pg.Client>>();

beforeAll(async () => {
  corpus = await openCorpus();
  oracle = await openPostgresOracle(corpus);
  gateway = await startCorpusGateway(corpus);
});

afterAll(async () => {
  for (const client of clients.values()) await (await client).end();
  await gateway?.close();
  await oracle?.close();
  await corpus?.close();
});

async function connect(caller: CallerName): Promise<pg.Client> {
  const client = new pg.Client({
    host: gateway.host,
    port: gateway.port,
    database: 'lakehouse',
    user: CALLERS[caller].user,
    password: await gateway.token(caller),
    types: { getTypeParser: () => (value: string) => value },
  });
  await client.connect();
  await client.query("SET TimeZone = 'UTC'");
  return client;
}

async function ask(caller: CallerName, sql: string): Promise<OracleAnswer> {
  const opened = clients.get(caller) ?? connect(caller);
  clients.set(caller, opened);
  const client = await opened;
  try {
    const { fields, rows } = await client.query<(string | null)[]>({ text: sql, rowMode: 'array' });
    return { kind: 'rows', fields: fields.map(({ name, dataTypeID }) => ({ name, typeOid: dataTypeID })), rows };
  } catch (thrown) {
    if (!(thrown instanceof pg.DatabaseError)) throw thrown;
    return { kind: 'error', sqlState: thrown.code ?? '', message: thrown.message };
  }
}

test('the gateway gives the rows that Postgres gives under the same policies', async () => {
  const statements = readStatements();
  const verdicts = await judgeCorpus(oracle, ask, statements, ['ops', 'west', 'bay', 'none']);
  const wrong = verdicts.filter(({ kind }) => kind === 'wrong');
  const refused = new Map(verdicts.filter(({ kind }) => kind === 'refused').map(({ id, detail }) => [id, detail]));
  const same = verdicts.filter(({ kind, detail }) => kind === 'same' && detail === '').length;
  console.log(
    `against ${oracle.server}: of ${verdicts.length} answers ${same} with the same rows and ${wrong.length} wrong; ` +
      `of ${statements.length} statements ${refused.size} refused`,
  );
  for (const [id, detail] of refused) console.log(`refused ${id}: ${detail}`);
  expect(wrong).toEqual([]);
  expect(refused.size / statements.length).toBeLessThanOrEqual(REFUSED_SHARE);
});
