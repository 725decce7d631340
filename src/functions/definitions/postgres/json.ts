import { INT32, JSON_TYPE, STRING } from '../../../query/types.js';
import { example, int, type RegisteredFunction, text, typed } from '../../define.js';
import type { Spelling } from '../../definition.js';
import { fixed, postgresFunction } from './postgres-function.js';

const json = (value: string | null) => typed(JSON_TYPE, value);

/** A field by a constant name, or an element by a constant place from 0; a negative place counts from the end. */
function pathOf(printed: string, isName: boolean): string {
  if (!isName) {
    const place = Number.parseInt(printed.replace(/[()]/g, ''), 10);
    return place < 0 ? `'$[#${place}]'` : `'$[${place}]'`;
  }
  const name = printed.slice(1, -1);
  return `'$."${name}"'`;
}

const reading =
  (name: string): Spelling =>
  ([value, key = ''], [, type]) =>
    `${name}(${value}, ${pathOf(key, type?.kind === 'string')})`;

/** A name is written into a path, where only quotes and backslashes mean more than themselves. */
const constantKey: NonNullable<RegisteredFunction['refine']> = ([, key], resolved) => {
  if (key?.kind !== 'literal' || key.value === null) return 'its key must be a constant';
  return typeof key.value === 'string' && /["\\'*]/.test(key.value) ? 'its key must hold no quotes' : resolved;
};

const KEY = [['json'], ['string', 'integer']] as const;

export const jsonFunctions: readonly RegisteredFunction[] = [
  postgresFunction(
    'pg_json_field',
    fixed([...KEY], JSON_TYPE),
    (...all) => `CAST(${reading('json_extract')(...all)} AS VARCHAR)`,
    {
      refine: constantKey,
      nulls: 'called',
      cases: [
        example('{"b":1}', json('{"a":{"b":1}}'), text('a')),
        example('3', json('[1,2,3]'), int(-1)),
        example(null, json('{"a":1}'), text('b')),
      ],
    },
  ),
  postgresFunction('pg_json_field_text', fixed([...KEY], STRING), reading('json_extract_string'), {
    refine: constantKey,
    nulls: 'called',
    cases: [
      example('é', json('{"a b":"é"}'), text('a b')),
      example(null, json('{"a":null}'), text('a')),
      example('1', json('[1]'), int(0)),
    ],
  }),
  postgresFunction(
    'pg_json_array_length',
    fixed(['json'], INT32),
    ([value]) => `CAST(json_array_length(${value}) AS INTEGER)`,
    {
      cases: [example(3n, json('[1,2,3]')), example(0n, json('[]')), example(null, json(null))],
    },
  ),
];
