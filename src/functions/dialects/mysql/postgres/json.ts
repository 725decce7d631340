import type { Spelling } from '../../../definition.js';
import { bytewise } from '../collation.js';
import { refusedType, repeated, unless } from '../shared.js';

/** Control characters but those with a letter of their own, which Postgres writes in lower case. */
const CONTROL = '[\\x00-\\x07\\x0b\\x0e-\\x1f]';

const jsonOf: Spelling = ([value = ''], [type]) => {
  switch (type?.kind) {
    case 'string':
      return repeated(value, (v) => unless(`${v} REGEXP '${CONTROL}'`, '0A000', v, bytewise(`JSON_QUOTE(${v})`)));
    case 'boolean':
      return `(CASE WHEN ${value} THEN 'true' WHEN NOT ${value} THEN 'false' END)`;
    case 'integer':
      return `CAST(${value} AS CHAR)`;
    case 'json':
      return value;
    case 'date':
      return `CONCAT('"', CAST(${value} AS CHAR), '"')`;
    default:
      return refusedType('pg_json_of', type ?? { kind: 'null' });
  }
};

const orNull = (value: string) => `COALESCE(${value}, 'null')`;

/** Makers of JSON text, spaced as Postgres spaces it. */
export const postgresJson: Readonly<Record<string, Spelling>> = {
  pg_json_of: jsonOf,
  pg_json_object: (args) => {
    const fields = args.flatMap((arg, index) => (index % 2 === 0 ? [arg, "' : '"] : [orNull(arg), "', '"]));
    return `CONCAT('{', ${[...fields.slice(0, -1), "'}'"].join(', ')})`;
  },
  pg_json_array: (args) => `CONCAT('[', ${args.map(orNull).join(", ', ', ")}, ']')`,
};
