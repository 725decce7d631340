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

/**
 * The fewest digits that read back the same. Java 17 tells some numbers with a digit too many, so that shorter ones
 * are tried first.
 */
const floatText: Spelling = ([value = ''], [type]) => {
  if (type?.kind === 'float' && type.bits === 32) throw refused('The text of a REAL');
  return readTwice(value, (x) => {
    const told = (digits: number) => `format_string('%.${digits - 1}e', ${x})`;
    const reads = (digits: number) => `WHEN CAST(${told(digits)} AS DOUBLE) = ${x} THEN ${told(digits)}`;
    return bind({ s: `CASE ${reads(15)} ${reads(16)} ELSE ${told(17)} END` }, 'told', (t) => {
      const cut = (text: string) => `regexp_replace(${text}, '\\\\.?0+$', '')`;
      const plain = cut(`CAST(CAST(${t}.s AS DECIMAL(38,20)) AS STRING)`);
      const infinite = (sign: string) => `${x} = CAST('${sign}Infinity' AS DOUBLE) THEN '${sign}Infinity'`;
      return [
        `CASE WHEN ${x} IS NULL THEN CAST(NULL AS STRING) WHEN isnan(${x}) THEN 'NaN' WHEN ${infinite('')} WHEN ${infinite('-')}`,
        `WHEN ${x} = 0 THEN CASE WHEN CAST(${x} AS STRING) = '-0.0' THEN '-0' ELSE '0' END`,
        `WHEN abs(${x}) >= 1e-4D AND abs(${x}) < 1e15D THEN ${plain}`,
        `ELSE concat(${cut(`substring_index(${t}.s, 'e', 1)`)}, 'e', substring_index(${t}.s, 'e', -1)) END`,
      ].join(' ');
    });
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
