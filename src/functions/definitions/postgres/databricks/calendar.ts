import { type DataType, printType } from '../../../../query/types.js';
import type { Spelling } from '../../../definition.js';
import { bind, cast, readTwice, refused, toResult, unquoted } from './shared.js';

/** The session's zone is UTC, so that an instant and its wall clock are one number. */
export const micros = (value: string, type: DataType | undefined) =>
  `unix_micros(${type?.kind === 'timestamp' && type.zoned ? value : `CAST(${value} AS TIMESTAMP)`})`;

const onlyUtc = (zone: string | undefined) => {
  if (unquoted(zone) !== 'UTC') throw refused('A time zone other than UTC');
};

const PARTS: Readonly<Record<string, (value: string) => string>> = {
  century: (value) => `(year(${value}) + 99) DIV 100`,
  decade: (value) => `year(${value}) DIV 10`,
  year: (value) => `year(${value})`,
  isoyear: (value) => `extract(YEAROFWEEK FROM ${value})`,
  quarter: (value) => `quarter(${value})`,
  month: (value) => `month(${value})`,
  week: (value) => `weekofyear(${value})`,
  day: (value) => `day(${value})`,
  doy: (value) => `dayofyear(${value})`,
  dow: (value) => `dayofweek(${value}) - 1`,
  isodow: (value) => `weekday(${value}) + 1`,
  hour: (value) => `hour(${value})`,
  minute: (value) => `minute(${value})`,
  second: (value) => `extract(SECOND FROM ${value})`,
  milliseconds: (value) => `extract(SECOND FROM ${value}) * 1000`,
  microseconds: (value) => `extract(SECOND FROM ${value}) * 1000000`,
};

/** Of an interval of days and a time. One with months has no cast to it, and the engine refuses that. */
const INTERVAL_PARTS: Readonly<Record<string, (value: string) => string>> = {
  day: (value) => `extract(DAY FROM ${value})`,
  hour: (value) => `extract(HOUR FROM ${value})`,
  minute: (value) => `extract(MINUTE FROM ${value})`,
  second: (value) => `extract(SECOND FROM ${value})`,
  epoch: (value) =>
    `CAST(extract(DAY FROM ${value}) AS BIGINT) * 86400 + extract(HOUR FROM ${value}) * 3600 + extract(MINUTE FROM ${value}) * 60 + extract(SECOND FROM ${value})`,
};

const extract: Spelling = ([unitText, value = ''], [, type], result) => {
  if (type?.kind === 'time') throw refused(`A part of a ${printType(type)}`);
  const unit = unquoted(unitText);
  if (type?.kind === 'interval') {
    const ofInterval = INTERVAL_PARTS[unit];
    if (ofInterval === undefined) throw refused(`The part "${unit}" of an interval`);
    return readTwice(`CAST(${value} AS INTERVAL DAY TO SECOND)`, (x) => cast(ofInterval(x), result));
  }
  if (unit === 'epoch') {
    return type?.kind === 'date'
      ? cast(`CAST(datediff(${value}, DATE'1970-01-01') AS BIGINT) * 86400`, result)
      : cast(`CAST(${micros(value, type)} AS DECIMAL(20,0)) * CAST('0.000001' AS DECIMAL(6,6))`, result);
  }
  const part = PARTS[unit];
  if (part === undefined) throw refused(`The part "${unit}"`);
  return cast(part(value), result);
};

const truncate: Spelling = ([unit, value], [, type], result) => {
  if (type?.kind === 'interval') throw refused('date_trunc of an interval');
  const name = unquoted(unit).replace(/seconds$/, 'second');
  return cast(`date_trunc('${name}', CAST(${value} AS TIMESTAMP))`, result);
};

const shift =
  (symbol: '+' | '-'): Spelling =>
  ([value = '', by], [type], result) => {
    if (result.kind !== 'timestamp') throw refused(`Interval arithmetic that gives ${printType(result)}`);
    return `(${type?.kind === 'date' ? cast(value, result) : value} ${symbol} ${by})`;
  };

const DAYS = /^INTERVAL '(-?\d+)' DAY$/;
const SECONDS = /^INTERVAL '(-?\d+\.\d{6})' SECOND$/;

/**
 * Days or seconds times a DOUBLE, rounded step by step as Postgres does it. The time is of the type that does not leave
 * the engine, in which 36 hours would be a day and a half.
 */
const scaled: Spelling = ([interval = '', factor = '']) => {
  const days = DAYS.exec(interval)?.[1];
  const seconds = SECONDS.exec(interval)?.[1];
  const check = (value: string, most: string, text: string) =>
    `CASE WHEN isnan(${value}) OR abs(${value}) > ${most} THEN raise_error('interval out of range') ELSE ${text} END`;
  if (seconds !== undefined) {
    const product = bind({ p: `CAST('${seconds}' AS DOUBLE) * 1000000D * ${factor}` }, 'span', (s) =>
      check(
        `${s}.p`,
        '9e17D',
        `CAST(CAST(rint(${s}.p) AS DECIMAL(18,0)) * CAST('0.000001' AS DECIMAL(6,6)) AS DECIMAL(18,6))`,
      ),
    );
    return `make_interval(0, 0, 0, 0, 0, 0, ${product})`;
  }
  if (days === undefined) throw refused('An interval of more than one part, times a number,');
  return bind({ p: `CAST(${days} AS DOUBLE) * ${factor}` }, 'span', (s) => {
    const whole = `CASE WHEN ${s}.p < 0 THEN ceil(${s}.p) ELSE floor(${s}.p) END`;
    const rest = `rint(rint((${s}.p - ${whole}) * 86400D * 1000000D) / 1000000D * 1000000D)`;
    const total = `timestamp_micros((${whole}) * 86400000000L + CAST(${rest} AS BIGINT)) - timestamp_micros(0L)`;
    return check(`${s}.p`, '2147396747D', total);
  });
};

