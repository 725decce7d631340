import { JSON_TYPE } from '../../../query/types.js';
import { bool, example, int, type RegisteredFunction, text, typed } from '../../define.js';
import type { Spelling } from '../../definition.js';
import { readTwice } from '../../spell.js';
import { postgresFunction } from './postgres-function.js';

const json = (value: string | null) => typed(JSON_TYPE, value);

/** Control characters but those with a letter of their own, which Postgres writes in lower case. */
const ofText = (value: string) =>
  `CASE WHEN regexp_matches(${value}, '[\\x00-\\x07\\x0b\\x0e-\\x1f]') THEN error('JSON of a text with control characters is not supported') ELSE CAST(to_json(${value}) AS VARCHAR) END`;

/** JSON text of one value; NULL stays NULL. */
const jsonOf: Spelling = ([value = ''], [type]) => {
  switch (type?.kind) {
    case 'string':
      return readTwice(value, ofText);
    case 'boolean':
      return `CASE WHEN ${value} THEN 'true' WHEN NOT ${value} THEN 'false' END`;
    case 'date':
      return `'"' || CAST(${value} AS VARCHAR) || '"'`;
    case 'timestamp':
      return `'"' || replace(CAST(${value} AS VARCHAR), ' ', 'T') || '"'`;
    default:
      return `CAST(${value} AS VARCHAR)`;
  }
};

const orNull = (value: string) => `coalesce(${value}, 'null')`;

/** Makers of JSON text, spaced as Postgres spaces it. Elements are JSON already; keys are texts. */
export const jsonBuildingFunctions: readonly RegisteredFunction[] = [
  postgresFunction(
    'pg_json_of',
    ([type, ...more]) => {
      const isNaive = type?.kind === 'timestamp' && !type.zoned;
      const takes = ['string', 'integer', 'boolean', 'date', 'json'].includes(type?.kind ?? '') || isNaive;
      return takes && more.length === 0 ? JSON_TYPE : undefined;
    },
    jsonOf,
    {
      cases: [
        example('"a\\"\\\\\\né"', text('a"\\\né')),
        example('-5', int(-5)),
        example('true', bool(true)),
        example(null, text(null)),
      ],
    },
  ),
  // Keys and values in turn.
  postgresFunction(
    'pg_json_object',
    (types) => (types.length % 2 === 0 && types.every((type) => type.kind === 'json') ? JSON_TYPE : undefined),
    (args) => {
      const fields = args.flatMap((arg, index) => (index % 2 === 0 ? [arg, `' : '`] : [orNull(arg), `', '`]));
      return `concat('{', ${[...fields.slice(0, -1), `'}'`].join(', ')})`;
    },
    {
      nulls: 'called',
      cases: [
        example('{"a" : 1, "b" : null}', json('"a"'), json('1'), json('"b"'), json(null)),
        example('{"é" : "x"}', json('"é"'), json('"x"')),
        example('{"a" : []}', json('"a"'), json('[]')),
      ],
    },
  ),
  postgresFunction(
    'pg_json_array',
    (types) => (types.length > 0 && types.every((type) => type.kind === 'json') ? JSON_TYPE : undefined),
    (args) => `concat('[', ${args.map(orNull).join(`, ', ', `)}, ']')`,
    {
      nulls: 'called',
      cases: [example('[1, null]', json('1'), json(null)), example('["é"]', json('"é"')), example('[[]]', json('[]'))],
    },
  ),
];
