import { INT32 } from '../../../../query/types.js';
import type { Spelling } from '../../../definition.js';
import { cast, constantOf, type Spellings } from '../shared.js';

/** A boolean becomes an integer of 32 bits only. */
const toInteger: Spelling = ([value = ''], [type], result) =>
  cast(type?.kind === 'boolean' ? cast(value, INT32) : value, result);

const plain: Spelling = ([value = ''], _types, result) => cast(value, result);

/** Past 18 digits after the point or 20 before it a text raises, so that nothing is rounded unseen. */
const EXACT = '\\s*[+-]?([0-9]+\\.?[0-9]{0,18}0*|\\.[0-9]{1,18}0*)([eE]\\+?[0-9]{1,2})?\\s*';
const SMALL = '[+-]?[0-9](\\.[0-9]{0,14})?[eE]-[0-9]{1,3}';

export const conversionSpellings: Spellings = {
  pg_int2: toInteger,
  pg_int4: toInteger,
  pg_int8: toInteger,
  pg_float8_of_numeric: plain,
  pg_bool_of_text: plain,
  pg_bool_of_int: ([value]) => `(${value} <> 0)`,
  pg_timestamp_digits: ([value, digits]) => `${value}::timestamp(${constantOf(digits) ?? 0})`,
  pg_date_of_timestamp: plain,
  pg_time_of_timestamp: plain,
  pg_timestamp_of_date: plain,
  pg_text_of_float: plain,
  pg_json_text: ([value = '']) => value,
  pg_numeric_of_text: ([value], _types, result) =>
    cast(`regexp_replace(${value}, '^(?!(?:${EXACT}|${SMALL})$).*$', 'not a number')`, result),
};
