import { GatewayError } from '../../../../errors.js';
import type { DataType } from '../../../../query/types.js';
import type { Spelling } from '../../../definition.js';
import { dateOfParts, truncated } from '../calendar.js';
import { bytewise } from '../collation.js';
import { type IntervalValue, integerOf, intervalOf, intervalText, spanOf, spanText } from '../interval.js';
import { castTo, repeated, unless } from '../shared.js';

const unquoted = (text: string | undefined) => (text ?? '').slice(1, -1).replaceAll("''", "'");
const EPOCH = "TIMESTAMP'1970-01-01 00:00:00.000000'";
const YEAR_2000 = "TIMESTAMP'2000-01-01 00:00:00.000000'";

function refused(what: string): GatewayError {
  return new GatewayError('NOT_SUPPORTED', `${what} is not supported on mysql.`);
}

const micros = (value: string, from = EPOCH) => `TIMESTAMPDIFF(MICROSECOND, ${from}, ${value})`;
const moment = (value: string) => castTo(value, { kind: 'timestamp', zoned: false });
const secondMicros = (value: string) => `(SECOND(${value}) * 1000000 + MICROSECOND(${value}))`;

const PARTS: Readonly<Record<string, (value: string) => string>> = {
  century: (value) => `(YEAR(${value}) + 99) DIV 100`,
  decade: (value) => `YEAR(${value}) DIV 10`,
  year: (value) => `YEAR(${value})`,
  isoyear: (value) => `YEARWEEK(${value}, 3) DIV 100`,
  quarter: (value) => `QUARTER(${value})`,
  month: (value) => `MONTH(${value})`,
  week: (value) => `WEEK(${value}, 3)`,
  day: (value) => `DAY(${value})`,
  doy: (value) => `DAYOFYEAR(${value})`,
  dow: (value) => `DAYOFWEEK(${value}) - 1`,
  isodow: (value) => `WEEKDAY(${value}) + 1`,
  hour: (value) => `HOUR(${value})`,
  minute: (value) => `MINUTE(${value})`,
  second: (value) => `${secondMicros(value)} * 0.000001`,
  milliseconds: (value) => `${secondMicros(value)} * 0.001`,
  microseconds: secondMicros,
};

/** Of the time between two moments, which Postgres tells in days of 24 hours and the rest. */
const SPAN_PARTS: Readonly<Record<string, (micros: string) => string>> = {
  epoch: (span) => `${span} * 0.000001`,
  day: (span) => `${span} DIV 86400000000`,
  hour: (span) => `${span} % 86400000000 DIV 3600000000`,
  minute: (span) => `${span} % 3600000000 DIV 60000000`,
  second: (span) => `${span} % 60000000 * 0.000001`,
  milliseconds: (span) => `${span} % 60000000 * 0.001`,
  microseconds: (span) => `${span} % 60000000`,
};

const extract: Spelling = ([unitText, value = ''], [, type], result) => {
  const unit = unquoted(unitText);
  if (type?.kind === 'interval') {
    const [span, part] = [spanOf(value), SPAN_PARTS[unit]];
    if (span === undefined || part === undefined) throw refused(`The part "${unit}" of this interval`);
    return castTo(part(span), result);
  }
  return repeated(value, (v) => {
    if (unit === 'epoch') {
      if (type?.kind === 'time') throw refused('The epoch of a time');
      if (type?.kind === 'date') return castTo(`DATEDIFF(${v}, DATE'1970-01-01') * 86400`, result);
      return castTo(`${micros(v)} * 0.000001`, result);
    }
    const part = PARTS[unit];
    if (part === undefined) throw refused(`The part "${unit}"`);
    return castTo(part(v), result);
  });
};

const truncate: Spelling = ([unitText, value = ''], [, type]) => {
  const unit = unquoted(unitText);
  if (type?.kind !== 'timestamp') throw refused('date_trunc of an interval');
  if (unit === 'microseconds') return value;
  if (unit !== 'milliseconds') return truncated(unit, value, type);
  return repeated(value, (v) => `(${v} - INTERVAL (MICROSECOND(${v}) % 1000) MICROSECOND)`);
};

/** Months come first, then days, then the time. */
export function shiftedBy(value: string, { months, days, micros: time }: IntervalValue, sign: '+' | '-'): string {
  const parts = [
    [months, 'MONTH'],
    [days, 'DAY'],
    [time, 'MICROSECOND'],
  ] as const;
  const steps = parts
    .filter(([count]) => BigInt(count) !== 0n)
    .map(([count, unit]) => ` ${sign} INTERVAL (${count}) ${unit}`);
  return steps.length === 0 ? value : `(${value}${steps.join('')})`;
}

