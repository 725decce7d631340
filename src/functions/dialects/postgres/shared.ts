import { GatewayError } from '../../../errors.js';
import { type DataType, NULL_TYPE, printType, sameType } from '../../../query/types.js';
import type { Spelling } from '../../definition.js';
import { postgresType } from './type-name.js';

export type Spellings = Readonly<Record<string, Spelling>>;

/** What PostgreSQL cannot say exactly; it may be one case of a function that it can say otherwise. */
export const refused = (what: string) => new GatewayError('NOT_SUPPORTED', `${what} is not supported on postgres.`);

/** `name(arg, …)`. */
export const named =
  (name: string): Spelling =>
  (args) =>
    `${name}(${args.join(', ')})`;

/** `text::type`. `text` must be safe as an operand. A product beyond 16 bits raises where one of 8 bits has to hold. */
export function cast(text: string, type: DataType): string {
  const plain = `${text}::${postgresType(type)}`;
  return type.kind === 'integer' && type.bits === 8 ? `(${plain} * 256::smallint / 256::smallint)` : plain;
}

/** The argument at `target`'s type; as it is if it has that already. */
export function widen(text: string, type: DataType | undefined, target: DataType): string {
  return type !== undefined && sameType(type, target) ? text : cast(text, target);
}

/** Each argument at `target`'s type. */
export const widened = (args: readonly string[], types: readonly DataType[], target: DataType) =>
  args.map((arg, index) => widen(arg, types[index], target));

/** Arithmetic on exact numbers forgets their digits, which the result's type has. */
export const atResult = (text: string, result: DataType) =>
  result.kind === 'decimal' || (result.kind === 'integer' && result.bits < 32) ? cast(text, result) : text;

/** Text orders by its bytes, whatever the column's or the database's collation. Other types as they are. */
export const bytewise = (text: string, type: DataType | undefined) =>
  type?.kind === 'string' || type?.kind === 'json' ? `${text} COLLATE "C"` : text;

/** Letters of all scripts, in the root locale; what is made of them compares by bytes again. */
export const ofLetters = (name: string, text: string) => `(${name}(${text} COLLATE "und-x-icu") COLLATE "C")`;

/** A bare NULL among texts, where functions have several forms. */
export const texts = (args: readonly string[], types: readonly DataType[]) =>
  args.map((arg, index) => ((types[index] ?? NULL_TYPE).kind === 'null' ? `${arg}::text` : arg));

const CONSTANT = /^\(?(-?\d+)\)?::(?:smallint|integer|bigint)$/;

/** The integer that the printer wrote, undefined for anything but a constant. */
export function constantOf(printed: string | undefined): bigint | undefined {
  const digits = CONSTANT.exec(printed ?? '')?.[1];
  return digits === undefined ? undefined : BigInt(digits);
}

/** The text of a constant that the printer wrote, undefined for anything else. */
export function textOf(printed: string | undefined): string | undefined {
  const found = /^'((?:[^']|'')*)'::text$/.exec(printed ?? '');
  return found?.[1]?.replaceAll("''", "'");
}

/** A constant of a text. */
export const quote = (text: string) => `'${text.replaceAll("'", "''")}'::text`;

/** The digits after the point of an exact number. */
export const scaleOf = (type: DataType | undefined) => (type?.kind === 'decimal' ? type.scale : 0);

/** An instant's wall clock in UTC, any other time as it is. */
export const atUtc = (text: string, type: DataType | undefined) =>
  type?.kind === 'timestamp' && type.zoned ? `timezone('UTC', ${text})` : text;

export const refusedType = (what: string, type: DataType) => refused(`${what} of type ${printType(type)}`);
