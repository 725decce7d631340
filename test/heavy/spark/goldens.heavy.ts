import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Corpus, openCorpus } from '../../doors/sql/corpus/open-corpus.js';
import { goldenCases } from '../../support/golden-case.js';
import { GoldenClient } from '../../support/golden-client.js';
import { differences, withoutSignatures } from '../../support/golden-json.js';
import { openSpark } from './open-spark.js';
import type { SparkOracle } from './spark-oracle.js';
import type { SparkSource } from './spark-source.js';

const NO_PAGE = Object.freeze({});

let corpus: Corpus;
let oracle: SparkOracle;
let source: SparkSource;
let onSpark: GoldenClient;
let onDuckdb: GoldenClient;

beforeAll(async () => {
  corpus = await openCorpus();
  ({ oracle, source } = await openSpark(corpus.tables, corpus.files));
  const { schemaDir } = corpus;
  const env = { MEDALLION_DATA_DIR: corpus.dataDir, MEDALLION_SQL_PORT: '0' };
  onSpark = await GoldenClient.start({ schemaDir, env, sources: new Map([[source.name, source]]) });
  onDuckdb = await GoldenClient.start({ schemaDir, env });
});

afterAll(async () => {
  await onSpark?.close();
  await onDuckdb?.close();
  await oracle?.close();
  await corpus?.close();
});

/** Over a hundredth of the demo's flights, which Spark reads in tolerable time. */
test.for(goldenCases('allowed').map((golden) => ({ name: golden.name, golden })))(
  '$name',
  async ({ golden }, { skip }) => {
    const variables = await onDuckdb.variables(golden).catch((error: unknown) => {
      if (error instanceof Error && error.message.includes('gave no cursor')) return NO_PAGE;
      throw error;
    });
    skip(variables === NO_PAGE, 'the page that it continues has no rows in the sample');
    const expected = await onDuckdb.ask(golden, variables);
    const reply = await onSpark.ask(golden, variables);
    expect(reply.status, `${reply.text}\n${source.lastFailure}\n${source.lastText}`).toBe(expected.status);
    const [found, wanted] = [reply.text, expected.text].map((text) => withoutSignatures(JSON.parse(text)));
    expect(differences(found, wanted), source.lastText).toEqual([]);
  },
);