const shift =
  (sign: '+' | '-'): Spelling =>
  ([value = '', by = ''], [type], result) => {
    if (result.kind !== 'timestamp') throw refused('Interval arithmetic but on dates and timestamps');
    if (/^(CAST\()?NULL/u.test(by)) return castTo('NULL', result);
    return shiftedBy(type?.kind === 'date' ? moment(value) : value, intervalOf(by), sign);
  };

const scaled = ({ months, days, micros: time }: IntervalValue, by: number) =>
  intervalText({ months: months * by, days: days * by, micros: time * BigInt(by) });

/** DuckDB's letters, in which the SQL door writes a format, as DATE_FORMAT's; weeks and milliseconds have none. */
const FORMATS: Readonly<Record<string, string>> = {
  Y: '%Y',
  y: '%y',
  m: '%m',
  d: '%d',
  H: '%H',
  I: '%h',
  M: '%i',
  S: '%s',
  f: '%f',
  b: '%b',
  B: '%M',
  j: '%j',
  p: '%p',
  a: '%a',
  A: '%W',
  '%': '%%',
};
const OTHER: Readonly<Record<string, (value: string) => string>> = {
  g: (value) => `LPAD(MICROSECOND(${value}) DIV 1000, 3, '0')`,
  V: (value) => `LPAD(WEEK(${value}, 3), 2, '0')`,
  G: (value) => `LPAD(YEARWEEK(${value}, 3) DIV 100, 4, '0')`,
};

const format: Spelling = ([value = '', pattern]) =>
  repeated(value, (v) => {
    const texts: string[] = [];
    let own = '';
    const flush = () => {
      if (own !== '') texts.push(`DATE_FORMAT(${v}, '${own.replaceAll("'", "''")}')`);
      own = '';
    };
    for (const [, code, other] of unquoted(pattern).matchAll(/%(.)|([^%]+)/gsu)) {
      const letters = code === undefined ? other : FORMATS[code];
      const text = code === undefined ? undefined : OTHER[code]?.(v);
      if (letters !== undefined) own += letters;
      else if (text !== undefined) {
        flush();
        texts.push(text);
      } else throw refused(`The format %${code}`);
    }
    flush();
    return bytewise(texts.length === 1 ? (texts[0] ?? "''") : `CONCAT(${["''", ...texts].join(', ')})`);
  });

/** An instant and its wall clock are one value in UTC; other zones need tables that a server may not have. */
const sameInUtc: Spelling = ([value = '', zone]) => {
  if (unquoted(zone) !== 'UTC') throw refused('A time zone other than UTC');
  return value;
};

/** Rounded half away from the year 2000, from which Postgres counts. */
const roundedSeconds: Spelling = ([value = '', digits = '0']) => {
  const unit = 10 ** (6 - integerOf(digits));
  return repeated(value, (v) => {
    const since = micros(v, YEAR_2000);
    return `(${YEAR_2000} + INTERVAL (SIGN(${since}) * (((ABS(${since}) + ${unit / 2}) DIV ${unit}) * ${unit})) MICROSECOND)`;
  });
};

const dateBin: Spelling = ([stride = '', value = '', origin = '']) =>
  repeated(stride + value + origin, () => {
    const since = micros(value, origin);
    return `(${moment(value)} - INTERVAL (((${since} % ${stride}) + ${stride}) % ${stride}) MICROSECOND)`;
  });

const makeTimestamp: Spelling = ([year = '', month = '', day = '', hour = '', minute = '', second = '']) =>
  repeated(second + year, () => {
    const clock = `INTERVAL (CAST(ROUND(CAST(${second} AS DECIMAL(16,6)) * 1000000) AS SIGNED) + (${hour} * 60 + ${minute}) * 60000000) MICROSECOND`;
    const made = `(CAST(${dateOfParts(year, month, day)} AS DATETIME(6)) + ${clock})`;
    const isOutside = `${hour} NOT BETWEEN 0 AND 23 OR ${minute} NOT BETWEEN 0 AND 59 OR ${second} < 0 OR ${second} >= 60`;
    return unless(isOutside, '22008', `${year}`, made);
  });

const castMoment: Spelling = ([value = ''], _types, result: DataType) => castTo(value, result);

/** Dates and times with Postgres's meaning. */
export const postgresCalendar: Readonly<Record<string, Spelling>> = {
  pg_local: sameInUtc,
  pg_instant: sameInUtc,
  pg_date_of_timestamp: castMoment,
  pg_time_of_timestamp: castMoment,
  pg_timestamp_of_date: castMoment,
  pg_text_of_instant: ([value = '']) =>
    `CONCAT(TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM CAST(${moment(value)} AS CHAR))), '+00')`,
  pg_extract: extract,
  pg_date_trunc: truncate,
  pg_shift: shift('+'),
  pg_shift_back: shift('-'),
  pg_interval_of: ([months = '', days = '', time = '']) =>
    intervalText({ months: integerOf(months), days: integerOf(days), micros: BigInt(integerOf(time)) }),
  pg_interval_times: ([value = '', by = '']) => scaled(intervalOf(value), integerOf(by)),
  pg_interval_negate: ([value = '']) => scaled(intervalOf(value), -1),
  pg_elapsed: ([left = '', right = '']) => spanText(micros(left, right)),
  pg_strftime: format,
  pg_timestamp_digits: roundedSeconds,
  pg_date_bin: dateBin,
  pg_make_date: ([year = '', month = '', day = '']) =>
    repeated(year, (y) => unless(`${y} < 1`, '22008', y, dateOfParts(y, month, day))),
  pg_make_timestamp: makeTimestamp,
  pg_epoch_instant: ([seconds = '']) =>
    `(${EPOCH} + INTERVAL CAST(ROUND(${seconds} * 1000000, 0) AS SIGNED) MICROSECOND)`,
};