/** DuckDB's format, in which the SQL door writes it, as Java's. */
const FORMATS: Readonly<Record<string, string>> = {
  Y: 'yyyy',
  y: 'yy',
  m: 'MM',
  d: 'dd',
  H: 'HH',
  I: 'hh',
  M: 'mm',
  S: 'ss',
  g: 'SSS',
  f: 'SSSSSS',
  b: 'MMM',
  B: 'MMMM',
  j: 'DDD',
  p: 'a',
  a: 'E',
  A: 'EEEE',
};

/** ISO's weeks and their years, which Java's patterns have not. */
const WEEKS: Readonly<Record<string, (value: string) => string>> = {
  V: (value) => `lpad(CAST(weekofyear(${value}) AS STRING), 2, '0')`,
  G: (value) => `lpad(CAST(extract(YEAROFWEEK FROM ${value}) AS STRING), 4, '0')`,
};

/** What stands for itself in Java's patterns too; all other text stays outside of them. */
const BESIDE = /^[-/:., ]+$/;
const PIECES = /%(.)|([-/:., ]+)|((?:\\u[0-9a-f]{4}|\\.|[^%\\/:., -])+)/gu;

const format: Spelling = ([value = '', pattern], [type]) =>
  readTwice(type?.kind === 'timestamp' ? value : `CAST(${value} AS TIMESTAMP)`, (x) => {
    const texts: string[] = [];
    let java = '';
    const flush = () => {
      if (java !== '') texts.push(BESIDE.test(java) ? `'${java}'` : `date_format(${x}, '${java}')`);
      java = '';
    };
    for (const [, code, beside, other] of unquoted(pattern).matchAll(PIECES)) {
      const letters = code === undefined ? beside : FORMATS[code];
      if (letters !== undefined) java += letters;
      else {
        const text = code === undefined ? `'${other}'` : code === '%' ? "'%'" : WEEKS[code]?.(x);
        if (text === undefined) throw refused(`The format %${code}`);
        flush();
        texts.push(text);
      }
    }
    flush();
    return texts.length === 1 ? (texts[0] ?? '') : `concat(${texts.join(', ')})`;
  });

const MICROS_TO_2000 = 946_684_800_000_000;

/** Rounded to so many digits of the second, half away from the year 2000, from which Postgres counts. */
const roundedSeconds: Spelling = ([value = '', digits = '0'], [type], result) => {
  const unit = 10 ** (6 - Number.parseInt(digits, 10));
  return readTwice(`(${micros(value, type)} - ${MICROS_TO_2000}L)`, (since) => {
    const rounded = `((abs(${since}) + ${unit / 2}L) DIV ${unit}L) * ${unit}L`;
    const signed = `CASE WHEN ${since} < 0 THEN - (${rounded}) ELSE ${rounded} END`;
    return cast(`timestamp_micros(${signed} + ${MICROS_TO_2000}L)`, result);
  });
};

/** Dates and times. The session's zone is UTC. */
export const calendarSpellings: Readonly<Record<string, Spelling>> = {
  pg_date_of_timestamp: toResult((value) => value),
  pg_timestamp_of_date: toResult((value) => value),
  pg_text_of_instant: ([value]) => `concat(CAST(${value} AS STRING), '+00')`,
  pg_local: ([value = '', zone], _types, result) =>
    unquoted(zone) === 'UTC' ? cast(value, result) : `convert_timezone('UTC', ${zone}, ${cast(value, result)})`,
  pg_instant: ([value = '', zone], _types, result) => {
    onlyUtc(zone);
    return cast(value, result);
  },
  pg_extract: extract,
  pg_date_trunc: truncate,
  pg_shift: shift('+'),
  pg_shift_back: shift('-'),
  pg_interval_of: ([months, days, of]) =>
    `make_interval(0, ${months}, 0, ${days}, 0, 0, CAST(CAST(${of} AS DECIMAL(19,0)) * CAST('0.000001' AS DECIMAL(6,6)) AS DECIMAL(18,6)))`,
  pg_interval_times: ([value, by]) => `(${value} * ${by})`,
  pg_interval_scale: scaled,
  pg_interval_negate: ([value]) => `(- ${value})`,
  pg_strftime: format,
  pg_timestamp_digits: roundedSeconds,
  pg_epoch_instant: ([seconds]) => `timestamp_micros(CAST(rint(${seconds} * 1000000) AS BIGINT))`,
  pg_make_timestamp: ([year, month, day, hour, minute, second]) =>
    `make_timestamp_ntz(${[year, month, day, hour, minute, `CAST(${second} AS DECIMAL(16,6))`].join(', ')})`,
  pg_make_date: ([year = '', month, day]) =>
    `make_date(${year}, CASE WHEN ${year} < 1 THEN 13 ELSE ${month} END, ${day})`,
  pg_elapsed: ([left, right]) => `(CAST(${left} AS TIMESTAMP) - CAST(${right} AS TIMESTAMP))`,
};
