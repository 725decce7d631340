import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printRelation } from '../src/query/print.js';
import { openRawLakehouse, type RawLakehouse } from './contract/raw-lakehouse.js';
import { type GoldenCase, goldenCases, isUpdating } from './support/golden-case.js';
import { GoldenClient } from './support/golden-client.js';
import { differences, withoutSignatures } from './support/golden-json.js';
import { printGoldenStatement } from './support/golden-sql.js';

/** Requests that are not one statement: introspection is none, a hand-written field may load rows of its own. */
const BESIDE_THE_STATEMENT = /__schema|__type\b|\bnearby\b|^query JustTypename/mu;

const updating = isUpdating(process.env);
const allowed = goldenCases('allowed');
const refused = goldenCases('refused');

let client: GoldenClient;
let raw: RawLakehouse;

beforeAll(async () => {
  [client, raw] = await Promise.all([GoldenClient.start(), openRawLakehouse()]);
});

afterAll(async () => {
  raw.close();
  await client.close();
});

/** Compares with a golden file, or writes it where that is asked for. */
function expectGolden(golden: GoldenCase, file: string, text: string): void {
  if (updating) golden.write(file, text);
  else expect(text, file).toBe(golden.require(file));
}

/** As `expectGolden`, for JSON that the formatter may lay out in its own way. */
function expectGoldenJson(golden: GoldenCase, file: string, value: unknown): void {
  if (updating) golden.write(file, `${JSON.stringify(value, undefined, 2)}\n`);
  else expect(value, file).toEqual(JSON.parse(golden.require(file)));
}

/** The case of the same document that `<name>-as-<caller>` stands beside. */
function baseOf(golden: GoldenCase): GoldenCase | undefined {
  return allowed.find((other) => golden.name.startsWith(`${other.name}-as-`));
}

function isAnotherCallers(golden: GoldenCase): boolean {
  return baseOf(golden) !== undefined;
}

function expectedStatements(golden: GoldenCase): number {
  const text = golden.read('statements.txt');
  if (text === undefined) return golden.kind === 'allowed' ? 1 : 0;
  if (golden.kind === 'allowed' && !BESIDE_THE_STATEMENT.test(golden.query))
    throw new Error(`${golden.name} is compiled whole, and so is one statement.`);
  return Number(text);
}

/** The reply must be what the hand-written query of `check.sql` finds in the raw files, where the case has one. */
async function expectCheck(golden: GoldenCase, data: unknown): Promise<void> {
  const check = golden.read('check.sql');
  if (check === undefined) return;
  const caller = golden.callerName;
  if (caller === undefined || caller === 'none') throw new Error(`${golden.name} has a check.sql and no such caller.`);
  const [answer] = await raw.rows(caller, check);
  expect(differences(withoutSignatures(data), answer), 'check.sql').toEqual([]);
}

describe('allowed', () => {
  test.each(allowed.map((golden) => [golden.name, golden] as const))('%s', async (_name, golden) => {
    const variables = await client.variables(golden);
    const reply = await client.ask(golden, variables);
    expect(reply.status, reply.text).toBe(200);
    const body = JSON.parse(reply.text) as { readonly data: unknown };
    expect(Object.keys(body), reply.text).toEqual(['data']);
    expect(reply.statements, 'statements at the source').toBe(expectedStatements(golden));
    const queries = await client.explain(golden, variables);
    expectGolden(golden, 'rows.json', `${JSON.stringify(withoutSignatures(body.data), undefined, 2)}\n`);
    expectGolden(golden, 'plan.txt', `${queries.map(({ plan }) => printRelation(plan.relation)).join('\n\n')}\n`);
    expectGolden(
      golden,
      'duckdb.sql',
      queries.map(({ statement }) => printGoldenStatement(statement)).join('\n') || '-- no statement\n',
    );
    await expectCheck(golden, body.data);
    if (isAnotherCallers(golden)) return;
    // The second time the document is known and takes the short way, whoever calls.
    const again = await client.ask(golden, variables);
    expect(again.text.trimEnd()).toBe(reply.text.trimEnd());
    expect(again.statements, 'statements the second time').toBe(reply.statements);
  });
});

describe('refused', () => {
  test.each(refused.map((golden) => [golden.name, golden] as const))('%s', async (_name, golden) => {
    const variables = await client.variables(golden);
    const reply = await client.ask(golden, variables);
    expect(golden.require('why.md').trim(), 'why.md is one line').toMatch(/^[^\n]+$/u);
    const body = JSON.parse(reply.text) as { readonly errors: readonly unknown[]; readonly data?: unknown };
    expectGoldenJson(golden, 'error.json', { status: reply.status, ...body });
    expect(body.errors.length).toBeGreaterThan(0);
    expect(body.data ?? null, 'nothing is answered beside the error').toBeNull();
    // GraphQL over HTTP: an error met while answering leaves `"data": null` and the status 200.
    if (body.data === undefined) expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.statements, 'statements at the source').toBe(expectedStatements(golden));
    const again = await client.ask(golden, variables);
    expect(again.text.trimEnd()).toBe(reply.text.trimEnd());
  });
});

describe('the collection', () => {
  test('has at least 60 allowed and 30 refused cases', () => {
    expect(allowed.length).toBeGreaterThanOrEqual(60);
    expect(refused.length).toBeGreaterThanOrEqual(30);
  });

  test('is never rewritten under CI', () => {
    expect(isUpdating({ MEDALLION_UPDATE_GOLDENS: '1' })).toBe(true);
    expect(isUpdating({ CI: 'true' })).toBe(false);
    expect(() => isUpdating({ MEDALLION_UPDATE_GOLDENS: '1', CI: 'true' })).toThrow('refused under CI');
  });

  test('asks the same of each caller of a case', () => {
    for (const golden of allowed) {
      const base = baseOf(golden);
      if (base !== undefined) expect(golden.query, golden.name).toBe(base.query);
    }
  });
});
