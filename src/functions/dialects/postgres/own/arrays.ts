import { type DataType, NULL_TYPE } from '../../../../query/types.js';
import type { Spelling } from '../../../definition.js';
import { cast, named, type Spellings, widen } from '../shared.js';

const elementOf = (type: DataType | undefined) => (type?.kind === 'array' ? type.element : NULL_TYPE);

/** A bare NULL among the arguments takes the array's type, or its element's. */
const withElement =
  (name: string): Spelling =>
  ([array = '', element = ''], [type, own]) =>
    `${name}(${array}, ${widen(element, own, elementOf(type))})`;

const infix =
  (operator: string): Spelling =>
  ([left, right]) =>
    `(${left} ${operator} ${right})`;

export const arraySpellings: Spellings = {
  array: (args, _types, result) => cast(`ARRAY[${args.join(', ')}]`, result),
  pg_element: ([array, index]) => `(${array})[${index}]`,
  pg_cardinality: named('cardinality'),
  pg_array_length: ([array]) => `array_length(${array}, 1)`,
  pg_array_contains: infix('@>'),
  pg_array_overlaps: infix('&&'),
  pg_array_position: withElement('array_position'),
  pg_array_remove: withElement('array_remove'),
  pg_array_append: withElement('array_append'),
  pg_any_equal: ([value, array]) => `(${value} = ANY (${array}))`,
  pg_array_to_string: named('array_to_string'),
  pg_string_to_array: named('string_to_array'),
};
