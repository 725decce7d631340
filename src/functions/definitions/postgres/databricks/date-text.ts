import type { Spelling } from '../../../definition.js';
import { type DatePart, readDateFormat } from '../date-format.js';
import { bind, refused, unquoted } from './shared.js';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const raise = (message: string) => `CAST(raise_error('${message}') AS TIMESTAMP_NTZ)`;
const REFUSED = raise('reading this text as a date by this pattern is not supported');
const OUTSIDE = raise('date/time field value out of range');

/** As for DuckDB: texts of exactly the pattern's shape, and others are refused as they come. */
const parse: Spelling = ([value = '', pattern]) => {
  const format = readDateFormat(unquoted(pattern));
  if (format === undefined) throw refused('This pattern');
  const { parts } = format;
  // A constant's backslash is written twice.
  const regex = `'${format.regex.replaceAll('\\', '\\\\')}'`;
  return bind({ s: value }, 'dated', (t) => {
    const group = (part: DatePart) => `regexp_extract(${t}.s, ${regex}, ${parts.indexOf(part) + 1})`;
    const number = (part: DatePart, absent: number) =>
      parts.includes(part) ? `try_cast(${group(part)} AS INT)` : `${absent}`;
    const named = `array_position(array(${MONTHS.map((name) => `'${name}'`).join(', ')}), lower(${group('monthName')}))`;
    const fields = {
      s: `${t}.s`,
      ok: `${t}.s RLIKE ${regex}`,
      y: number('year', 1),
      m: parts.includes('monthName') ? `nullif(CAST(${named} AS INT), 0)` : number('month', 1),
      d: number('day', 1),
      h: number('hour', 0),
      i: number('minute', 0),
      c: number('second', 0),
      u: parts.includes('milli') ? `${number('milli', 0)} * 1000` : number('micro', 0),
    };
    return bind(fields, 'clock', (c) => {
      const isOutside = `${c}.m > 12 OR ${c}.m < 1 OR ${c}.d < 1 OR ${c}.h > 23 OR ${c}.i > 59 OR ${c}.c > 59`;
      const seconds = `CAST(${c}.c AS DECIMAL(16,6)) + CAST(${c}.u AS DECIMAL(10,0)) * CAST('0.000001' AS DECIMAL(6,6))`;
      return [
        `CASE WHEN ${c}.s IS NULL THEN CAST(NULL AS TIMESTAMP_NTZ)`,
        `WHEN NOT ${c}.ok OR ${c}.y = 0 OR ${c}.m IS NULL THEN ${REFUSED}`,
        `WHEN ${isOutside} THEN ${OUTSIDE} WHEN ${c}.d > day(last_day(make_date(${c}.y, ${c}.m, 1))) THEN ${OUTSIDE}`,
        `ELSE make_timestamp_ntz(${c}.y, ${c}.m, ${c}.d, ${c}.h, ${c}.i, CAST(${seconds} AS DECIMAL(16,6))) END`,
      ].join(' ');
    });
  });
};

/** Dates read from text. */
export const dateTextSpellings: Readonly<Record<string, Spelling>> = {
  pg_parse_timestamp: parse,
};
