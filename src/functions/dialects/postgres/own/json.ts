import type { DataType } from '../../../../query/types.js';
import type { Spelling } from '../../../definition.js';
import { constantOf, type Spellings } from '../shared.js';

/** JSON is carried as text, and read where something is taken out of it. */
const key = (printed: string | undefined) => constantOf(printed) ?? printed;

const jsonOf: Spelling = ([value = ''], [type]) => {
  switch (type?.kind) {
    case 'json':
      return value;
    case 'integer':
    case 'boolean':
      return `${value}::text`;
    default:
      return `to_json(${value})::text`;
  }
};

const orNull = (value: string) => `coalesce(${value}, 'null')`;

const isText = (type: DataType | undefined) => type?.kind === 'null';
const typed = (args: readonly string[], types: readonly DataType[]) =>
  args.map((arg, index) => (isText(types[index]) ? `${arg}::text` : arg));

export const jsonSpellings: Spellings = {
  pg_json_field: ([value, name]) => `(${value}::json -> ${key(name)})::text`,
  pg_json_field_text: ([value, name]) => `(${value}::json ->> ${key(name)})`,
  pg_json_array_length: ([value]) => `json_array_length(${value}::json)`,
  pg_json_of: jsonOf,
  pg_json_object: (args, types) => {
    const parts = typed(args, types).map((arg, index) => (index % 2 === 0 ? `${arg} || ' : '` : orNull(arg)));
    const fields = parts.flatMap((part, index) => (index % 2 === 0 ? [`${part} || ${parts[index + 1]}`] : []));
    return fields.length === 0 ? `'{}'::text` : `('{' || ${fields.join(" || ', ' || ")} || '}')`;
  },
  pg_json_array: (args, types) => `('[' || ${typed(args, types).map(orNull).join(" || ', ' || ")} || ']')`,
};
