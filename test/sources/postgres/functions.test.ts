import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayError } from '../../../src/errors.js';
import { NO_CLAUSES } from '../../../src/functions/definition.js';
import { POSTGRES_SPELLINGS } from '../../../src/functions/dialects/postgres/spellings.js';
import { allFunctions, call, functionNamed } from '../../../src/functions/registry.js';
import { type DataType, sameType } from '../../../src/query/types.js';
import { postgresDialect } from '../../../src/sources/postgres/dialect.js';
import { findPostgres } from '../../support/services/postgres-server.js';
import { isAbsent } from '../../support/services/service-needed.js';
import { type Database, openDatabase } from './open-database.js';
import { asked, comparable, type Question, questionsOf, spelled } from './questions.js';

/** Cases without an exact form, and why. */
const REFUSED_CASES: Readonly<Record<string, string>> = {
  'modulo(-7.5, 2)': 'there is no remainder of DOUBLEs, and a quotient cannot make an exact one',
};

/** A numeric loses its digits where the engine chooses one of several; a decimal's text has them still. */
const isDeclared = (found: DataType, wanted: DataType) =>
  sameType(found, wanted) ||
  (found.kind === 'decimal' && wanted.kind === 'decimal') ||
  (found.kind === 'string' && wanted.kind === 'json') ||
  (found.kind === 'array' && wanted.kind === 'array');

describe.skipIf(isAbsent('PostgreSQL', findPostgres()))('functions on PostgreSQL', () => {
  let database: Database;
  const refused: string[] = [];
  let answered = 0;

  beforeAll(async () => {
    database = await openDatabase();
  });
  afterAll(() => database?.close());

  async function answer(text: string) {
    try {
      return await database.ask(text);
    } catch (error) {
      const detail = error instanceof GatewayError ? error.operatorDetail : String(error);
      throw new Error(`${detail}\n${text}`);
    }
  }

  /** What is wrong with the answers, a line each. */
  async function judge(questions: readonly Question[]): Promise<readonly string[]> {
    if (questions.length === 0) return [];
    const { fields, rows } = await answer(asked(questions));
    answered += questions.length;
    const faults: string[] = [];
    for (const [index, { title, expression, type, expected }] of questions.entries()) {
      const found = comparable(rows[0]?.[index], type);
      // The cases tell an interval as DuckDB writes it, which PostgreSQL reads too.
      const wanted =
        type.kind === 'interval' && expected !== null
          ? (await answer(`SELECT '${expected}'::interval`)).rows[0]?.[0]
          : comparable(expected, type);
      if (!Object.is(found, wanted)) faults.push(`${title}: ${found}, expected ${wanted}: ${expression}`);
      const given = fields[index]?.type;
      if (given === undefined || !isDeclared(given, type)) faults.push(`${title}: type ${JSON.stringify(given)}`);
    }
    return faults;
  }

  it.each(spelled.map((definition) => [definition.id, definition] as const))('%s', async (_id, definition) => {
    expect(await judge(questionsOf(definition, (title) => refused.push(title)))).toEqual([]);
  });

  it('are all of the registry but those of identity', () => {
    const others = allFunctions().filter((definition) => !spelled.includes(definition) && !definition.identity);
    expect(others.map(({ id }) => id)).toEqual([]);
    for (const id of Object.keys(POSTGRES_SPELLINGS)) expect(functionNamed(id), id).toBeDefined();
  });

  it('answer all of their cases but what is refused for a reason', () => {
    expect(refused).toEqual(Object.keys(REFUSED_CASES));
    expect(answered).toBeGreaterThan(1000);
  });

  it('answer NULL for any NULL argument where they are strict', async () => {
    for (const definition of spelled) {
      if (definition.nulls !== 'strict' || definition.kind !== 'scalar') continue;
      const cases = definition.cases.flatMap((example) =>
        example.arguments.map((_, index) => ({
          arguments: example.arguments.map((arg, at) => (at === index ? { ...arg, value: null } : arg)),
          expected: null,
        })),
      );
      const questions = cases.flatMap((example) => {
        try {
          return questionsOf({ ...definition, cases: [example] }, () => undefined).slice(0, 1);
        } catch {
          return [];
        }
      });
      expect(await judge(questions.filter(({ items }) => items.length === 0))).toEqual([]);
    }
  });

  it('are operands: a comparison of one with itself holds', async () => {
    for (const definition of spelled) {
      if (definition.kind !== 'scalar') continue;
      const questions = questionsOf(definition, () => undefined).filter(({ items }) => items.length === 0);
      if (questions.length === 0) continue;
      const items = questions.map(
        ({ expression }) => `(${expression} IS NOT DISTINCT FROM ${expression})::text || 'x'`,
      );
      const { rows } = await answer(`SELECT ${items.join(', ')}`);
      expect(rows[0], definition.id).toEqual(questions.map(() => 'truex'));
    }
  });

  it('tell the clock at its types', async () => {
    for (const id of ['current_date', 'current_timestamp']) {
      const { type } = call(id, []);
      const text = functionNamed(id)?.spelling.postgres?.([], [], type, NO_CLAUSES) ?? '';
      expect((await answer(`SELECT ${text}`)).fields[0]?.type).toEqual(type);
    }
    expect(postgresDialect.name).toBe('postgres');
  });
});
