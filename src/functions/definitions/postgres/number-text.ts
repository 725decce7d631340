import { type DataType, decimalType, STRING } from '../../../query/types.js';
import { double, example, int, type RegisteredFunction, text, typed } from '../../define.js';
import type { Spelling } from '../../definition.js';
import { constantText } from '../../literals.js';
import { type NumberFormat, readNumberFormat } from './number-format.js';
import { bind, fixed, postgresFunction } from './postgres-function.js';

/** Digits that a DOUBLE is told with. */
const DOUBLE_DIGITS = 15;

const unquote = (printed: string) => printed.slice(1, -1).replaceAll("''", "'");

/** How an engine says what formatted numbers are made of. */
export interface NumberWords {
  /** Text of the pattern's constant, and a constant of a text. */
  readonly unquote: (printed: string) => string;
  readonly quote: (text: string) => string;
  readonly bind: typeof bind;
  /** The number rounded to so many digits after the point, as text. */
  readonly digits: (value: string, type: DataType | undefined, places: number) => string;
  readonly length: (text: string) => string;
  readonly isBelowZero: (text: string) => string;
  /** Without these characters in front, or behind. */
  readonly trimStart: (text: string, characters: string) => string;
  readonly trimEnd: (text: string, characters: string) => string;
}

const integer = (text: string) => `CAST(${text} AS INTEGER)`;

/** The number rounded to so many digits after the point, as text. */
function digitsText(value: string, type: DataType | undefined, places: number): string {
  if (type?.kind !== 'float') {
    const scale = type?.kind === 'decimal' ? type.scale : 0;
    const wide = `CAST(${value} AS DECIMAL(38,${scale}))`;
    return `CAST(CAST(round(${wide}, ${places}) AS DECIMAL(38,${places})) AS VARCHAR)`;
  }
  // Postgres leaves out what a DOUBLE does not tell; such numbers are refused.
  const limit = `1e${DOUBLE_DIGITS - places}`;
  return `CASE WHEN ${value} IS NULL THEN NULL WHEN isfinite(${value}) AND abs(${value}) < ${limit} THEN printf('%.${places}f', CAST(${value} AS DOUBLE)) ELSE error('to_char of this number is not supported') END`;
}

/** Separators between the places, from a text of as many places with blanks in front; those before a digit go. */
function grouped(words: NumberWords, places: string, { separators, whole }: NumberFormat): string {
  if (separators.length === 0) return words.trimStart(places, ' ');
  const ends = [...separators, whole];
  const pieces = ends.map((end, index) => {
    const start = index === 0 ? 0 : (ends[index - 1] ?? 0);
    return `substring(${places}, ${start + 1}, ${end - start})`;
  });
  return words.trimStart(`(${pieces.join(" || ',' || ")})`, ' ,');
}

/** The digits before the point: none of a mere 0 that only 9s stand for, unless nothing else would be left. */
function wholeText(words: NumberWords, n: string, format: NumberFormat): string {
  const { whole, firstZero, fraction, keptFraction, isFilled } = format;
  const least = firstZero === undefined ? 1 : whole - firstZero;
  const padded = `lpad(${n}.i, ${integer(`greatest(${words.length(`${n}.i`)}, ${least})`)}, '0')`;
  const hides = fraction > 0 && firstZero === undefined;
  const zero =
    isFilled && keptFraction === 0 ? `CASE WHEN ${words.trimEnd(`${n}.f`, '0')} = '' THEN '0' ELSE '' END` : `''`;
  const shown = hides ? `CASE WHEN ${n}.i = '0' THEN ${zero} ELSE ${padded} END` : padded;
  return `CASE WHEN ${words.length(`${n}.i`)} > ${whole} THEN '${'#'.repeat(whole)}' ELSE ${shown} END`;
}

function fractionText(
  words: NumberWords,
  n: string,
  { whole, fraction, keptFraction, isFilled }: NumberFormat,
): string {
  if (fraction === 0) return `''`;
  const kept = words.trimEnd(`${n}.f`, '0');
  const least = integer(`greatest(${words.length(kept)}, ${keptFraction})`);
  const digits = isFilled ? `rpad(${kept}, ${least}, '0')` : `${n}.f`;
  return `'.' || CASE WHEN ${words.length(`${n}.i`)} > ${whole} THEN '${'#'.repeat(fraction)}' ELSE ${digits} END`;
}

