import { TIMESTAMP_NTZ } from '../../../query/types.js';
import { example, type RegisteredFunction, text } from '../../define.js';
import type { Spelling } from '../../definition.js';
import { constantText } from '../../literals.js';
import { type DatePart, readDateFormat } from './date-format.js';
import { bind, fixed, postgresFunction } from './postgres-function.js';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const REFUSED = `CAST(error('reading this text as a date by this pattern is not supported') AS TIMESTAMP)`;
const OUTSIDE = `CAST(error('date/time field value out of range') AS TIMESTAMP)`;

/** Reads texts of exactly the pattern's shape; others, of which Postgres reads some, are refused as they come. */
const parse: Spelling = ([value = '', pattern = '']) => {
  const format = readDateFormat(pattern.slice(1, -1));
  if (format === undefined) return 'NULL';
  const { regex, parts } = format;
  return bind({ s: value }, 'text', (t) => {
    const group = (part: DatePart) => `regexp_extract(${t}.s, '${regex}', ${parts.indexOf(part) + 1})`;
    const number = (part: DatePart, absent: number) =>
      parts.includes(part) ? `TRY_CAST(${group(part)} AS BIGINT)` : `${absent}::BIGINT`;
    const named = `list_position([${MONTHS.map((name) => `'${name}'`).join(', ')}], lower(${group('monthName')}))`;
    const fields = {
      s: `${t}.s`,
      ok: `regexp_matches(${t}.s, '${regex}')`,
      y: number('year', 1),
      m: parts.includes('monthName') ? `CAST(${named} AS BIGINT)` : number('month', 1),
      d: number('day', 1),
      h: number('hour', 0),
      i: number('minute', 0),
      c: number('second', 0),
      u: parts.includes('milli') ? `${number('milli', 0)} * 1000` : number('micro', 0),
    };
    return bind(fields, 'clock', (c) => {
      const lastDay = `datepart('day', last_day(make_date(${c}.y, ${c}.m, 1)))`;
      const isOutside = `${c}.m > 12 OR ${c}.m < 1 OR ${c}.d < 1 OR ${c}.h > 23 OR ${c}.i > 59 OR ${c}.c > 59`;
      const micros = `((${c}.h * 60 + ${c}.i) * 60 + ${c}.c) * 1000000 + ${c}.u`;
      return [
        `CASE WHEN ${c}.s IS NULL THEN NULL WHEN NOT ${c}.ok OR ${c}.y = 0 OR ${c}.m IS NULL THEN ${REFUSED}`,
        `WHEN ${isOutside} THEN ${OUTSIDE} WHEN ${c}.d > ${lastDay} THEN ${OUTSIDE}`,
        `ELSE CAST(make_date(${c}.y, ${c}.m, ${c}.d) AS TIMESTAMP) + to_microseconds(${micros}) END`,
      ].join(' ');
    });
  });
};

export const dateTextFunctions: readonly RegisteredFunction[] = [
  postgresFunction('pg_parse_timestamp', fixed(['string', 'string'], TIMESTAMP_NTZ), parse, {
    refine: ([, pattern], resolved) => {
      const constant = pattern?.kind === 'literal' ? constantText(pattern) : undefined;
      return constant === undefined || readDateFormat(constant) === undefined
        ? 'this pattern is not supported'
        : resolved;
    },
    cases: [
      example('2001-02-03T00:00:00', text('2001-02-03'), text('YYYY-MM-DD')),
      example('2001-02-03T04:05:06.5', text('20010203 04:05:06.500'), text('YYYYMMDD HH24:MI:SS.MS')),
      example(null, text(null), text('YYYY')),
    ],
  }),
];
