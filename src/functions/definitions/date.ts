import { DATE, INT32, isTemporal, TIMESTAMP, TIMESTAMP_NTZ, type TypeKind } from '../../query/types.js';
import { define, example, int, named, type RegisteredFunction, text, typed } from '../define.js';
import type { DialectName, FunctionCase, Spelling } from '../definition.js';
import { constantText } from '../literals.js';
import { castText } from '../spell.js';
import { takes } from './string.js';

const day = (value: string | null) => typed(DATE, value);
const wall = (value: string | null) => typed(TIMESTAMP_NTZ, value);
const instant = (value: string | null) => typed(TIMESTAMP, value);

/** Units of DATE_TRUNC; weeks begin on Monday (ISO). The last three need a time of day. */
export const DATE_TRUNC_UNITS = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;
const DAY_UNITS: ReadonlySet<string> = new Set(['year', 'quarter', 'month', 'week', 'day']);

/** The result has the argument's type: a DATE stays a DATE. Times of type TIMESTAMP are cut in the session's zone, UTC. */
const dateTrunc = define({
  id: 'date_trunc',
  resolve: ([unit, value, ...more]) =>
    unit?.kind === 'string' && value !== undefined && isTemporal(value) && more.length === 0 ? value : undefined,
  spelling: {
    duckdb: (args, _types, result) =>
      result.kind === 'date' ? castText(named('date_trunc')(args), result, 'duckdb') : named('date_trunc')(args),
    databricks: (args, _types, result) => castText(`date_trunc(${args.join(', ')})`, result, 'databricks'),
  },
  refine: ([unit], resolved) => {
    const name = unit?.kind === 'literal' ? constantText(unit) : undefined;
    if (!DATE_TRUNC_UNITS.some((known) => known === name))
      return `its unit must be one of ${DATE_TRUNC_UNITS.join(', ')}`;
    return resolved.kind === 'date' && !DAY_UNITS.has(name ?? '') ? `a DATE has no ${name}` : resolved;
  },
  cases: [
    example('2001-01-01', text('month'), day('2001-01-31')),
    example('2024-02-26', text('week'), day('2024-03-03')),
    example('2001-04-01', text('quarter'), day('2001-06-30')),
    example('0001-01-01', text('year'), day('0001-12-31')),
    example('2001-01-31', text('day'), day('2001-01-31')),
    example('1969-12-31T23:00:00', text('hour'), wall('1969-12-31T23:59:59.999999')),
    example('2001-01-01T00:00:00Z', text('day'), instant('2001-01-01T23:59:59Z')),
    example('2001-01-01T10:20:30', text('second'), wall('2001-01-01T10:20:30.5')),
    example('2001-01-01T10:20:00', text('minute'), wall('2001-01-01T10:20:30.5')),
    example(null, text('month'), day(null)),
  ],
});

/** A part of a date or time as INT; DuckDB counts in BIGINT. Infinite dates, which Spark has not, answer NULL. */
function part(
  id: string,
  kinds: readonly TypeKind[],
  duckdb: (arg: string) => string,
  cases: readonly FunctionCase[],
): RegisteredFunction {
  return define({
    id,
    resolve: ([type, ...more]) =>
      type !== undefined && more.length === 0 && kinds.includes(type.kind) ? INT32 : undefined,
    total: true,
    leakproof: true,
    spelling: { duckdb: ([arg = '']) => castText(duckdb(arg), INT32, 'duckdb'), databricks: named(id) },
    cases,
  });
}

const DATES: readonly TypeKind[] = ['date', 'timestamp'];
const TIMES: readonly TypeKind[] = ['timestamp'];

function datePart(id: string, cases: readonly FunctionCase[]): RegisteredFunction {
  return part(id, DATES, (arg) => `${id}(${arg})`, cases);
}

const each = (spelling: (dialect: DialectName) => Spelling) => ({
  duckdb: spelling('duckdb'),
  databricks: spelling('databricks'),
});

