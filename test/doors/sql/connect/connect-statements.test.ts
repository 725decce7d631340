import type { Client, QueryArrayResult } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoGateway, startDemo } from '../../../support/demo-gateway.js';
import { connectAs } from './connect-as.js';
import { CONNECT_STATEMENTS } from './connect-statements.js';

type Row = readonly (string | null)[];
type Pattern = readonly (string | null | RegExp)[];

let demo: DemoGateway;
let ops: Client;
let none: Client;

beforeAll(async () => {
  demo = await startDemo();
  ops = await connectAs(demo, 'ops');
  none = await connectAs(demo, 'none');
});

afterAll(async () => {
  await ops?.end();
  await none?.end();
  await demo?.close();
});

/** The rows of the last statement, cells as text. */
async function rowsOf(client: Client, text: string): Promise<readonly Row[]> {
  const types = { getTypeParser: () => (value: string) => value };
  const results: unknown = await client.query({ text, rowMode: 'array', types });
  const last = (Array.isArray(results) ? results.at(-1) : results) as QueryArrayResult<(string | null)[]>;
  return last.rows;
}

/** A pattern shorter than the row says nothing of the other cells. */
function fits(row: Row, pattern: Pattern): boolean {
  return pattern.every((wanted, at) =>
    wanted instanceof RegExp ? wanted.test(row[at] ?? '') : wanted === (row[at] ?? null),
  );
}

describe('statements that clients send at connect and on a look at the catalog', () => {
  it.each(CONNECT_STATEMENTS)('$client: $statement', async ({ statement, answer }) => {
    await ops.query('DISCARD ALL');
    const rows = await rowsOf(ops, statement);
    if (answer === 'done') return;
    if (answer === 'none') {
      expect(rows).toEqual([]);
    } else if ('some' in answer) {
      expect(rows.some((row) => fits(row, answer.some))).toBe(true);
    } else {
      expect(rows).toEqual(
        answer.rows.map((row) => row.map((cell) => (cell instanceof RegExp ? expect.stringMatching(cell) : cell))),
      );
    }
  });

  it('tell a caller without tables of none', async () => {
    for (const { statement } of CONNECT_STATEMENTS) {
      // The name of a table may stand in the statement itself, which then fails.
      const rows = await rowsOf(none, statement).catch((error: { code?: string }) => {
        expect(['42P01', '3F000', '42704']).toContain(error.code);
        return [];
      });
      expect(rows.flat().filter((cell) => cell === 'flights' || cell === 'flight_id')).toEqual([]);
    }
  });
});