/** `to_char` of a number by a constant pattern. */
export const toCharWith =
  (words: NumberWords): Spelling =>
  ([value = '', pattern = ''], [type]) => {
    const format = readNumberFormat(words.unquote(pattern));
    if (format === undefined) return 'NULL';
    const { isFilled, prefix, suffix, whole, fraction, separators } = format;
    const width = whole + separators.length + 1 + (fraction === 0 ? 0 : fraction + 1);
    return words.bind({ s: words.digits(value, type, fraction) }, 'number', (t) => {
      const size = words.trimStart(`${t}.s`, '-');
      const parts = {
        g: words.isBelowZero(`${t}.s`),
        i: `split_part(${size}, '.', 1)`,
        f: `split_part(${size}, '.', 2)`,
      };
      return words.bind(parts, 'parts', (n) => {
        const places = `lpad(${wholeText(words, n, format)}, ${whole}, ' ')`;
        const sign = `CASE WHEN ${n}.g THEN '-' ELSE '' END`;
        const made = `${sign} || ${grouped(words, places, format)} || ${fractionText(words, n, format)}`;
        const filled = isFilled ? `(${made})` : `lpad(${made}, ${width}, ' ')`;
        return `${words.quote(prefix)} || ${filled} || ${words.quote(suffix)}`;
      });
    });
  };

const DUCKDB_WORDS: NumberWords = {
  unquote,
  quote: (text) => `'${text.replaceAll("'", "''")}'`,
  bind,
  digits: digitsText,
  length: (text) => `len(${text})`,
  isBelowZero: (text) => `starts_with(${text}, '-')`,
  trimStart: (text, characters) => `ltrim(${text}, '${characters}')`,
  trimEnd: (text, characters) => `rtrim(${text}, '${characters}')`,
};

const LEAST_FORMAT = /^(9|0)+(?:[.D](?:9|0)+)?$/;

/** Places before and after the point of a pattern of nothing but digits and a point. */
export function plainPlaces(pattern: string): readonly [whole: number, fraction: number] | undefined {
  const format = LEAST_FORMAT.test(pattern) ? readNumberFormat(pattern) : undefined;
  return format === undefined ? undefined : [format.whole, format.fraction];
}

const toNumber: Spelling = ([value = '', pattern = ''], _types, result) => {
  const [whole, fraction] = plainPlaces(unquote(pattern)) ?? [1, 0];
  const after = fraction === 0 ? '' : `(\\.[0-9]{1,${fraction}})?`;
  const scale = result.kind === 'decimal' ? result.scale : 0;
  return bind({ s: value }, 'text', (t) => {
    const isPlain = `regexp_full_match(${t}.s, '-?[0-9]{1,${whole}}${after}')`;
    const refusal = `CAST(error('to_number of this text is not supported') AS DECIMAL(38,${scale}))`;
    return `CASE WHEN ${t}.s IS NULL THEN NULL WHEN ${isPlain} THEN CAST(${t}.s AS DECIMAL(38,${scale})) ELSE ${refusal} END`;
  });
};

const patternOf = (args: Parameters<NonNullable<RegisteredFunction['refine']>>[0]) =>
  args[1]?.kind === 'literal' ? constantText(args[1]) : undefined;

/** Numbers as formatted text, and back. Patterns are constants of `readNumberFormat`. */
export const numberTextFunctions: readonly RegisteredFunction[] = [
  postgresFunction(
    'pg_to_char_number',
    fixed([['integer', 'decimal', 'float'], 'string'], STRING),
    toCharWith(DUCKDB_WORDS),
    {
      refine: (args, resolved) =>
        readNumberFormat(patternOf(args) ?? '') === undefined ? 'this pattern is not supported' : resolved,
      cases: [
        example('1,234.50', typed(decimalType(6, 2), '1234.50'), text('FM999,990.00')),
        example('   -5', int(-5), text('9999')),
        example(' ####', int(12345), text('9999')),
        example("0.50 '", typed(decimalType(6, 2), '0.50'), text("FM990.00 '")),
        example('.5', double(0.5), text('FM9.99')),
        example(null, int(null), text('999')),
      ],
    },
  ),
  postgresFunction('pg_to_number', fixed(['string', 'string'], decimalType(38, 0)), toNumber, {
    refine: (args) => {
      const places = plainPlaces(patternOf(args) ?? '');
      return places === undefined ? 'this pattern is not supported' : decimalType(38, places[1]);
    },
    cases: [
      example('12.50', text('12.5'), text('999.99')),
      example('-7', text('-7'), text('99')),
      example('7', text('007'), text('999')),
      example(null, text(null), text('9')),
    ],
  }),
];
