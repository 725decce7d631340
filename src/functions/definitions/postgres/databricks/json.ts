import type { Spelling } from '../../../definition.js';
import { readTwice } from './shared.js';

/** `to_json` takes no bare text: it is the one member of an array. Control characters are refused as for DuckDB. */
const ofText = (value: string) =>
  `CASE WHEN ${value} RLIKE '[\\\\x00-\\\\x07\\\\x0b\\\\x0e-\\\\x1f]' THEN raise_error('JSON of a text with control characters is not supported') WHEN ${value} IS NOT NULL THEN regexp_extract(to_json(array(${value})), '(?s)^.(.*).$', 1) END`;

const jsonOf: Spelling = ([value = ''], [type]) => {
  switch (type?.kind) {
    case 'string':
      return readTwice(value, ofText);
    case 'date':
      return `concat('"', CAST(${value} AS STRING), '"')`;
    case 'timestamp':
      return `concat('"', replace(CAST(${value} AS STRING), ' ', 'T'), '"')`;
    default:
      return `CAST(${value} AS STRING)`;
  }
};

const orNull = (value: string) => `coalesce(${value}, 'null')`;

const object: Spelling = (args) => {
  const fields = args.flatMap((arg, index) => (index % 2 === 0 ? [arg, `' : '`] : [orNull(arg), `', '`]));
  return `concat('{', ${[...fields.slice(0, -1), `'}'`].join(', ')})`;
};

const collected: Spelling = ([element = ''], _types, _result, { distinct, orderBy, filter }) => {
  const order = orderBy === '' ? '' : ` WITHIN GROUP (${orderBy.trim()})`;
  return `concat('[', listagg(${distinct}${orNull(element)}, ', ')${order}${filter}, ']')`;
};

/** Makers of JSON text, spaced as Postgres spaces it. */
export const jsonSpellings: Readonly<Record<string, Spelling>> = {
  pg_json_of: jsonOf,
  pg_json_object: object,
  pg_json_array: (args) => `concat('[', ${args.map(orNull).join(`, ', ', `)}, ']')`,
  pg_json_agg: collected,
};
