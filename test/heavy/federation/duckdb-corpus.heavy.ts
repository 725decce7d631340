import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Source } from '../../../src/sources/source.js';
import { judgeCorpus } from '../../doors/sql/corpus/judge-corpus.js';
import { type Corpus, openCorpus } from '../../doors/sql/corpus/open-corpus.js';
import { readStatements } from '../../doors/sql/corpus/read-statements.js';
import { openPart, type Placement, removeContract, splitContract, withoutHost } from '../../federation/split-corpus.js';
import { startDemo } from '../../support/demo-gateway.js';
import { SqlAsker } from '../../support/sql-asker.js';
import { type CorpusGateway, startCorpusGateway } from '../sql-clients/start-gateway.js';

const NAMES = ['lakehouse', 'crm', 'erp'];
const ELSEWHERE: Readonly<Record<string, string>> = {
  airports: 'crm',
  orders: 'crm',
  customer: 'crm',
  part: 'erp',
  supplier: 'erp',
  nation: 'erp',
};
const place: Placement = (table) => ELSEWHERE[table.split('.').at(-1) ?? ''] ?? 'lakehouse';

let corpus: Corpus;
let whole: CorpusGateway;
let expected: SqlAsker;

beforeAll(async () => {
  corpus = await openCorpus();
  whole = await startCorpusGateway(corpus);
  expected = new SqlAsker(whole);
});

afterAll(async () => {
  await expected?.close();
  await whole?.close();
  await corpus?.close();
});

describe.each([
  ['joined by one of them', true],
  ['joined by none of them', false],
] as const)("the corpus' tables in three sources, %s", (_title, hosts) => {
  test('every statement answers as over one source', async () => {
    const schemaDir = await splitContract(corpus, place, NAMES);
    const sources = new Map<string, Source>();
    for (const name of NAMES) {
      const part = await openPart(corpus, name, place);
      sources.set(name, hosts && name === 'lakehouse' ? part : withoutHost(part));
    }
    const env = { MEDALLION_DATA_DIR: corpus.dataDir, MEDALLION_SQL_PORT: '0' };
    const demo = await startDemo({ schemaDir, env, sources, cache: false });
    const { hostname: host, port } = new URL(demo.sqlUrl);
    const asker = new SqlAsker({ host, port: Number(port), token: (caller) => demo.token(caller) });
    const run = expected.ask.bind(expected);
    const verdicts = await judgeCorpus({ run }, asker.ask.bind(asker), readStatements(), ['ops', 'west', 'bay']);
    await asker.close();
    await demo.close();
    await removeContract(schemaDir);
    const of = (kind: string) => verdicts.filter((verdict) => verdict.kind === kind);
    console.log(
      `${verdicts.length} answers, ${of('same').length} same, ${of('refused').length} refused, ${of('wrong').length} wrong`,
    );
    expect(of('wrong').map(({ id, caller, detail }) => `${id} (${caller}): ${detail}`)).toEqual([]);
    expect(of('refused').map(({ id, caller, detail }) => `${id} (${caller}): ${detail}`)).toEqual([]);
  });
});
