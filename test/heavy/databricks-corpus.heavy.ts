import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolvers } from '../../resolvers/airports.js';
import { loadConfig } from '../../src/config/load-config.js';
import { createGateway } from '../../src/gateway.js';
import { judgeCorpus } from '../doors/sql/corpus/judge-corpus.js';
import { type Corpus, openCorpus } from '../doors/sql/corpus/open-corpus.js';
import { readStatements } from '../doors/sql/corpus/read-statements.js';
import { WorkspaceStandins } from '../standins/workspace/workspace-standins.js';
import { CALLERS } from '../support/demo-gateway.js';
import { SqlAsker } from '../support/sql-asker.js';
import { type CorpusGateway, startCorpusGateway } from './sql-clients/start-gateway.js';

/** What the stand-in's engine cannot run, though Spark can, and why. */
const BEYOND_THE_STANDIN: Readonly<Record<string, string>> = {
  'by-hand/translate-ascii-chr': 'DuckDB decodes no UTF-16',
  'looker-measures/location-bins': 'DuckDB works out a product of 39 digits that a CASE leaves out',
};
const REFUSED_SHARE = 0.05;

const folder = mkdtempSync(join(tmpdir(), 'medallion-databricks-corpus-'));
let corpus: Corpus;
let onDuckdb: CorpusGateway;
let expected: SqlAsker;

beforeAll(async () => {
  corpus = await openCorpus();
  onDuckdb = await startCorpusGateway(corpus);
  expected = new SqlAsker(onDuckdb);
});

afterAll(async () => {
  await expected?.close();
  await onDuckdb?.close();
  await corpus?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A gateway, by configuration alone, on stand-ins over the corpus' data. */
async function open(identity: 'service' | 'caller') {
  const { schemaDir, files } = corpus;
  const standins = await WorkspaceStandins.start({ schemaDir, files, folder: join(folder, identity), identity });
  const env = { ...standins.env, MEDALLION_HTTP_PORT: '0', MEDALLION_SQL_PORT: '0', MEDALLION_LOG_LEVEL: 'silent' };
  const gateway = await createGateway({ config: loadConfig({ env }), resolvers });
  const { sql = '' } = await gateway.listen();
  const { hostname: host, port } = new URL(sql);
  const asker = new SqlAsker({ host, port: Number(port), token: (caller) => standins.token(CALLERS[caller]) });
  return {
    standins,
    asker,
    async close() {
      await asker.close();
      await gateway.close();
      await standins.close();
    },
  };
}

test.each(['service', 'caller'] as const)('identity %s: what is answered is what DuckDB answers', async (identity) => {
  const { standins, asker, close } = await open(identity);
  const run = expected.ask.bind(expected);
  const verdicts = await judgeCorpus({ run }, asker.ask.bind(asker), readStatements(), ['ops', 'west', 'bay']);
  await close();
  const judged = verdicts.filter(({ id }) => BEYOND_THE_STANDIN[id] === undefined);
  const of = (kind: string) => judged.filter((verdict) => verdict.kind === kind);
  const beyond = verdicts.length - judged.length;
  console.log(
    `${identity}: ${verdicts.length} answers, ${of('same').length} same, ${of('refused').length} refused, ` +
      `${of('wrong').length} wrong, ${beyond} beyond the stand-in's engine`,
  );
  const wrong = of('wrong').map(({ id, caller, detail }) => `${id} (${caller}): ${detail}`);
  expect(wrong, standins.warehouse.failures.map(({ error }) => String(error)).join('\n')).toEqual([]);
  expect(of('refused').length / judged.length).toBeLessThanOrEqual(REFUSED_SHARE);
  // What runs after all is no exception any more.
  const running = verdicts.filter(({ id, kind }) => BEYOND_THE_STANDIN[id] !== undefined && kind === 'same');
  expect(running).toEqual([]);
});
