import type { DataType } from '../../query/types.js';

/**
 * Text is compared by its code points, whatever the collation of the database and of the column; a column of an older
 * code page comes to UTF-8 without a loss.
 */
export const COLLATION = 'Latin1_General_100_BIN2_UTF8';

const SUFFIX = ` COLLATE ${COLLATION}`;

/** Text of any type and collation as the dialect carries it. */
export function asText(operand: string): string {
  return `CAST(${operand} AS nvarchar(max))${SUFFIX}`;
}

/** The same collation once more is no harm to the engine, and one to the reader. */
export function collated(operand: string): string {
  return operand.endsWith(SUFFIX) ? operand : `${operand}${SUFFIX}`;
}

/** Types that are put in order by a key of their own. */
export function hasKey({ kind }: DataType): boolean {
  return kind === 'string' || kind === 'json' || kind === 'uuid';
}

const NO_END = ", NCHAR(0), N'')";

/**
 * What stands for a value where it is compared, ordered or grouped. The server fills the shorter of two texts up with
 * spaces, so that `a` would equal `a ` and follow a tab; a character below all others at the end of each prevents it.
 * It puts UUIDs in order by their last bytes first.
 */
export function comparisonKey(operand: string, { kind }: DataType): string {
  if (kind === 'uuid') return `CONVERT(char(36), ${operand})${SUFFIX}`;
  if (kind !== 'string' && kind !== 'json') return operand;
  // The value of a key has that key.
  const isOfKey = operand.startsWith('REPLACE((') && operand.endsWith(` + NCHAR(0))${NO_END}`);
  return isOfKey ? operand.slice('REPLACE('.length, -NO_END.length) : `(${operand} + NCHAR(0))`;
}

/** The value whose key this is. */
export function valueOfKey(key: string, { kind }: DataType): string {
  if (kind === 'uuid') return `CAST(${key} AS uniqueidentifier)`;
  return kind === 'string' || kind === 'json' ? `REPLACE(${key}${NO_END}` : key;
}

const NAME = String.raw`\[(?:[^\]]|\]\])*\]`;
const COLUMN = new RegExp(`^CAST\\((${NAME}\\.${NAME}) AS nvarchar\\(max\\)\\)${SUFFIX}$`, 'u');
const CONSTANT = new RegExp(`^(?:CAST\\((@p\\d+) AS nvarchar\\(max\\)\\)|(N'(?:[^']|'')*'))${SUFFIX}$`, 'u');

/** A column as the table has it, where the operand is no more than that: an index of it can be used. */
export function bareColumn(operand: string): string | undefined {
  return COLUMN.exec(operand)?.[1];
}

/** A constant text alone. */
export function bareConstant(operand: string): string | undefined {
  const match = CONSTANT.exec(operand);
  return match?.[1] ?? match?.[2];
}
