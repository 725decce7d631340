import { afterAll, beforeAll, expect, test } from 'vitest';
import { judgeCorpus } from '../../doors/sql/corpus/judge-corpus.js';
import { type Corpus, openCorpus } from '../../doors/sql/corpus/open-corpus.js';
import { readStatements } from '../../doors/sql/corpus/read-statements.js';
import { openPostgresOracle, type PostgresOracle } from '../../support/postgres-oracle.js';
import { SqlAsker } from '../../support/sql-asker.js';
import { type CorpusGateway, startCorpusGateway } from './start-gateway.js';

/** Of all statements, the share that may be refused to somebody. */
const REFUSED_SHARE = 0.03;

let corpus: Corpus;
let oracle: PostgresOracle;
let gateway: CorpusGateway;
let asker: SqlAsker;

beforeAll(async () => {
  corpus = await openCorpus();
  oracle = await openPostgresOracle(corpus);
  gateway = await startCorpusGateway(corpus);
  asker = new SqlAsker(gateway);
});

afterAll(async () => {
  await asker?.close();
  await gateway?.close();
  await oracle?.close();
  await corpus?.close();
});

test('the gateway gives the rows that Postgres gives under the same policies', async () => {
  const statements = readStatements();
  const ask = asker.ask.bind(asker);
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
