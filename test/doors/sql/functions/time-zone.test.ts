import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Duckdb, openDuckdb } from '../../../functions/duckdb.js';
import { type Call, compare } from './compare.js';
import { openPostgres, type Postgres } from './postgres-oracle.js';
import { INSTANTS, interval, STAMPS, text } from './values.js';

const ZONE = 'Europe/Berlin';

let postgres: Postgres;
let duckdb: Duckdb;
beforeAll(async () => {
  [postgres, duckdb] = await Promise.all([openPostgres(ZONE), openDuckdb()]);
}, 60_000);
afterAll(async () => {
  duckdb.close();
  await postgres.close();
});

const options = { timeZone: ZONE };
const inUtc = (sql: string) => `((${sql}) AT TIME ZONE 'UTC')`;

const calls: readonly Call[] = INSTANTS.flatMap((instant) => [
  ...text('year', 'day', 'hour', 'epoch', 'dow').map(
    (unit): Call => ({ name: 'date_part', kind: 'function', sql: 'date_part($1, $2)', args: [unit, instant], options }),
  ),
  {
    name: 'to_char',
    kind: 'function',
    sql: 'to_char($1, $2)',
    args: [instant, ...text('YYYY-MM-DD HH24:MI')],
    options,
  },
  { name: 'cast', kind: 'cast', sql: '$1::date', args: [instant], options },
  { name: 'cast', kind: 'cast', sql: '$1::timestamp', args: [instant], options },
]);

it('reads the parts of an instant in the session time zone, over changes of the clock', async () => {
  const verdicts = await compare(postgres, duckdb, calls);
  expect(verdicts.filter(({ kind }) => kind !== 'same')).toEqual([]);
});

/** Instants are compared in UTC: the two engines show them in different zones. */
const instants: readonly (readonly [string, Call])[] = [
  ...INSTANTS.flatMap((instant) => [
    ...text('hour', 'day', 'month').map(
      (unit): Call => ({
        name: 'date_trunc',
        kind: 'function',
        sql: 'date_trunc($1, $2)',
        args: [unit, instant],
        options,
      }),
    ),
    ...interval('0 1 0', '1 0 0', '0 0 7200000000').map(
      (span): Call => ({ name: '+', kind: 'operator', sql: '($1 + $2)', args: [instant, span], options }),
    ),
  ]),
  ...STAMPS.map((stamp): Call => ({ name: 'cast', kind: 'cast', sql: '$1::timestamptz', args: [stamp], options })),
].map((call) => [call.sql, call]);

it('makes the instants that Postgres makes', async () => {
  const shown = instants.map(([, call]): Call => ({ ...call, sql: inUtc(call.sql), outer: { zone: 'UTC' } }));
  const verdicts = await compare(postgres, duckdb, shown);
  expect(verdicts.filter(({ kind }) => kind === 'wrong')).toEqual([]);
  expect(verdicts.filter(({ kind }) => kind === 'same').length).toBeGreaterThan(40);
});
