import { arrayType, BOOLEAN, type DataType, INT32, STRING, sameType } from '../../../query/types.js';
import { commonTypeOf } from '../../common-type.js';
import { example, int, type RegisteredFunction, text, typed } from '../../define.js';
import { castText, readTwice } from '../../spell.js';
import { fixed, lambdaName, postgresFunction } from './postgres-function.js';

const ELEMENT = lambdaName('e');
const INTS = arrayType(INT32);
const TEXTS = arrayType(STRING);
const none = typed(INTS, null);
const noTexts = typed(TEXTS, null);

const elementOf = ([type]: readonly DataType[]) => (type?.kind === 'array' ? type.element : undefined);
const pair = fixed(['array', 'array'], BOOLEAN);

const withElement =
  (result: DataType | undefined): RegisteredFunction['resolve'] =>
  ([array, element, ...more]) => {
    if (array?.kind !== 'array' || element === undefined || more.length > 0) return undefined;
    return element.kind === 'null' || sameType(array.element, element) ? (result ?? array) : undefined;
  };

/** Elements count by equality; a NULL element is contained in nothing. */
const contains = (whole: string, part: string) =>
  `(CASE WHEN ${whole} IS NULL OR ${part} IS NULL THEN NULL ELSE len(list_filter(${part}, lambda ${ELEMENT}: ${ELEMENT} IS NULL)) = 0 AND list_has_all(${whole}, ${part}) END)`;

