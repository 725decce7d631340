import type { Spelling } from '../../definition.js';
import { atUtc, cast, named, type Spellings } from './shared.js';

const dateTrunc: Spelling = ([unit, value = ''], [, type], result) => {
  if (result.kind === 'date') return cast(`date_trunc(${unit}, ${value}::timestamp)`, result);
  const local = `date_trunc(${unit}, ${atUtc(value, type)})`;
  return result.kind === 'timestamp' && result.zoned ? `timezone('UTC', ${local})` : local;
};

/** NULL of infinite dates, which have a year and no other part. */
const part =
  (name: string, body: (part: string) => string = (value) => value): Spelling =>
  ([value = ''], [type], result) =>
    cast(body(`extract(${name} FROM ${atUtc(value, type)})`), result);

const finite = (value: string) => `nullif(nullif(${value}, 'Infinity'), '-Infinity')`;

export const dateSpellings: Spellings = {
  date_trunc: dateTrunc,
  year: part('year', finite),
  quarter: part('quarter'),
  month: part('month'),
  day: part('day'),
  // Sunday is 1.
  dayofweek: part('dow', (value) => `(${value} + 1)`),
  dayofyear: part('doy'),
  weekofyear: part('week'),
  hour: part('hour'),
  minute: part('minute'),
  second: part('second', (value) => `floor(${value})`),
  date_add: ([date, days]) => `(${date} + ${days}::integer)`,
  date_sub: ([date, days]) => `(${date} - ${days}::integer)`,
  datediff: ([end, start]) => `(${end} - ${start})`,
  add_months: ([date, months]) => `(${date} + make_interval(months => ${months}))::date`,
  last_day: ([date]) => `(date_trunc('month', ${date}::timestamp) + '1 month -1 day'::interval)::date`,
  make_date: named('make_date'),
  current_date: () => 'current_date',
  current_timestamp: () => 'current_timestamp',
};
