import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Relation } from '../../../src/query/relation.js';
import { made, POLICIES, pairs, ROWS, textOf, VISIBLE } from '../../sources/databricks/barrier-cases.js';
import { SparkError, SparkOracle } from './spark-oracle.js';

let oracle: SparkOracle;
beforeAll(async () => {
  oracle = await SparkOracle.start();
  await oracle.execute('CREATE SCHEMA `lakehouse`.`barrier`');
  await oracle.execute(`CREATE TABLE \`lakehouse\`.\`barrier\`.\`facts\` USING delta AS ${ROWS}`);
  const pairs = 'SELECT CAST(id AS INT) AS divisor FROM range(1, 5)';
  await oracle.execute(`CREATE TABLE \`lakehouse\`.\`barrier\`.\`access\` USING delta AS ${pairs}`);
});
afterAll(() => oracle?.close());

async function answer(relation: Relation): Promise<bigint | string> {
  try {
    const { columns } = await oracle.execute(textOf(relation));
    return BigInt(String(columns[0]?.[0]));
  } catch (error) {
    if (error instanceof SparkError) return `${error.condition}`;
    throw error;
  }
}

describe('a barrier on Spark', () => {
  test.concurrent.each(pairs)('$policy: $probe is not evaluated on hidden rows', async (pair) => {
    expect(await answer(made(pair, true))).toBe(VISIBLE);
  });

  test('is needed: without it hidden rows raise', async () => {
    const answers = await Promise.all(pairs.map((pair) => answer(made(pair, false))));
    const raised = answers.filter((found) => typeof found === 'string');
    console.log(`${raised.length} of ${pairs.length} raise without a barrier`);
    expect(raised.length).toBeGreaterThan(0);
  });

  test('stays in the optimised plan, with what the caller asks above it', async () => {
    for (const policy of Object.keys(POLICIES)) {
      const plan = await oracle.explain(textOf(made({ policy, probe: 'a cast in WHERE' }, true)));
      const optimised = plan.slice(plan.indexOf('== Optimized Logical Plan =='), plan.indexOf('== Physical Plan =='));
      const marker = optimised.indexOf('SPARK_PARTITION_ID()');
      expect(marker, policy).toBeGreaterThan(0);
      expect(optimised.indexOf('as double)'), policy).toBeLessThan(marker);
    }
  });
});