export const dateFunctions: readonly RegisteredFunction[] = [
  dateTrunc,
  datePart('year', [
    example(2001n, day('2001-12-31')),
    example(1n, day('0001-01-01')),
    example(null, day(null)),
    example(9999n, wall('9999-12-31T23:59:59')),
  ]),
  datePart('quarter', [
    example(1n, day('2001-03-31')),
    example(4n, instant('2001-10-01T00:00:00Z')),
    example(null, day(null)),
  ]),
  datePart('month', [
    example(2n, day('2004-02-29')),
    example(12n, wall('1969-12-31T23:59:59')),
    example(null, wall(null)),
  ]),
  datePart('day', [
    example(29n, day('2004-02-29')),
    example(1n, instant('2001-01-01T00:00:00Z')),
    example(null, day(null)),
  ]),
  // Sunday is 1, as in Spark; DuckDB counts from 0.
  part('dayofweek', DATES, (arg) => `dayofweek(${arg}) + 1`, [
    example(1n, day('2024-01-07')),
    example(7n, day('2024-01-06')),
    example(null, day(null)),
  ]),
  part('dayofyear', DATES, (arg) => `dayofyear(${arg})`, [
    example(366n, day('2004-12-31')),
    example(1n, day('2001-01-01')),
    example(null, day(null)),
  ]),
  define({
    // ISO 8601 weeks in both engines. DuckDB raises on the first days it can store (5877642 BC), hence not total.
    id: 'weekofyear',
    resolve: ([type, ...more]) =>
      type !== undefined && more.length === 0 && DATES.includes(type.kind) ? INT32 : undefined,
    spelling: {
      duckdb: ([arg = '']) => castText(`weekofyear(${arg})`, INT32, 'duckdb'),
      databricks: named('weekofyear'),
    },
    cases: [example(1n, day('2024-12-30')), example(53n, day('2021-01-01')), example(null, day(null))],
  }),
  part('hour', TIMES, (arg) => `hour(${arg})`, [
    example(23n, wall('1969-12-31T23:59:59')),
    example(0n, instant('2001-01-01T00:30:00Z')),
    example(null, wall(null)),
  ]),
  part('minute', TIMES, (arg) => `minute(${arg})`, [
    example(59n, wall('1969-12-31T23:59:00')),
    example(30n, instant('2001-01-01T00:30:00Z')),
    example(null, wall(null)),
  ]),
  part('second', TIMES, (arg) => `second(${arg})`, [
    example(59n, wall('1969-12-31T23:59:59.999')),
    example(0n, wall('2001-01-01T00:00:00.5')),
    example(null, wall(null)),
  ]),
  define({
    id: 'date_add',
    resolve: takes(['date', 'integer'], DATE),
    spelling: {
      duckdb: ([date = '', days = '']) => `(${date} + ${castText(days, INT32, 'duckdb')})`,
      databricks: named('date_add'),
    },
    cases: [
      example('2004-03-01', day('2004-02-29'), int(1)),
      example('1999-12-31', day('2000-01-01'), int(-1)),
      example(null, day('2000-01-01'), int(null)),
    ],
  }),
  define({
    id: 'date_sub',
    resolve: takes(['date', 'integer'], DATE),
    spelling: {
      duckdb: ([date = '', days = '']) => `(${date} - ${castText(days, INT32, 'duckdb')})`,
      databricks: named('date_sub'),
    },
    cases: [
      example('2004-02-29', day('2004-03-01'), int(1)),
      example('2000-01-01', day('1999-12-31'), int(-1)),
      example(null, day(null), int(1)),
    ],
  }),
  define({
    // datediff(end, start) in days.
    id: 'datediff',
    resolve: takes(['date', 'date'], INT32),
    spelling: {
      duckdb: ([end, start]) => castText(`${end} - ${start}`, INT32, 'duckdb'),
      databricks: named('datediff'),
    },
    cases: [
      example(366n, day('2005-01-01'), day('2004-01-01')),
      example(-1n, day('2000-01-01'), day('2000-01-02')),
      example(null, day('2000-01-01'), day(null)),
    ],
  }),
  define({
    // The day is kept, or becomes the last of a shorter month.
    id: 'add_months',
    resolve: takes(['date', 'integer'], DATE),
    spelling: {
      duckdb: ([date = '', months = '']) =>
        castText(`${date} + to_months(${castText(months, INT32, 'duckdb')})`, DATE, 'duckdb'),
      databricks: named('add_months'),
    },
    cases: [
      example('2001-02-28', day('2001-01-31'), int(1)),
      example('2001-03-28', day('2001-02-28'), int(1)),
      example('2000-12-31', day('2001-01-31'), int(-1)),
      example(null, day('2001-01-31'), int(null)),
    ],
  }),
  define({
    id: 'last_day',
    resolve: takes(['date'], DATE),
    spelling: each(() => named('last_day')),
    cases: [
      example('2004-02-29', day('2004-02-01')),
      example('2001-12-31', day('2001-12-31')),
      example(null, day(null)),
    ],
  }),
  define({
    id: 'make_date',
    resolve: takes(['integer', 'integer', 'integer'], DATE),
    spelling: each(() => named('make_date')),
    cases: [
      example('2004-02-29', int(2004), int(2), int(29)),
      example('0001-01-01', int(1), int(1), int(1)),
      example(null, int(null), int(1), int(1)),
    ],
  }),
  // The clock's two have no fixed answers, and so no cases; the tests ask the engine for their types.
  define({
    id: 'current_date',
    resolve: (types) => (types.length === 0 ? DATE : undefined),
    total: true,
    leakproof: true,
    deterministic: false,
    spelling: { duckdb: () => 'current_date', databricks: () => 'current_date()' },
    cases: [],
  }),
  define({
    id: 'current_timestamp',
    resolve: (types) => (types.length === 0 ? TIMESTAMP : undefined),
    total: true,
    leakproof: true,
    deterministic: false,
    spelling: { duckdb: () => 'current_timestamp', databricks: () => 'current_timestamp()' },
    cases: [],
  }),
];
