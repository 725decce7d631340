import { GatewayError } from '../../../../errors.js';
import type { DataType } from '../../../../query/types.js';
import type { Spelling } from '../../../definition.js';
import { castText } from '../../../spell.js';

/** Longest argument text that is written twice. */
const MAX_REPEATED = 120;

/** As its namesake for DuckDB. `name` must be another where one stands within another. */
export function readTwice(argument: string, body: (value: string) => string, name = 'v'): string {
  if (argument.length <= MAX_REPEATED) return body(argument);
  return `element_at(transform(array(${argument}), ${name} -> ${body(name)}), 1)`;
}

/** Databricks text of `body` over values that are bound to a name once. */
export function bind(values: Readonly<Record<string, string>>, name: string, body: (name: string) => string): string {
  const fields = Object.entries(values).map(([key, text]) => `'${key}', ${text}`);
  return `element_at(transform(array(named_struct(${fields.join(', ')})), ${name} -> ${body(name)}), 1)`;
}

/** A cast by the type's Databricks name. */
export const cast = (text: string, type: DataType) => castText(text, type, 'databricks');
export const scaleOf = (type: DataType | undefined) => (type?.kind === 'decimal' ? type.scale : 0);
/** Constant text as the printer wrote it, without its quotes. */
export const unquoted = (printed: string | undefined) => printed?.slice(1, -1) ?? '';
/** `name(arg, …)`. */
export const named =
  (name: string): Spelling =>
  (args) =>
    `${name}(${args.join(', ')})`;
/** What `body` makes of the first argument, at the result's type. */
export const toResult =
  (body: (value: string) => string): Spelling =>
  ([value = ''], _types, result) =>
    cast(body(value), result);

/** NOT_SUPPORTED, naming what. */
export function refused(what: string): GatewayError {
  return new GatewayError('NOT_SUPPORTED', `${what} is not supported on databricks.`);
}
