import type { Expression } from '../../../query/expression.js';
import {
  DATE,
  type DataType,
  decimalType,
  INTERVAL,
  STRING,
  TIME,
  TIMESTAMP,
  TIMESTAMP_NTZ,
} from '../../../query/types.js';
import { double, example, int, type RegisteredFunction, text, typed } from '../../define.js';
import type { Spelling } from '../../definition.js';
import { constantText } from '../../literals.js';
import { castText, readTwice } from '../../spell.js';
import { fixed, postgresFunction } from './postgres-function.js';

const day = (value: string | null) => typed(DATE, value);
const wall = (value: string | null) => typed(TIMESTAMP_NTZ, value);
const instant = (value: string | null) => typed(TIMESTAMP, value);
const span = (value: string | null) => typed(INTERVAL, value);
const clock = (value: string | null) => typed(TIME, value);

const isNaive = (type: DataType | undefined) => type?.kind === 'timestamp' && !type.zoned;
const isZoned = (type: DataType | undefined) => type?.kind === 'timestamp' && type.zoned;

/** Constant text as the printer wrote it, without its quotes. */
const unquoted = (printed: string | undefined) => printed?.slice(1, -1) ?? '';

/** The whole numbers that a date or time holds, at the type that Postgres's numeric shows them with. */
const WHOLE = decimalType(10, 0);
const PARTS: Readonly<Record<string, (value: string) => string>> = {
  century: (value) => `datepart('century', ${value})`,
  decade: (value) => `CAST(floor(datepart('year', ${value}) / 10) AS BIGINT)`,
  year: (value) => `datepart('year', ${value})`,
  isoyear: (value) => `datepart('isoyear', ${value})`,
  quarter: (value) => `datepart('quarter', ${value})`,
  month: (value) => `datepart('month', ${value})`,
  week: (value) => `datepart('week', ${value})`,
  day: (value) => `datepart('day', ${value})`,
  doy: (value) => `datepart('doy', ${value})`,
  dow: (value) => `datepart('dow', ${value})`,
  isodow: (value) => `datepart('isodow', ${value})`,
  hour: (value) => `datepart('hour', ${value})`,
  minute: (value) => `datepart('minute', ${value})`,
  microseconds: (value) => `datepart('microsecond', ${value})`,
};
const OF_DATES = new Set([
  'century',
  'decade',
  'year',
  'isoyear',
  'quarter',
  'month',
  'week',
  'day',
  'doy',
  'dow',
  'isodow',
]);
const OF_TIMES = new Set(['hour', 'minute', 'microseconds', 'milliseconds', 'second', 'epoch']);
const OF_INTERVALS = new Set([...OF_TIMES, 'century', 'decade', 'year', 'quarter', 'month', 'day']);

/** An interval's years count 365.25 days and its months 30, as Postgres counts them. */
const INTERVAL_EPOCH = (value: string) =>
  `(CAST(datepart('year', ${value}) AS HUGEINT) * 31557600000000 + CAST(datepart('month', ${value}) AS HUGEINT) * 2592000000000 + CAST(datepart('day', ${value}) AS HUGEINT) * 86400000000 + CAST(datepart('hour', ${value}) AS HUGEINT) * 3600000000 + CAST(datepart('minute', ${value}) AS HUGEINT) * 60000000 + datepart('microsecond', ${value}))`;

const atScale = (micros: string, type: DataType, scale: number) => {
  const unit = { 3: '0.001', 6: '0.000001' }[scale] ?? '1';
  return castText(`CAST(${micros} AS DECIMAL(${38 - scale},0)) * ${unit}`, type, 'duckdb');
};

const extract: Spelling = ([unitText, value = ''], [, type], result) => {
  const unit = unquoted(unitText);
  return readTwice(value, (x) => {
    if (unit === 'second') return atScale(`datepart('microsecond', ${x})`, result, 6);
    if (unit === 'milliseconds') return atScale(`datepart('microsecond', ${x})`, result, 3);
    if (unit === 'epoch') {
      if (type?.kind === 'date') return castText(`CAST(epoch(${x}) AS BIGINT)`, result, 'duckdb');
      if (type?.kind === 'time') return atScale(`epoch_us(DATE '1970-01-01' + ${x})`, result, 6);
      return atScale(type?.kind === 'interval' ? INTERVAL_EPOCH(x) : `epoch_us(${x})`, result, 6);
    }
    const part = PARTS[unit]?.(x) ?? 'NULL';
    // DuckDB counts quarters and decades of an interval as those of a date.
    if (type?.kind === 'interval' && unit === 'quarter')
      return castText(`(datepart('month', ${x}) // 3 + 1)`, result, 'duckdb');
    if (type?.kind === 'interval' && (unit === 'decade' || unit === 'century'))
      return castText(`(datepart('year', ${x}) // ${unit === 'decade' ? 10 : 100})`, result, 'duckdb');
    return castText(part, result, 'duckdb');
  });
};

