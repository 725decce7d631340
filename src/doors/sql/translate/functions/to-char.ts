import { call } from '../../../../functions/registry.js';
import type { Expression } from '../../../../query/expression.js';
import { STRING } from '../../../../query/types.js';
import { cast, intLiteral, textLiteral } from './builtin.js';

/** What DuckDB's strftime writes exactly as Postgres does. */
const SAME: Readonly<Record<string, string>> = {
  YYYY: '%Y',
  YY: '%y',
  MM: '%m',
  DD: '%d',
  DDD: '%j',
  HH24: '%H',
  HH12: '%I',
  HH: '%I',
  MI: '%M',
  SS: '%S',
  MS: '%g',
  US: '%f',
  AM: '%p',
  PM: '%p',
  Mon: '%b',
  Dy: '%a',
  IYYY: '%G',
  IW: '%V',
};

/** The same without leading zeros. */
const FILLED: Readonly<Record<string, string>> = {
  MM: '%-m',
  DD: '%-d',
  DDD: '%-j',
  HH24: '%-H',
  HH12: '%-I',
  HH: '%-I',
  MI: '%-M',
  SS: '%-S',
  Month: '%B',
  Day: '%A',
};

const FULL_WIDTH = 9;

type Part = (clock: Expression) => Expression;

const written =
  (format: string): Part =>
  (clock) =>
    call('pg_strftime', [clock, textLiteral(format)]);
const folded =
  (id: 'upper' | 'lower', part: Part): Part =>
  (clock) =>
    call(id, [part(clock)]);
const padded =
  (part: Part): Part =>
  (clock) =>
    call('rpad', [part(clock), intLiteral(FULL_WIDTH), textLiteral(' ')]);
const number =
  (unit: string): Part =>
  (clock) =>
    cast(call('pg_extract', [textLiteral(unit), clock]), STRING);

const month = written('%B');
const day = written('%A');
/** 1 is Sunday. */
const dayOfWeek: Part = (clock) =>
  cast(call('pg_add', [call('pg_int4', [call('pg_extract', [textLiteral('dow'), clock])]), intLiteral(1)]), STRING);

/** Parts that need a computation; names of nine letters are filled with blanks unless FM stands before them. */
const COMPUTED: Readonly<Record<string, { readonly plain: Part; readonly filled?: Part }>> = {
  MONTH: { plain: folded('upper', padded(month)), filled: folded('upper', month) },
  Month: { plain: padded(month), filled: month },
  month: { plain: folded('lower', padded(month)), filled: folded('lower', month) },
  DAY: { plain: folded('upper', padded(day)), filled: folded('upper', day) },
  Day: { plain: padded(day), filled: day },
  day: { plain: folded('lower', padded(day)), filled: folded('lower', day) },
  MON: { plain: folded('upper', written('%b')) },
  mon: { plain: folded('lower', written('%b')) },
  DY: { plain: folded('upper', written('%a')) },
  dy: { plain: folded('lower', written('%a')) },
  am: { plain: folded('lower', written('%p')) },
  pm: { plain: folded('lower', written('%p')) },
  Q: { plain: number('quarter') },
  D: { plain: dayOfWeek },
  ID: { plain: number('isodow') },
};

const upperOnly = [
  'YYYY',
  'IYYY',
  'HH24',
  'HH12',
  'DDD',
  'YY',
  'MM',
  'DD',
  'HH',
  'MI',
  'SS',
  'MS',
  'US',
  'IW',
  'ID',
  'Q',
  'D',
];
const named = [
  'MONTH',
  'Month',
  'month',
  'MON',
  'Mon',
  'mon',
  'DAY',
  'Day',
  'day',
  'DY',
  'Dy',
  'dy',
  'AM',
  'PM',
  'am',
  'pm',
];
/** Longest first, as Postgres reads a pattern; patterns of digits may stand in lower case. */
const KEYWORDS: readonly (readonly [found: string, keyword: string])[] = [
  ...named.map((word) => [word, word] as const),
  ...upperOnly.flatMap((word) => [[word, word] as const, [word.toLowerCase(), word] as const]),
].toSorted(([a], [b]) => b.length - a.length);

/** Everything else that begins with a letter may mean something to Postgres. */
const LITERAL = /^[^A-Za-z"\\]/;

interface Pieces {
  readonly items: Expression[];
  format: string;
}

function flush(pieces: Pieces, clock: Expression): void {
  if (pieces.format !== '') pieces.items.push(written(pieces.format)(clock));
  pieces.format = '';
}

function addKeyword(pieces: Pieces, keyword: string, isFilled: boolean, clock: Expression): boolean {
  const format =
    (isFilled ? FILLED[keyword] : undefined) ?? (isFilled && COMPUTED[keyword] ? undefined : SAME[keyword]);
  if (format !== undefined) {
    pieces.format += format;
    return true;
  }
  const computed = COMPUTED[keyword];
  if (computed === undefined) return false;
  flush(pieces, clock);
  pieces.items.push((isFilled ? (computed.filled ?? computed.plain) : computed.plain)(clock));
  return true;
}

/** to_char of a wall clock by a constant pattern; undefined for a pattern with parts not known here. */
export function toChar(clock: Expression, pattern: string): Expression | undefined {
  const pieces: Pieces = { items: [], format: '' };
  let rest = pattern;
  while (rest !== '') {
    const quoted = /^"([^"\\]*)"/.exec(rest);
    const isFilled = /^FM/i.test(rest);
    const text = isFilled ? rest.slice(2) : rest;
    const keyword = KEYWORDS.find(([found]) => text.startsWith(found));
    if (quoted !== null) {
      pieces.format += (quoted[1] ?? '').replaceAll('%', '%%');
      rest = rest.slice(quoted[0].length);
    } else if (keyword !== undefined) {
      const after = text.slice(keyword[0].length);
      if (/^(th|sp|TH|SP)/.test(after) || (isFilled && /^(YYYY|YY|IYYY|IW|MS|US)$/.test(keyword[1]))) return undefined;
      if (!addKeyword(pieces, keyword[1], isFilled, clock)) return undefined;
      rest = after;
    } else {
      const character = isFilled ? undefined : LITERAL.exec(rest)?.[0];
      if (character === undefined) return undefined;
      pieces.format += character === '%' ? '%%' : character;
      rest = rest.slice(character.length);
    }
  }
  flush(pieces, clock);
  if (pieces.items.length === 0) return call('pg_strftime', [clock, textLiteral('')]);
  return pieces.items.length === 1 ? pieces.items[0] : call('concat', pieces.items);
}
