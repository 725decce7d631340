import { constantNumber } from '../../../../functions/literals.js';
import { call } from '../../../../functions/registry.js';
import type { Expression } from '../../../../query/expression.js';
import { type DataType, STRING } from '../../../../query/types.js';
import { cast, type Maker, type Makers, of1, of2, same } from './builtin.js';
import { unify } from './unify.js';

const isArray = ({ type }: Expression) => type.kind === 'array';
const elementOf = ({ type }: Expression): DataType => (type.kind === 'array' ? type.element : STRING);

const contains = of2((whole, part) => (isArray(whole) ? call('pg_array_contains', [whole, part]) : undefined));

/** Elements as texts: only those that are texts already. */
const arrayToString: Maker = ({ args }) => {
  const [array] = args;
  return array !== undefined && elementOf(array).kind === 'string' ? call('pg_array_to_string', args) : undefined;
};

const array: Maker = ({ args }) => {
  const elements = unify(args);
  return elements === undefined ? undefined : call('array', elements);
};

const length = of2((value, dimension) =>
  constantNumber(dimension) === 1 && elementOf(value).kind !== 'array' ? call('pg_array_length', [value]) : undefined,
);

const subscript = of2((value, index) =>
  elementOf(value).kind === 'array' ? undefined : call('pg_element', [value, index]),
);

const anyEqual = of2((value, of) => {
  if (of.type.kind !== 'array') return undefined;
  return call('pg_any_equal', [cast(value, of.type.element), of]);
});

const withElement = (id: string): Maker =>
  of2((array, element) => (isArray(array) ? call(id, [array, cast(element, elementOf(array))]) : undefined));

/** Arrays. `array`, `subscript` and `= any` are names for what has no function's name in Postgres. */
export const collectionMakers: Makers = {
  array,
  subscript,
  '= any': anyEqual,
  '@>': contains,
  '<@': of2((part, whole) => (isArray(whole) ? call('pg_array_contains', [whole, part]) : undefined)),
  '&&': of2((a, b) => (isArray(a) ? call('pg_array_overlaps', [a, b]) : undefined)),
  array_length: length,
  cardinality: of1((value) => (elementOf(value).kind === 'array' ? undefined : call('pg_cardinality', [value]))),
  array_to_string: arrayToString,
  string_to_array: same('pg_string_to_array'),
  array_upper: length,
  array_position: withElement('pg_array_position'),
  array_remove: withElement('pg_array_remove'),
  array_append: withElement('pg_array_append'),
};
