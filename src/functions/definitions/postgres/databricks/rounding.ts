import type { Spelling } from '../../../definition.js';
import { bind, cast, readTwice, refused, toResult } from './shared.js';

const toInteger: Spelling = ([value = ''], [type], result) => {
  const rounded = { decimal: `round(${value}, 0)`, float: `rint(${value})` };
  return cast(type?.kind === 'decimal' || type?.kind === 'float' ? rounded[type.kind] : value, result);
};

/** FLOOR and CEIL of a DOUBLE are BIGINT here; beyond its range every DOUBLE is whole. */
const wholeFloat = (name: string, value: string) =>
  readTwice(value, (x) => `CASE WHEN abs(${x}) < 9e15D THEN CAST(${name}(${x}) AS DOUBLE) ELSE ${x} END`);
const toward =
  (name: 'floor' | 'ceil'): Spelling =>
  ([value = ''], [type], result) =>
    type?.kind === 'float' ? wholeFloat(name, value) : cast(`${name}(${value})`, result);

const round: Spelling = ([value = '', digits = '0'], [type], result) =>
  type?.kind === 'float' ? `rint(${value})` : cast(`round(${value}, ${digits})`, result);

const cut: Spelling = ([value = '', digits = '0'], [type], result) =>
  type?.kind === 'float'
    ? readTwice(value, (x) => `CASE WHEN ${x} < 0 THEN ${wholeFloat('ceil', x)} ELSE ${wholeFloat('floor', x)} END`)
    : readTwice(value, (x) =>
        cast(`CASE WHEN ${x} < 0 THEN ceil(${x}, ${digits}) ELSE floor(${x}, ${digits}) END`, result),
      );

const sign: Spelling = ([value = ''], _types, result) =>
  result.kind === 'decimal'
    ? cast(`sign(${value})`, result)
    : readTwice(value, (x) => `CASE WHEN isnan(${x}) THEN 0D ELSE CAST(sign(${x}) AS DOUBLE) END`);

/** Fifteen significant digits, without the zeros behind them. */
const fifteenDigits: Spelling = ([value = '']) =>
  readTwice(`CAST(${value} AS DOUBLE)`, (x) => {
    const digits = `format_string('%.14e', ${x})`;
    const plain = `regexp_replace(CAST(CAST(${digits} AS DECIMAL(38,20)) AS STRING), '\\\\.?0+$', '')`;
    return `CASE WHEN ${x} = 0 THEN '0' WHEN abs(${x}) >= 1e-4D AND abs(${x}) < 1e15D THEN ${plain} WHEN ${x} IS NOT NULL THEN ${digits} END`;
  });

/** Below it a DOUBLE holds fewer digits, and Java's text of it is of no use here. */
const LEAST_NORMAL = '2.2250738585072014e-308D';

/**
 * The fewest digits that read back the same. Java 17 tells some numbers with a digit too many, so that shorter texts
 * are tried first: rounded to 15 and 16 digits, 16 of the 17, and these one more in the last place, which reads back as
 * a power of two, where numbers stand closer below than above.
 */
const floatText: Spelling = ([value = ''], [type]) => {
  if (type?.kind === 'float' && type.bits === 32) throw refused('The text of a REAL');
  return readTwice(value, (x) => {
    const told = (digits: number) => `format_string('%.${digits - 1}e', ${x})`;
    const cutShort = `regexp_replace(${told(17)}, '[0-9]e', 'e')`;
    const mantissa = `CAST(substring_index(${cutShort}, 'e', 1) AS DECIMAL(17,15))`;
    const last = `CAST(CASE WHEN ${x} < 0 THEN '-1e-15' ELSE '1e-15' END AS DECIMAL(15,15))`;
    const above = `concat(CAST(${mantissa} + ${last} AS STRING), 'e', substring_index(${told(17)}, 'e', -1))`;
    const tried = `array(${told(15)}, ${told(16)}, ${cutShort}, ${above}, ${told(17)})`;
    const shortest = `element_at(filter(${tried}, told -> CAST(told AS DOUBLE) = ${x}), 1)`;
    const infinite = (sign: string) => `${x} = CAST('${sign}Infinity' AS DOUBLE) THEN '${sign}Infinity'`;
    return [
      `CASE WHEN isnan(${x}) THEN 'NaN' WHEN ${infinite('')} WHEN ${infinite('-')}`,
      `WHEN ${x} = 0 THEN CASE WHEN CAST(${x} AS STRING) = '-0.0' THEN '-0' ELSE '0' END`,
      `WHEN abs(${x}) < ${LEAST_NORMAL} THEN raise_error('the text of so small a number is not supported')`,
      `WHEN ${x} IS NOT NULL THEN ${bind({ s: shortest }, 'shown', (t) => {
        const cut = (text: string) => `regexp_replace(${text}, '\\\\.?0+$', '')`;
        const plain = cut(`CAST(CAST(${t}.s AS DECIMAL(38,20)) AS STRING)`);
        const long = `concat(${cut(`substring_index(${t}.s, 'e', 1)`)}, 'e', substring_index(${t}.s, 'e', -1))`;
        return `CASE WHEN abs(${x}) >= 1e-4D AND abs(${x}) < 1e15D THEN ${plain} ELSE ${long} END`;
      })} END`,
    ].join(' ');
  });
};

const NUMERIC_TEXT =
  '^(\\\\s*[+-]?([0-9]+\\\\.?[0-9]{0,18}0*|\\\\.[0-9]{1,18}0*)([eE]\\\\+?[0-9]{1,2})?\\\\s*|[+-]?[0-9](\\\\.[0-9]{0,14})?[eE]-[0-9]{1,3})$';
const numericOfText: Spelling = ([value = '']) =>
  readTwice(
    value,
    (x) =>
      `CAST(CASE WHEN ${x} RLIKE '${NUMERIC_TEXT}' THEN trim(${x}) WHEN ${x} IS NOT NULL THEN 'not a number' END AS DECIMAL(38,18))`,
  );

/** Rounding, and the ways between exact numbers and floats. */
export const roundingSpellings: Readonly<Record<string, Spelling>> = {
  pg_floor: toward('floor'),
  pg_ceil: toward('ceil'),
  pg_round: round,
  pg_trunc: cut,
  pg_sign: sign,
  pg_fifteen_digits: fifteenDigits,
  pg_text_of_float: floatText,
  pg_numeric_of_text: numericOfText,
  pg_int2: toInteger,
  pg_int4: toInteger,
  pg_int8: toInteger,
  pg_float8_of_numeric: toResult((value) => value),
};