const extractType = ([, type]: readonly DataType[]): DataType | undefined =>
  type?.kind === 'timestamp' && type.zoned ? undefined : WHOLE;

/** Which units a type has, and the numeric that each is. */
const extractRefine: NonNullable<RegisteredFunction['refine']> = ([unitArgument, value]) => {
  const unit = unitArgument?.kind === 'literal' ? constantText(unitArgument) : undefined;
  const kind = value?.type.kind ?? 'null';
  const units =
    kind === 'date'
      ? new Set([...OF_DATES, 'epoch'])
      : kind === 'time'
        ? OF_TIMES
        : kind === 'interval'
          ? OF_INTERVALS
          : new Set([...OF_DATES, ...OF_TIMES]);
  if (unit === undefined || !units.has(unit)) return `there is no part "${unit ?? '?'}" of this type`;
  if (unit === 'second') return decimalType(8, 6);
  if (unit === 'milliseconds') return decimalType(8, 3);
  if (unit !== 'epoch') return WHOLE;
  return kind === 'date' ? decimalType(14, 0) : decimalType(20, 6);
};

const TRUNC_UNITS = new Set([
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'hour',
  'minute',
  'second',
  'milliseconds',
  'microseconds',
]);

const isWeekOfInterval = (unit: Expression, type: DataType) =>
  type.kind === 'interval' && constantText(unit) === 'week';

const zoneIsConstant: NonNullable<RegisteredFunction['refine']> = ([, zone], resolved) =>
  zone?.kind === 'literal' && typeof zone.value === 'string' ? resolved : 'its zone must be a constant';

/** UTC needs no calendar: an instant and its wall clock are one number. */
const toLocal: Spelling = ([value, zone]) =>
  unquoted(zone) === 'UTC' ? `make_timestamp(epoch_us(${value}))` : `timezone(${zone}, ${value})`;
const toInstant: Spelling = ([value, zone]) =>
  unquoted(zone) === 'UTC' ? `make_timestamptz(epoch_us(${value}))` : `timezone(${zone}, ${value})`;

const plus =
  (symbol: '+' | '-'): Spelling =>
  ([left, right], _types, result) =>
    castText(`(${left} ${symbol} ${right})`, result, 'duckdb');

/** Dates, times and timestamps with an interval; a date becomes a timestamp. Instants go through their wall clock. */
const shifted = ([type, by]: readonly DataType[]): DataType | undefined => {
  if (by?.kind !== 'interval' && by?.kind !== 'null') return undefined;
  if (type?.kind === 'date') return TIMESTAMP_NTZ;
  return type?.kind === 'time' || type?.kind === 'interval' || isNaive(type) ? type : undefined;
};

