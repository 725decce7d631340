import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors.js';
import { column, project } from '../../../src/query/build.js';
import type { Relation } from '../../../src/query/relation.js';
import { INT64 } from '../../../src/query/types.js';
import { postgresDialect } from '../../../src/sources/postgres/dialect.js';
import { printStatement } from '../../../src/sql/print-statement.js';
import { findPostgres } from '../../support/services/postgres-server.js';
import { isAbsent } from '../../support/services/service-needed.js';
import { made, POLICIES, pairs, VISIBLE } from '../databricks/barrier-cases.js';
import { type Database, openDatabase } from './open-database.js';

const TABLES = `
  CREATE SCHEMA barrier;
  CREATE TABLE barrier.facts AS SELECT id::bigint, (id % 5)::integer AS divisor,
    CASE WHEN id % 5 = 0 THEN 'hidden' ELSE id::text END AS number FROM generate_series(0, 999) AS id;
  CREATE TABLE barrier.access AS SELECT id::integer AS divisor FROM generate_series(1, 4) AS id;
  ANALYZE`;

const textOf = (relation: Relation) =>
  printStatement(project(relation, 'out', [{ name: 'rows', expression: column('n', 'rows', INT64) }]), postgresDialect)
    .text;

describe.skipIf(isAbsent('PostgreSQL', findPostgres()))('a barrier on PostgreSQL', () => {
  let database: Database;

  beforeAll(async () => {
    database = await openDatabase();
    await database.server.script(TABLES);
  });
  afterAll(() => database?.close());

  async function answer(relation: Relation): Promise<bigint | string> {
    try {
      return BigInt(String((await database.ask(textOf(relation))).rows[0]?.[0]));
    } catch (error) {
      if (error instanceof GatewayError) return error.operatorDetail ?? error.message;
      throw error;
    }
  }

  test.each(pairs)('$policy: $probe is not evaluated on hidden rows', async (pair) => {
    expect(await answer(made(pair, true))).toBe(VISIBLE);
  });

  test('is needed: without it hidden rows raise', async () => {
    const answers: (bigint | string)[] = [];
    for (const pair of pairs) answers.push(await answer(made(pair, false)));
    const raised = answers.filter((found) => typeof found === 'string');
    console.log(`${raised.length} of ${pairs.length} raise without a barrier`);
    expect(raised.length).toBeGreaterThan(0);
  });

  test('stays in the plan: what the caller asks is above the scan of what it holds', async () => {
    for (const policy of Object.keys(POLICIES)) {
      for (const probe of ['a cast in WHERE', 'a correlated EXISTS']) {
        const { rows } = await database.ask(`EXPLAIN (COSTS OFF) ${textOf(made({ policy, probe }, true))}`);
        const lines = rows.map(([line]) => String(line));
        const cte = lines.findIndex((line) => /^\s*CTE d\d+$/u.test(line));
        expect(cte, `${policy}: ${probe}`).toBeGreaterThanOrEqual(0);
        const depth = (line = '') => line.search(/\S/u);
        const inside = lines.slice(cte + 1).findIndex((line) => depth(line) <= depth(lines[cte]));
        const held = lines.slice(cte, inside < 0 ? undefined : cte + 1 + inside);
        expect(held.join('\n')).not.toContain('double precision');
        expect(lines.filter((line) => !held.includes(line)).join('\n')).toMatch(/CTE Scan/u);
      }
    }
  });
});
