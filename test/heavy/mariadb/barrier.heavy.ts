import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors.js';
import { column, project } from '../../../src/query/build.js';
import type { Relation } from '../../../src/query/relation.js';
import { INT64 } from '../../../src/query/types.js';
import { printStatement } from '../../../src/sql/print-statement.js';
import { made, pairs, VISIBLE } from '../../sources/databricks/barrier-cases.js';
import { findMariadb, type MariadbServer, startMariadb } from '../../support/services/mariadb-server.js';
import { isAbsent } from '../../support/services/service-needed.js';
import { openSource, type WatchedSource } from './open-mariadb.js';

let server: MariadbServer;
let source: WatchedSource;

/** How many rows a caller sees, or the SQLSTATE of what was raised. */
async function answer(relation: Relation): Promise<unknown> {
  const counted = project(relation, 'out', [{ name: 'rows', expression: column('n', 'rows', INT64) }]);
  try {
    const options = { signal: AbortSignal.timeout(60_000), timeoutMs: 60_000, singleRow: true };
    const { batches } = await source.execute(printStatement(counted, source.dialect), options);
    const values: unknown[] = [];
    for await (const { columns } of batches) values.push(...(columns[0] ?? []));
    return values[0];
  } catch (error) {
    if (error instanceof GatewayError && error.sqlState !== undefined) return error.sqlState;
    throw error;
  }
}

/** As the server does it by itself, and with each of its ways of evaluating a condition early forced or forbidden. */
const SWITCHES = ['default', 'derived_merge=off', 'semijoin=off', 'materialization=off', 'exists_to_in=off'];

describe.skipIf(isAbsent('MariaDB', findMariadb()))('a barrier on MariaDB', () => {
  beforeAll(async () => {
    server = await startMariadb();
    // Every fifth row is hidden: its divisor is 0 and its text no number.
    await server.script(
      `CREATE DATABASE barrier; USE barrier;
       CREATE TABLE facts (id BIGINT, divisor INT, number VARCHAR(20), INDEX (id)) CHARACTER SET utf8mb4;
       CREATE TABLE access (divisor INT PRIMARY KEY);
       INSERT INTO facts SELECT seq, seq % 5, IF(seq % 5 = 0, 'hidden', seq) FROM seq_0_to_999;
       INSERT INTO access SELECT seq FROM seq_1_to_4; ANALYZE TABLE facts, access`,
    );
    source = openSource(server);
  });
  afterAll(async () => {
    await source?.close();
    await server?.stop();
  });

  describe.each(SWITCHES)('optimizer_switch %s', (setting) => {
    beforeAll(async () => {
      await server.script(`SET GLOBAL optimizer_switch = '${setting}'`);
      await source.close();
      source = openSource(server);
    });

    test.each(pairs)('$policy: $probe is not evaluated on hidden rows', async (pair) => {
      expect(await answer(made(pair, true)), source.lastText).toBe(VISIBLE);
    });
  });

  test('is needed: without it hidden rows raise', async () => {
    const raised: string[] = [];
    for (const setting of SWITCHES) {
      await server.script(`SET GLOBAL optimizer_switch = '${setting}'`);
      await source.close();
      source = openSource(server);
      const answers = await Promise.all(pairs.map((pair) => answer(made(pair, false))));
      raised.push(...answers.filter((found) => typeof found === 'string'));
    }
    console.log(`${raised.length} of ${pairs.length * SWITCHES.length} raise without a barrier`);
    expect(raised.length).toBeGreaterThan(0);
    for (const state of raised) expect(['22012', '22P02']).toContain(state);
  });
});