export const calendarFunctions: readonly RegisteredFunction[] = [
  postgresFunction(
    'pg_local',
    fixed(['timestamp', 'string'], ([type]) => (isZoned(type) ? TIMESTAMP_NTZ : undefined)),
    toLocal,
    {
      refine: zoneIsConstant,
      cases: [
        example('2001-01-01T00:00:00', instant('2001-01-01T00:00:00Z'), text('UTC')),
        example('2024-07-01T02:00:00', instant('2024-07-01T00:00:00Z'), text('Europe/Berlin')),
        example(null, instant(null), text('UTC')),
      ],
    },
  ),
  postgresFunction(
    'pg_instant',
    fixed(['timestamp', 'string'], ([type]) => (isNaive(type) ? TIMESTAMP : undefined)),
    toInstant,
    {
      refine: zoneIsConstant,
      cases: [
        example('2001-01-01T00:00:00Z', wall('2001-01-01T00:00:00'), text('UTC')),
        example('2024-07-01T00:00:00Z', wall('2024-07-01T02:00:00'), text('Europe/Berlin')),
        example('2024-10-27T01:30:00Z', wall('2024-10-27T02:30:00'), text('Europe/Berlin')),
        example(null, wall(null), text('UTC')),
      ],
    },
  ),
  postgresFunction('pg_extract', fixed(['string', ['date', 'timestamp', 'time', 'interval']], extractType), extract, {
    refine: extractRefine,
    cases: [
      example('2001', text('year'), day('2001-12-31')),
      example('0', text('dow'), day('2024-01-07')),
      example('7', text('isodow'), day('2024-01-07')),
      example('53', text('week'), day('2021-01-01')),
      example('5.500000', text('second'), wall('2001-01-01T00:00:05.5')),
      example('978307205.500000', text('epoch'), wall('2001-01-01T00:00:05.5')),
      example('978307200', text('epoch'), day('2001-01-01')),
      example('2678400.000000', text('epoch'), span('1 1 0')),
      example('23', text('hour'), clock('23:59:59')),
      example(null, text('year'), day(null)),
    ],
  }),
  postgresFunction(
    'pg_date_trunc',
    fixed(['string', ['timestamp', 'interval']], ([, type]) =>
      isZoned(type) || type?.kind === 'null' ? undefined : type,
    ),
    ([unit, value]) => `date_trunc(${unit}, ${value})`,
    {
      refine: ([unit], resolved) =>
        unit?.kind === 'literal' && TRUNC_UNITS.has(constantText(unit) ?? '') && !isWeekOfInterval(unit, resolved)
          ? resolved
          : 'this unit is not supported',
      cases: [
        example('2001-01-01T00:00:00', text('month'), wall('2001-01-31T10:00:00')),
        example('2024-02-26T00:00:00', text('week'), wall('2024-03-03T23:59:59.999999')),
        example('2001-01-01T00:00:00.567', text('milliseconds'), wall('2001-01-01T00:00:00.567891')),
        example(null, text('month'), wall(null)),
      ],
    },
  ),
  postgresFunction('pg_shift', fixed([['date', 'time', 'timestamp', 'interval'], 'interval'], shifted), plus('+'), {
    cases: [
      example('2001-02-28T00:00:00', day('2001-01-31'), span('1 0 0')),
      example('2000-02-29T12:00:00', wall('2000-02-28T11:00:00'), span('0 1 3600000000')),
      example('01:00:00', clock('23:00:00'), span('0 0 7200000000')),
      example(null, day(null), span('1 0 0')),
    ],
  }),
  postgresFunction(
    'pg_shift_back',
    fixed([['date', 'time', 'timestamp', 'interval'], 'interval'], shifted),
    plus('-'),
    {
      cases: [
        example('2001-02-28T00:00:00', day('2001-03-31'), span('1 0 0')),
        example('23:00:00', clock('01:00:00'), span('0 0 7200000000')),
        example(null, day('2001-03-31'), span(null)),
      ],
    },
  ),
  postgresFunction(
    'pg_elapsed',
    // Days and a time of day: Postgres makes whole days of 24 hours.
    fixed(['timestamp', 'timestamp'], ([a, b]) =>
      a?.kind === 'null' || b?.kind === 'null' || isZoned(a) === isZoned(b) ? INTERVAL : undefined,
    ),
    ([left, right], [type]) =>
      isZoned(type)
        ? `(make_timestamp(epoch_us(${left})) - make_timestamp(epoch_us(${right})))`
        : `(${left} - ${right})`,
    {
      cases: [
        example('1 day 20:00:00', wall('2001-01-03T01:00:00'), wall('2001-01-01T05:00:00')),
        example('00:00:00', instant('2001-01-03T01:00:00Z'), instant('2001-01-03T01:00:00Z')),
        example(null, wall(null), wall('2001-01-01T05:00:00')),
      ],
    },
  ),
  postgresFunction(
    'pg_age',
    fixed(['timestamp', 'timestamp'], ([a, b]) => (isZoned(a) || isZoned(b) ? undefined : INTERVAL)),
    'age',
    {
      cases: [
        example('43 years 9 months 27 days', wall('2001-04-10T00:00:00'), wall('1957-06-13T00:00:00')),
        example('00:00:00', wall('2001-04-10T00:00:00'), wall('2001-04-10T00:00:00')),
        example(null, wall(null), wall('2001-04-10T00:00:00')),
      ],
    },
  ),
  postgresFunction(
    'pg_interval_times',
    fixed(['interval', 'integer'], INTERVAL),
    ([value, by]) => `(${value} * ${by})`,
    {
      cases: [
        example('3 days', span('0 1 0'), int(3)),
        example('00:00:00', span('0 1 0'), int(0)),
        example(null, span(null), int(1)),
      ],
    },
  ),
  postgresFunction('pg_interval_negate', fixed(['interval'], INTERVAL), ([value]) => `(- ${value})`, {
    cases: [example('-1 day', span('0 1 0')), example('1 month', span('-1 0 0')), example(null, span(null))],
  }),
  postgresFunction(
    'pg_strftime',
    // Its format is DuckDB's, a constant that the SQL door made.
    fixed([['timestamp'], 'string'], ([type]) => (isZoned(type) ? undefined : STRING)),
    'strftime',
    {
      refine: ([, format], resolved) => (format?.kind === 'literal' ? resolved : 'its format must be a constant'),
      cases: [
        example('0099-02-03 05', wall('0099-02-03T05:00:00'), text('%Y-%m-%d %H')),
        example('Feb', wall('2001-02-03T00:00:00'), text('%b')),
        example('1999 52', wall('2000-01-01T00:00:00'), text('%G %V')),
        example("05 o'clock [01] 100%", wall('2001-02-03T05:00:00'), text("%H o'clock [%y] 100%%")),
        example(null, wall(null), text('%Y')),
      ],
    },
  ),
  postgresFunction(
    'pg_epoch_instant',
    fixed(['float'], TIMESTAMP),
    ([seconds = '']) => `make_timestamptz(CAST(round_even(${seconds} * 1000000, 0) AS BIGINT))`,
    {
      cases: [
        example('2001-01-01T00:00:00Z', double(978307200)),
        example('1969-12-31T23:59:59.5Z', double(-0.5)),
        example(null, double(null)),
      ],
    },
  ),
  postgresFunction(
    'pg_make_timestamp',
    fixed(['integer', 'integer', 'integer', 'integer', 'integer', 'float'], TIMESTAMP_NTZ),
    'make_timestamp',
    {
      cases: [
        example('2004-02-29T01:02:03.5', int(2004), int(2), int(29), int(1), int(2), double(3.5)),
        example('0001-01-01T00:00:00', int(1), int(1), int(1), int(0), int(0), double(0)),
        example(null, int(null), int(1), int(1), int(0), int(0), double(0)),
      ],
    },
  ),
  postgresFunction(
    'pg_interval_of',
    fixed(['integer', 'integer', 'integer'], INTERVAL),
    ([months, days, micros]) => `(to_months(${months}) + to_days(${days}) + to_microseconds(${micros}))`,
    {
      cases: [
        example('1 month 2 days', int(1), int(2), int(0)),
        example('-1 day', int(0), int(-1), int(0)),
        example(null, int(null), int(0), int(0)),
      ],
    },
  ),
  postgresFunction(
    'pg_text_of_instant',
    fixed(['timestamp'], ([type]) => (isZoned(type) ? STRING : undefined)),
    ([value]) => `(CAST(make_timestamp(epoch_us(${value})) AS VARCHAR) || '+00')`,
    {
      cases: [
        example('2001-01-01 00:00:00+00', instant('2001-01-01T00:00:00Z')),
        example('2001-01-01 00:00:00.5+00', instant('2001-01-01T00:00:00.5Z')),
        example(null, instant(null)),
      ],
    },
  ),
  // Postgres takes year -1 for 1 BC and has no year 0; neither is taken here.
  postgresFunction(
    'pg_make_date',
    fixed(['integer', 'integer', 'integer'], DATE),
    ([year = '', month, day]) =>
      `make_date(${readTwice(year, (y) => `CASE WHEN ${y} < 1 THEN 999999999 ELSE ${y} END`)}, ${month}, ${day})`,
    {
      cases: [
        example('2004-02-29', int(2004), int(2), int(29)),
        example('0001-01-01', int(1), int(1), int(1)),
        example(null, int(null), int(1), int(1)),
      ],
    },
  ),
];
