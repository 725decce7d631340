import type { DataType } from '../../../query/types.js';
import type { Spelling } from '../../definition.js';
import { named, repeated } from './shared.js';

const unquoted = (text: string) => text.slice(1, -1);

/** The first day of the unit that a day is in. */
function firstDay(unit: string, day: string): string {
  switch (unit) {
    case 'year':
      return `(${day} - INTERVAL (DAYOFYEAR(${day}) - 1) DAY)`;
    case 'quarter':
      return `(${day} - INTERVAL (DAY(${day}) - 1) DAY - INTERVAL ((MONTH(${day}) - 1) % 3) MONTH)`;
    case 'month':
      return `(${day} - INTERVAL (DAY(${day}) - 1) DAY)`;
    case 'week':
      return `(${day} - INTERVAL WEEKDAY(${day}) DAY)`;
    default:
      return day;
  }
}

const CLOCK: Readonly<Record<string, string>> = {
  hour: '%Y-%m-%d %H:00:00',
  minute: '%Y-%m-%d %H:%i:00',
  second: '%Y-%m-%d %H:%i:%s',
};

export function truncated(unit: string, value: string, type: DataType | undefined): string {
  const format = CLOCK[unit];
  if (format !== undefined) return `CAST(DATE_FORMAT(${value}, '${format}') AS DATETIME(6))`;
  return repeated(value, (v) =>
    type?.kind === 'date' ? firstDay(unit, v) : `CAST(${firstDay(unit, `CAST(${v} AS DATE)`)} AS DATETIME(6))`,
  );
}

const shifted =
  (sign: '+' | '-', unit: string): Spelling =>
  ([date, count]) =>
    `(${date} ${sign} INTERVAL ${count} ${unit})`;

/** Years of fewer than four digits would be read as of this century. */
export const dateOfParts = (year: string, month: string, day: string) =>
  `CAST(CONCAT(LPAD(${year}, 4, '0'), '-', ${month}, '-', ${day}) AS DATE)`;

/** Dates and times, whose zone is the session's: UTC. */
export const calendarSpellings: Readonly<Record<string, Spelling>> = {
  date_trunc: ([unit = '', value = ''], [, type]) => truncated(unquoted(unit), value, type),
  year: named('YEAR'),
  quarter: named('QUARTER'),
  month: named('MONTH'),
  day: named('DAY'),
  dayofweek: named('DAYOFWEEK'),
  dayofyear: named('DAYOFYEAR'),
  weekofyear: ([value]) => `WEEK(${value}, 3)`,
  hour: named('HOUR'),
  minute: named('MINUTE'),
  second: named('SECOND'),
  date_add: shifted('+', 'DAY'),
  date_sub: shifted('-', 'DAY'),
  datediff: named('DATEDIFF'),
  add_months: shifted('+', 'MONTH'),
  last_day: named('LAST_DAY'),
  make_date: ([year = '', month = '', day = '']) => dateOfParts(year, month, day),
  current_date: () => 'CURRENT_DATE',
  current_timestamp: () => 'CURRENT_TIMESTAMP(6)',
};
