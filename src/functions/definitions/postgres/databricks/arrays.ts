import { NULL_TYPE } from '../../../../query/types.js';
import type { Spelling } from '../../../definition.js';
import { widen } from '../../../spell.js';
import { cast, named, readTwice, refused } from './shared.js';

/** The separator is a constant without the end of a quotation. */
const parts: Spelling = ([value = '', separator]) => {
  if (separator?.includes('\\E') === true) throw refused('This separator');
  return readTwice(
    value,
    (x) =>
      `CASE WHEN ${x} = '' THEN CAST(array() AS ARRAY<STRING>) WHEN ${x} IS NOT NULL THEN split(${x}, concat('\\\\Q', ${separator}, '\\\\E')) END`,
  );
};

/** NULL is looked for as an element. */
const position: Spelling = ([array, element]) =>
  `nullif(CAST(CASE WHEN ${element} IS NULL THEN array_position(transform(${array}, item -> item IS NULL), TRUE) ELSE array_position(${array}, ${element}) END AS INT), 0)`;

/** Of two arrays, NULL if either is. */
const ofBoth =
  (body: (left: string, right: string) => string): Spelling =>
  ([left = '', right = '']) =>
    readTwice(left, (x) =>
      readTwice(right, (y) => `CASE WHEN ${x} IS NOT NULL AND ${y} IS NOT NULL THEN ${body(x, y)} END`, 'w'),
    );

/** A NULL element is contained in nothing. */
const contains = ofBoth(
  (whole, part) => `(size(array_except(${part}, ${whole})) = 0 AND NOT exists(${part}, item -> item IS NULL))`,
);

/** Arrays, whose elements count from 1. */
export const arraysSpellings: Readonly<Record<string, Spelling>> = {
  pg_string_to_array: parts,
  array: (args, types, result) =>
    `array(${args.map((arg, index) => (result.kind === 'array' ? widen(arg, types[index] ?? NULL_TYPE, result.element, 'databricks') : arg)).join(', ')})`,
  pg_element: ([array, index = '']) =>
    readTwice(index, (at) => `CASE WHEN ${at} > 0 THEN get(${array}, ${at} - 1) END`),
  pg_array_position: position,
  pg_array_contains: contains,
  pg_array_overlaps: ofBoth((left, right) => `coalesce(arrays_overlap(${left}, ${right}), FALSE)`),
  pg_array_remove: ([array, element]) => `filter(${array}, item -> NOT item <=> ${element})`,
  pg_array_append: ([array, element], _types, result) =>
    `array_append(coalesce(${array}, ${cast('array()', result)}), ${element})`,
  // Of a NULL that is looked for in an empty array, the engine does not know that it is not there.
  pg_any_equal: ([value, array = '']) =>
    readTwice(array, (a) => `CASE WHEN size(${a}) = 0 THEN FALSE ELSE array_contains(${a}, ${value}) END`),
  pg_array_to_string: named('array_join'),
  pg_cardinality: named('size'),
  pg_array_length: ([array]) => `nullif(size(${array}), 0)`,
};
