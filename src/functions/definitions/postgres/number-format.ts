/** A pattern of `to_char` for numbers, of digits, group separators and one point. */
export interface NumberFormat {
  /** Without blanks in front, nor zeros behind that only 9s ask for. */
  readonly isFilled: boolean;
  readonly prefix: string;
  readonly suffix: string;
  /** Places before the point. */
  readonly whole: number;
  /** Place of the first 0 before the point, from 0. */
  readonly firstZero: number | undefined;
  /** After how many places before the point a separator stands. */
  readonly separators: readonly number[];
  /** Places after the point. */
  readonly fraction: number;
  /** Places after the point up to the last 0. */
  readonly keptFraction: number;
}

/** What means itself: not a letter, a digit, nor what Postgres reads as part of a number. */
const BESIDE = `(?:[^A-Za-z0-9.,"\\\\#]|"[^"\\\\]*")*`;
const PATTERN = new RegExp(`^(FM)?(${BESIDE})([90][90,G]*)(?:[.D]([90]+))?(${BESIDE})$`, 'u');
const MAX_PLACES = 18;

const unquoted = (text: string) => text.replaceAll('"', '');

/** Reads a pattern; undefined for signs, exponents, Roman numerals and whatever else is not spelled here. */
export function readNumberFormat(pattern: string): NumberFormat | undefined {
  const found = PATTERN.exec(pattern);
  if (found === null) return undefined;
  const [, filled, prefix = '', digits = '', fraction = '', suffix = ''] = found;
  const places = digits.replace(/[,G]/g, '');
  const separators = [...digits.matchAll(/[,G]/g)].map(
    ({ index }) => digits.slice(0, index).replace(/[,G]/g, '').length,
  );
  const firstZero = places.indexOf('0');
  if (places.length > MAX_PLACES || fraction.length > MAX_PLACES) return undefined;
  return {
    isFilled: filled !== undefined,
    prefix: unquoted(prefix),
    suffix: unquoted(suffix),
    whole: places.length,
    firstZero: firstZero < 0 ? undefined : firstZero,
    separators,
    fraction: fraction.length,
    keptFraction: fraction.lastIndexOf('0') + 1,
  };
}
