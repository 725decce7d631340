import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_CLAUSES } from '../../../src/functions/definition.js';
import { allFunctions } from '../../../src/functions/registry.js';
import { arrayType, BOOLEAN, type DataType, FLOAT64, INT32, STRING } from '../../../src/query/types.js';
import { databricksDialect } from '../../../src/sources/databricks/dialect.js';
import { databricksError } from '../../../src/sources/databricks/errors.js';
import { asked, faultsOf, type Question, questionsOf, spelled } from '../../functions/databricks-questions.js';
import { concerned, described, REFUSED_FUNCTIONS } from './refusals.js';
import { SparkError, SparkOracle, type SparkResult } from './spark-oracle.js';
import { resultType, resultValue } from './spark-values.js';

let answered = 0;
/** `id case n`, where the dialect or the engine refuses this case's types or values. */
const refusedCases = new Set<string>();

/** Zones other than UTC, intervals with months taken apart, dates shifted to times of day, patterns of a DOUBLE. */
const MAX_REFUSED_CASES = 10;

let oracle: SparkOracle;
beforeAll(async () => {
  oracle = await SparkOracle.start();
});
afterAll(() => oracle?.close());

/** Undefined where the engine has no such form, which the source reports as refused. */
async function answer(text: string): Promise<SparkResult | undefined> {
  try {
    return await oracle.execute(text);
  } catch (error) {
    if (!(error instanceof SparkError)) throw error;
    if (databricksError(error).code === 'NOT_SUPPORTED') return undefined;
    throw new Error(`${text}\n${error.message}`);
  }
}

/** What is wrong with the answers, a line each. All are asked at once; where that is refused, one after the other. */
async function judge(id: string, questions: readonly Question[]): Promise<readonly string[]> {
  if (questions.length === 0) return [];
  const result = await answer(asked(questions)).catch((error: unknown) => {
    if (questions.length === 1) throw error;
    return undefined;
  });
  if (result === undefined) {
    if (questions.length === 1) {
      refusedCases.add(`${id} ${questions[0]?.title}`);
      return [];
    }
    const each: string[] = [];
    for (const question of questions) each.push(...(await judge(id, [question])));
    return each;
  }
  answered += questions.length;
  return questions.flatMap((question, index) => {
    const found = resultType(result.fields[index]?.type ?? 'void');
    return faultsOf(question, resultValue(result.columns[index]?.[0] ?? null, found), found);
  });
}

