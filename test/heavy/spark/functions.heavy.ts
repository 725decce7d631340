import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allFunctions } from '../../../src/functions/registry.js';
import { databricksError } from '../../../src/sources/databricks/errors.js';
import { faultsOf, type Question, questionsOf, spelled } from '../../functions/databricks-questions.js';
import { concerned, described, REFUSED_FUNCTIONS } from './refusals.js';
import { SparkError, SparkOracle, type SparkResult } from './spark-oracle.js';
import { resultType, resultValue } from './spark-values.js';

let answered = 0;
/** `id case n`, where the dialect or the engine refuses this case's types or values. */
const refusedCases = new Set<string>();

/** Cases of zones other than UTC, of intervals with months taken apart, and of dates shifted to times of day. */
const MAX_REFUSED_CASES = 8;

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

/** What is wrong with the answers, a line each. */
async function judge(id: string, questions: readonly Question[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const question of questions) {
    const result = await answer(`SELECT ${question.text}`);
    if (result === undefined) {
      refusedCases.add(`${id} ${question.title}`);
      continue;
    }
    answered += 1;
    const { fields, columns } = result;
    const found = resultType(fields[0]?.type ?? 'void');
    wrong.push(...faultsOf(question, resultValue(columns[0]?.[0] ?? null, found), found));
  }
  return wrong;
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

  it('answers the clock at its types', async () => {
    const result = await answer('SELECT current_date(), current_timestamp()');
    expect(result?.fields.map(({ type }) => type)).toEqual(['date', 'timestamp']);
  });
});
