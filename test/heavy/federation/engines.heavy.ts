import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeCorpus } from '../../doors/sql/corpus/judge-corpus.js';
import { type Corpus, openCorpus } from '../../doors/sql/corpus/open-corpus.js';
import { readStatements } from '../../doors/sql/corpus/read-statements.js';
import { type Placement, removeContract, splitContract } from '../../federation/split-corpus.js';
import { startDemo } from '../../support/demo-gateway.js';
import { goldenCases } from '../../support/golden-case.js';
import { GoldenClient } from '../../support/golden-client.js';
import { differences, withoutSignatures } from '../../support/golden-json.js';
import { SqlAsker } from '../../support/sql-asker.js';
import { type CorpusGateway, startCorpusGateway } from '../sql-clients/start-gateway.js';
import { type Engines, openEngines } from './open-engines.js';

const NO_PAGE = Object.freeze({});
const NAMES = ['lakehouse', 'crm', 'erp'];
const ELSEWHERE: Readonly<Record<string, string>> = {
  flights: 'crm',
  orders: 'crm',
  customer: 'crm',
  airports: 'erp',
  part: 'erp',
  supplier: 'erp',
  nation: 'erp',
};
const place: Placement = (table) => ELSEWHERE[table.split('.').at(-1) ?? ''] ?? 'lakehouse';

let corpus: Corpus;
let engines: Engines;
let schemaDir: string;

beforeAll(async () => {
  corpus = await openCorpus();
  engines = await openEngines(corpus, place);
  schemaDir = await splitContract(corpus, place, NAMES);
});

afterAll(async () => {
  await engines?.close();
  await removeContract(schemaDir);
  await corpus?.close();
});

describe('golden cases over DuckDB, PostgreSQL and MariaDB', () => {
  let whole: GoldenClient;
  let split: GoldenClient;

  beforeAll(async () => {
    const env = { MEDALLION_DATA_DIR: corpus.dataDir, MEDALLION_SQL_PORT: '0' };
    whole = await GoldenClient.start({ schemaDir: corpus.schemaDir, env });
    split = await GoldenClient.start({ schemaDir, env, sources: engines.sources });
  });

  // Its sources are closed with the gateway that is opened last.
  afterAll(() => whole?.close());

  test.each(goldenCases('allowed').map((golden) => [golden.name, golden] as const))('%s', async (_name, golden) => {
    const replyOf = async (client: GoldenClient) => {
      const variables = await client.variables(golden).catch((error: unknown) => {
        if (error instanceof Error && error.message.includes('gave no cursor')) return NO_PAGE;
        throw error;
      });
      const reply = variables === NO_PAGE ? await client.page(golden) : await client.ask(golden, variables);
      return reply ?? expect.fail('a case without a page');
    };
    const expected = await replyOf(whole);
    const reply = await replyOf(split);
    expect(reply.status, reply.text).toBe(expected.status);
    const [found, wanted] = [reply.text, expected.text].map((text) => withoutSignatures(JSON.parse(text)));
    expect(differences(found, wanted)).toEqual([]);
  });
});

describe('SQL over DuckDB, PostgreSQL and MariaDB', () => {
  let whole: CorpusGateway;

  beforeAll(async () => {
    whole = await startCorpusGateway(corpus);
  });

  afterAll(() => whole?.close());

  test('every statement answers as over one database', async () => {
    const env = { MEDALLION_DATA_DIR: corpus.dataDir, MEDALLION_SQL_PORT: '0' };
    const demo = await startDemo({ schemaDir, env, sources: engines.sources, cache: false });
    const { hostname: host, port } = new URL(demo.sqlUrl);
    const asker = new SqlAsker({ host, port: Number(port), token: (caller) => demo.token(caller) });
    const expected = new SqlAsker(whole);
    const run = expected.ask.bind(expected);
    const verdicts = await judgeCorpus({ run }, asker.ask.bind(asker), readStatements(), ['ops', 'west', 'bay']);
    await Promise.all([asker.close(), expected.close()]);
    const of = (kind: string) => verdicts.filter((verdict) => verdict.kind === kind);
    const told = (kind: string) => of(kind).map(({ id, caller, detail }) => `${id} (${caller}): ${detail}`);
    console.log(
      `${verdicts.length} answers, ${of('same').length} same, ${of('refused').length} refused, ${of('wrong').length} wrong\n${told('refused').join('\n')}`,
    );
    expect(told('wrong')).toEqual([]);
    expect(of('refused').length / verdicts.length).toBeLessThanOrEqual(0.05);
  });
});
