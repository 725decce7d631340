import type { Spelling } from '../../../definition.js';
import { atResult, cast, named, quote, refused, type Spellings, textOf } from '../shared.js';

const infix =
  (operator: string): Spelling =>
  ([left, right]) =>
    `(${left} ${operator} ${right})`;

/** What a part of a `strftime` format is in a pattern of `to_char`. */
const PATTERNS: Readonly<Record<string, string>> = {
  '%Y': 'YYYY',
  '%y': 'YY',
  '%m': 'MM',
  '%d': 'DD',
  '%j': 'DDD',
  '%H': 'HH24',
  '%I': 'HH12',
  '%M': 'MI',
  '%S': 'SS',
  '%g': 'MS',
  '%f': 'US',
  '%p': 'AM',
  '%b': 'Mon',
  '%a': 'Dy',
  '%G': 'IYYY',
  '%V': 'IW',
  '%-m': 'FMMM',
  '%-d': 'FMDD',
  '%-j': 'FMDDD',
  '%-H': 'FMHH24',
  '%-I': 'FMHH12',
  '%-M': 'FMMI',
  '%-S': 'FMSS',
  '%B': 'FMMonth',
  '%A': 'FMDay',
};

/** The pattern of a format; what is not a part of it stands in quotes. */
function patternOf(format: string): string {
  const pieces = format.match(/%-?[a-zA-Z%]|[^%]+/gu) ?? [];
  return pieces
    .map((piece) => {
      if (!piece.startsWith('%') || piece === '%%') {
        return `"${piece.replace('%%', '%').replace(/["\\]/g, '\\$&')}"`;
      }
      const pattern = PATTERNS[piece];
      if (pattern === undefined) throw refused(`The part ${piece} of a format`);
      return pattern;
    })
    .join('');
}

const strftime: Spelling = ([value, format]) => `to_char(${value}, ${quote(patternOf(textOf(format) ?? ''))})`;

const extract: Spelling = ([unit = '', value], _types, result) =>
  cast(`extract(${textOf(unit) ?? ''} FROM ${value})`, result);

const micros = (count: string | undefined) => `make_interval(secs => ${count}::double precision / 1000000)`;

const local: Spelling = ([value, zone]) => `timezone(${zone}, ${value})`;

export const calendarSpellings: Spellings = {
  pg_local: local,
  pg_instant: local,
  pg_extract: extract,
  pg_date_trunc: named('date_trunc'),
  pg_shift: infix('+'),
  pg_shift_back: infix('-'),
  pg_elapsed: infix('-'),
  pg_age: named('age'),
  pg_interval_times: infix('*'),
  pg_interval_negate: ([value]) => `(- ${value})`,
  pg_interval_scale: infix('*'),
  pg_interval_over: infix('/'),
  pg_interval_of: ([months, days, time]) =>
    `(make_interval(months => ${months}::integer, days => ${days}::integer) + ${micros(time)})`,
  pg_justify_hours: named('justify_hours'),
  pg_justify_days: named('justify_days'),
  pg_justify_interval: named('justify_interval'),
  pg_strftime: strftime,
  pg_epoch_instant: named('to_timestamp'),
  pg_make_timestamp: named('make_timestamp'),
  pg_make_date: named('make_date'),
  // The session's zone is UTC.
  pg_text_of_instant: ([value]) => `${value}::text`,
  pg_date_bin: ([stride, value, origin]) => `date_bin(${micros(stride)}, ${value}, ${origin})`,
  pg_parse_timestamp: ([value, pattern]) => `timezone('UTC', to_timestamp(${value}, ${pattern}))`,
  pg_to_char_number: named('to_char'),
  pg_to_number: (args, _types, result) => atResult(`to_number(${args.join(', ')})`, result),
};
