import { GatewayError } from '../../../errors.js';
import { type DataType, printType, sameType } from '../../../query/types.js';
import { exactDigits } from '../../common-type.js';

/*
 * The registry may not read the source's own folder, so that what both must agree on stands here too: text is
 * nvarchar(max) under this collation, and compared by a key (`sources/mssql/collation.ts`).
 */
const COLLATE = ' COLLATE Latin1_General_100_BIN2_UTF8';

export function unsupported(what: string): GatewayError {
  return new GatewayError('NOT_SUPPORTED', `${what} is not supported on mssql.`);
}

/** Text of a function's own making, as the dialect carries text. */
export const asText = (operand: string) => `CAST(${operand} AS nvarchar(max))${COLLATE}`;

export const isText = ({ kind }: DataType) => kind === 'string' || kind === 'json';
export const hasKey = (type: DataType) => isText(type) || type.kind === 'uuid';

const NO_END = ", NCHAR(0), N'')";

/** What stands for a value where it is compared. */
export function keyOf(operand: string, type: DataType): string {
  if (type.kind === 'uuid') return `CONVERT(char(36), ${operand})${COLLATE}`;
  if (!isText(type)) return operand;
  const isOfKey = operand.startsWith('REPLACE((') && operand.endsWith(` + NCHAR(0))${NO_END}`);
  return isOfKey ? operand.slice('REPLACE('.length, -NO_END.length) : `(${operand} + NCHAR(0))`;
}

/** The value of a key. */
export function fromKey(key: string, type: DataType): string {
  if (type.kind === 'uuid') return `CAST(${key} AS uniqueidentifier)`;
  return isText(type) ? `REPLACE(${key}${NO_END}` : key;
}

const NAME = String.raw`\[(?:[^\]]|\]\])*\]`;
const COLUMN = new RegExp(`^CAST\\((${NAME}\\.${NAME}) AS nvarchar\\(max\\)\\)${COLLATE}$`, 'u');
const CONSTANT = new RegExp(`^(?:CAST\\((@p\\d+) AS nvarchar\\(max\\)\\)|(N'(?:[^']|'')*'))${COLLATE}$`, 'u');

/** A column and a constant as they are: of equal texts these are equal too, and an index can be used. */
export function bareEquality(left: string, right: string): string | undefined {
  const constant = (text: string) => {
    const match = CONSTANT.exec(text);
    return match?.[1] ?? match?.[2];
  };
  const [column, value] =
    COLUMN.exec(left) === null ? [COLUMN.exec(right)?.[1], constant(left)] : [COLUMN.exec(left)?.[1], constant(right)];
  return column === undefined || value === undefined ? undefined : `${column} = ${value}`;
}

/** The text of a literal argument, such as a unit. @throws GatewayError NOT_SUPPORTED for any other argument */
export function literalText(argument: string, what: string): string {
  const match = /^N'((?:[^']|'')*)'/u.exec(argument);
  if (match === null) throw unsupported(`${what} that is no constant of the statement`);
  return (match[1] ?? '').replaceAll("''", "'");
}

function numberName(type: DataType): string {
  switch (type.kind) {
    case 'integer':
      return { 8: 'smallint', 16: 'smallint', 32: 'int', 64: 'bigint' }[type.bits];
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'float':
      return type.bits === 32 ? 'real' : 'float';
    default:
      throw unsupported(`A conversion to ${printType(type)}`);
  }
}

/** A number at another type. */
export function toNumber(operand: string, type: DataType): string {
  return `CAST(${operand} AS ${numberName(type)})`;
}

/** The argument at `target`'s type; only numbers widen. NULL takes any type by itself. */
export function widen(operand: string, type: DataType, target: DataType): string {
  if (sameType(type, target) || type.kind === 'null') return operand;
  return toNumber(operand, target);
}

/** Digits of an exact number. @throws GatewayError NOT_SUPPORTED for any other */
export function digitsOf(type: DataType): { readonly whole: number; readonly scale: number } {
  const digits = exactDigits(type);
  if (digits === undefined) throw unsupported(`Arithmetic of ${printType(type)}`);
  return digits;
}