export const arrayFunctions: readonly RegisteredFunction[] = [
  postgresFunction(
    'array',
    (types) => {
      const common = commonTypeOf(types);
      return common === undefined || common.kind === 'null' ? undefined : arrayType(common);
    },
    (args, _types, result) =>
      castText(`[${args.join(', ')}]`, result, 'duckdb').replace(/AS ARRAY<.*$/s, () => `AS ${nameOf(result)})`),
    {
      nulls: 'called',
      cases: [example('[1, 2]', int(1), int(2)), example('[NULL]', int(null)), example('[a, é]', text('a'), text('é'))],
    },
  ),
  // Elements from 1; NULL outside.
  postgresFunction(
    'pg_element',
    fixed(['array', 'integer'], elementOf),
    ([array, index = '']) =>
      `list_extract(${array}, ${readTwice(index, (at) => `CASE WHEN ${at} > 0 THEN ${at} END`)})`,
    {
      cases: [example(null, none, int(1)), example(null, none, int(0)), example(null, none, int(null))],
    },
  ),
  postgresFunction('pg_cardinality', fixed(['array'], INT32), ([array]) => `CAST(len(${array}) AS INTEGER)`, {
    cases: [example(null, none), example(null, noTexts), example(null, typed(arrayType(BOOLEAN), null))],
  }),
  postgresFunction(
    'pg_array_length',
    fixed(['array'], INT32),
    ([array]) => `CAST(nullif(len(${array}), 0) AS INTEGER)`,
    {
      cases: [example(null, none), example(null, noTexts), example(null, typed(arrayType(BOOLEAN), null))],
    },
  ),
  postgresFunction('pg_array_contains', pair, ([whole = '', part = '']) => contains(whole, part), {
    cases: [example(null, none, none), example(null, noTexts, noTexts), example(null, noTexts, noTexts)],
  }),
  postgresFunction('pg_array_overlaps', pair, 'list_has_any', {
    cases: [example(null, none, none), example(null, noTexts, noTexts), example(null, noTexts, noTexts)],
  }),
  // Where the element stands, from 1; NULL where it does not. NULL is looked for as an element.
  postgresFunction(
    'pg_array_position',
    withElement(INT32),
    ([array = '', element = '']) => {
      const place = `CASE WHEN ${element} IS NULL THEN list_position(list_transform(${array}, lambda ${ELEMENT}: ${ELEMENT} IS NULL), TRUE) ELSE list_position(${array}, ${element}) END`;
      return `CAST(nullif(${place}, 0) AS INTEGER)`;
    },
    {
      nulls: 'called',
      cases: [example(null, none, int(1)), example(null, noTexts, text('a')), example(null, none, int(null))],
    },
  ),
  postgresFunction(
    'pg_array_remove',
    withElement(undefined),
    ([array, element]) => `list_filter(${array}, lambda ${ELEMENT}: ${ELEMENT} IS DISTINCT FROM ${element})`,
    {
      nulls: 'called',
      cases: [example(null, none, int(1)), example(null, noTexts, text('a')), example(null, none, int(null))],
    },
  ),
  // An array that is NULL counts as one of nothing.
  postgresFunction(
    'pg_array_append',
    withElement(undefined),
    ([array, element], _types, result) => `list_append(coalesce(${array}, CAST([] AS ${nameOf(result)})), ${element})`,
    {
      nulls: 'called',
      cases: [example('[1]', none, int(1)), example('[a]', noTexts, text('a')), example('[NULL]', none, int(null))],
    },
  ),
  // value = ANY(array), with SQL's three-valued logic.
  postgresFunction(
    'pg_any_equal',
    (types) => (types.length === 2 && types[1]?.kind === 'array' ? BOOLEAN : undefined),
    ([value = '', array = '']) =>
      `(CASE WHEN ${array} IS NULL THEN NULL WHEN len(${array}) = 0 THEN FALSE WHEN ${value} IS NULL THEN NULL WHEN list_contains(${array}, ${value}) THEN TRUE WHEN len(list_filter(${array}, lambda ${ELEMENT}: ${ELEMENT} IS NULL)) > 0 THEN NULL ELSE FALSE END)`,
    {
      nulls: 'called',
      cases: [example(null, int(1), none), example(null, text('a'), noTexts), example(null, int(null), none)],
    },
  ),
  postgresFunction(
    'pg_array_to_string',
    fixed(
      ['array', 'string', 'string'],
      ([type]) => (type?.kind === 'array' && type.element.kind === 'string' ? STRING : undefined),
      2,
    ),
    ([array, separator, absent]) => {
      const elements =
        absent === undefined ? array : `list_transform(${array}, lambda ${ELEMENT}: coalesce(${ELEMENT}, ${absent}))`;
      // DuckDB answers NULL for an array of nothing but NULLs.
      return `CASE WHEN ${array} IS NOT NULL AND ${separator} IS NOT NULL THEN coalesce(array_to_string(${elements}, ${separator}), '') END`;
    },
    {
      refine: ([, separator, absent], resolved) =>
        separator?.kind === 'literal' && (absent === undefined || absent.kind === 'literal')
          ? resolved
          : 'its separator must be a constant',
      cases: [example(null, noTexts, text(',')), example(null, noTexts, text('')), example(null, noTexts, text(null))],
    },
  ),
  postgresFunction(
    'pg_string_to_array',
    fixed(['string', 'string'], TEXTS),
    ([value = '', separator]) =>
      readTwice(
        value,
        (x) =>
          `CASE WHEN ${x} = '' THEN CAST([] AS VARCHAR[]) WHEN ${x} IS NOT NULL THEN string_split(${x}, ${separator}) END`,
      ),
    {
      refine: ([, separator], resolved) =>
        separator?.kind === 'literal' && typeof separator.value === 'string' && separator.value !== ''
          ? resolved
          : 'its separator must be a constant text, not empty',
      cases: [
        example("[a, '', b]", text('a,,b'), text(',')),
        example('[]', text(''), text(',')),
        example(null, text(null), text(',')),
      ],
    },
  ),
];

/** DuckDB's name of an array type. */
function nameOf(type: DataType): string {
  if (type.kind === 'array') return `${nameOf(type.element)}[]`;
  return castText('x', type, 'duckdb').replace(/^CAST\(x AS (.*)\)$/, '$1');
}
