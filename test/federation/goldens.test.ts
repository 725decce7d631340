import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Source } from '../../src/sources/source.js';
import { type Corpus, openCorpus } from '../doors/sql/corpus/open-corpus.js';
import { goldenCases } from '../support/golden-case.js';
import { GoldenClient } from '../support/golden-client.js';
import { differences, withoutSignatures } from '../support/golden-json.js';
import { openPart, type Placement, removeContract, splitContract, withoutHost } from './split-corpus.js';

const PLACEMENTS: Readonly<Record<string, { readonly place: Placement; readonly hosts: readonly string[] }>> = {
  'airports in another source, joined by the lakehouse': {
    place: (table) => (table.endsWith('.airports') ? 'crm' : 'lakehouse'),
    hosts: ['lakehouse'],
  },
  'flights in another source, joined by the lakehouse': {
    place: (table) => (table.endsWith('.flights') ? 'crm' : 'lakehouse'),
    hosts: ['lakehouse'],
  },
  'each table in a source of its own, joined by none of them': {
    place: (table) => (table.endsWith('.flights') ? 'crm' : table.endsWith('.airports') ? 'erp' : 'lakehouse'),
    hosts: [],
  },
};

const NO_PAGE = Object.freeze({});

let corpus: Corpus;
let whole: GoldenClient;

beforeAll(async () => {
  corpus = await openCorpus();
  const env = { MEDALLION_DATA_DIR: corpus.dataDir, MEDALLION_SQL_PORT: '0' };
  whole = await GoldenClient.start({ schemaDir: corpus.schemaDir, env });
});

afterAll(async () => {
  await whole?.close();
  await corpus?.close();
});

describe.each(Object.entries(PLACEMENTS))('%s', (_title, { place, hosts }) => {
  let split: GoldenClient;
  let schemaDir: string;

  beforeAll(async () => {
    const names = [...new Set(['lakehouse', ...[...corpus.files.keys()].map(place)])];
    schemaDir = await splitContract(corpus, place, names);
    const sources = new Map<string, Source>();
    for (const name of names) {
      const source = await openPart(corpus, name, place);
      sources.set(name, hosts.includes(name) ? source : withoutHost(source));
    }
    const env = { MEDALLION_DATA_DIR: corpus.dataDir, MEDALLION_SQL_PORT: '0' };
    split = await GoldenClient.start({ schemaDir, env, sources });
  });

  afterAll(async () => {
    await split?.close();
    await removeContract(schemaDir);
  });

  test.each(goldenCases('allowed').map((golden) => [golden.name, golden] as const))('%s', async (_name, golden) => {
    // A cursor is of the gateway that gave it.
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
