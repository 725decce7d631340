import { call } from '../../../../functions/registry.js';
import type { Expression } from '../../../../query/expression.js';
import { type Builtin, type Maker, type Makers, of1, of2, same, textLiteral } from './builtin.js';
import { toText } from './casts.js';

/** JSON of one value; undefined for types whose JSON is not spelled. */
export const jsonOf = (value: Expression): Expression | undefined => {
  const isNull = value.kind === 'literal' && value.value === null;
  return isNull ? call('pg_json_of', [{ ...textLiteral(''), value: null }]) : call('pg_json_of', [value]);
};

const all = (values: readonly (Expression | undefined)[]): readonly Expression[] | undefined => {
  const made = values.filter((value) => value !== undefined);
  return made.length === values.length ? made : undefined;
};

/** Keys are constants: a NULL among them raises. */
const buildObject: Maker = ({ args, argTypes, timeZone }: Builtin) => {
  const entries = args.map((arg, index) => {
    if (index % 2 === 1) return jsonOf(arg);
    const key = arg.kind === 'literal' && arg.value !== null ? toText(arg, argTypes[index] ?? 0, timeZone) : undefined;
    return key === undefined ? undefined : jsonOf(key);
  });
  const made = all(entries);
  return made === undefined || made.length === 0 ? undefined : call('pg_json_object', made);
};

const buildArray: Maker = ({ args }) => {
  const made = all(args.map(jsonOf));
  return made === undefined || made.length === 0 ? undefined : call('pg_json_array', made);
};

/** JSON read and built. jsonb is only read: it has an order of keys and a spacing of its own. */
export const jsonMakers: Makers = {
  '->': same('pg_json_field'),
  '->>': same('pg_json_field_text'),
  json_array_length: same('pg_json_array_length'),
  jsonb_array_length: same('pg_json_array_length'),
  json_extract_path_text: of2((value, key) => call('pg_json_field_text', [value, key])),
  to_json: of1(jsonOf),
  json_build_object: buildObject,
  json_build_array: buildArray,
};
