import type { Spelling } from '../../../definition.js';
import { cast, readTwice, toResult } from './shared.js';

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
  pg_numeric_of_text: numericOfText,
  pg_int2: toInteger,
  pg_int4: toInteger,
  pg_int8: toInteger,
  pg_float8_of_numeric: toResult((value) => value),
};