describe('every function that has a Databricks spelling', () => {
  it.each(spelled.map((definition) => [definition.id, definition] as const))('%s', async (_id, definition) => {
    expect(
      await judge(
        definition.id,
        questionsOf(definition, (title) => refusedCases.add(title)),
      ),
    ).toEqual([]);
  });

  it('is all of the registry but what is refused for a reason', () => {
    const others = allFunctions().filter((definition) => !spelled.includes(definition));
    expect(others.map(({ id }) => id).sort()).toEqual(concerned(REFUSED_FUNCTIONS));
    console.log(`${spelled.length} functions, ${others.length} refused:\n${described(REFUSED_FUNCTIONS)}`);
  });

  it('answers nearly all of their cases', () => {
    console.log(`${answered} answers; refused: ${[...refusedCases].join(', ')}`);
    expect(refusedCases.size).toBeLessThanOrEqual(MAX_REFUSED_CASES);
  });

  it('tells a DOUBLE with as few digits as read back the same', async () => {
    const textOf = spelled.find(({ id }) => id === 'pg_text_of_float')?.spelling.databricks;
    const bits = new DataView(new ArrayBuffer(8));
    let state = 12345;
    const drawn = Array.from({ length: 1500 }, () => {
      for (const half of [0, 4]) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        bits.setUint32(half, state ^ (state >>> 13));
      }
      return bits.getFloat64(0);
    });
    // Java 17 tells the first ones with a digit too many, or with another last digit.
    const awkward = [2e23, 2 ** -44, 2 ** 89, 8.41e21, 2.2250738585072014e-308, 1.7976931348623157e308, 1e-4, -0.1];
    const usual = Array.from({ length: 500 }, (_, index) => (index * 7919) / 10 ** (index % 12));
    const values = [
      ...drawn.filter((value) => Math.abs(value) > 1e-307 && Number.isFinite(value)),
      ...awkward,
      ...usual,
    ];
    const list = values.map((value) => databricksDialect.literal(value, FLOAT64)).join(', ');
    const text = textOf?.(['t.v'], [FLOAT64], STRING, NO_CLAUSES);
    const result = await answer(`SELECT ${text} FROM (SELECT explode(array(${list})) AS v) AS t`);
    const expected = values.map((value) => {
      const [digits = '', exponent = ''] = value.toExponential().split('e');
      const isPlain = Number(exponent) >= -4 && Number(exponent) < 15;
      return isPlain ? String(value) : `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
    });
    expect(result?.columns[0]).toEqual(expected);
  });

  it('counts elements and NULLs of arrays as Postgres does', async () => {
    const INTS = arrayType(INT32);
    const spell = (id: string, args: readonly string[], types: readonly DataType[], result: DataType) =>
      spelled.find((definition) => definition.id === id)?.spelling.databricks?.(args, types, result, NO_CLAUSES);
    const ints = (text: string) => `CAST(array(${text}) AS ARRAY<INT>)`;
    const int = (text: string) => `CAST(${text} AS INT)`;
    const any = (value: string, array: string) =>
      spell('pg_any_equal', [int(value), ints(array)], [INT32, INTS], BOOLEAN);
    const pair = (id: string, left: string, right: string) =>
      spell(id, [ints(left), ints(right)], [INTS, INTS], BOOLEAN);
    const changed = (id: string, array: string, value: string) =>
      spell(id, [ints(array), int(value)], [INTS, INT32], INTS);
    const questions = [
      [any('2', '1, 2'), true],
      [any('3', '1, 2'), false],
      [any('3', '1, NULL'), null],
      [any('1', '1, NULL'), true],
      [any('NULL', ''), false],
      [any('NULL', '1'), null],
      [pair('pg_array_contains', '1, 2, NULL', '2'), true],
      [pair('pg_array_contains', '1, NULL', '1, NULL'), false],
      [pair('pg_array_contains', '1, 2', ''), true],
      [pair('pg_array_contains', '', '1'), false],
      [pair('pg_array_overlaps', '1, NULL', '2, NULL'), false],
      [pair('pg_array_overlaps', '1, 2', '2, 2'), true],
      [pair('pg_array_overlaps', '', '1'), false],
      [changed('pg_array_remove', '1, 2, NULL, 1', '1'), ['2', null]],
      [changed('pg_array_remove', '1, 2, NULL, 1', 'NULL'), ['1', '2', '1']],
      [changed('pg_array_append', '1', 'NULL'), ['1', null]],
    ] as const;
    const result = await answer(`SELECT ${questions.map(([text]) => text).join(', ')}`);
    expect(result?.columns.map(([value]) => value)).toEqual(questions.map(([, expected]) => expected));
  });

  it('takes several discrete percentiles at once', async () => {
    const spelling = spelled.find(({ id }) => id === 'pg_percentile_disc_array')?.spelling.databricks;
    const clauses = { ...NO_CLAUSES, orderBy: ' ORDER BY t.v' };
    const types = [FLOAT64, arrayType(FLOAT64)];
    const text = spelling?.(['t.v', 'array(0.25D, 0.5D, 1D)'], types, arrayType(FLOAT64), clauses);
    const result = await answer(`SELECT ${text} FROM (SELECT explode(array(4D, 1D, 3D, 2.5D)) AS v) AS t`);
    expect(result?.columns[0]?.[0]).toEqual([1, 2.5, 4]);
  });

  it('answers the clock at its types', async () => {
    const result = await answer('SELECT current_date(), current_timestamp()');
    expect(result?.fields.map(({ type }) => type)).toEqual(['date', 'timestamp']);
  });
});
