import { GatewayError } from '../../errors.js';
import type { TypedOperand } from '../../sql/dialect.js';
import { bareColumn, bareConstant, comparisonKey, hasKey } from './collation.js';

/** IN of values. Of texts by their keys; a column and constants are compared as they are as well, for an index. */
export function inList({ sql, type }: TypedOperand, values: readonly string[]): string {
  if (!hasKey(type)) return `(${sql} IN (${values.join(', ')}))`;
  const key = (text: string) => comparisonKey(text, type);
  const exact = `${key(sql)} IN (${values.map(key).join(', ')})`;
  const column = bareColumn(sql);
  const constants = values.map(bareConstant);
  if (column === undefined || constants.some((text) => text === undefined)) return `(${exact})`;
  return `(${column} IN (${constants.join(', ')}) AND ${exact})`;
}

/** @throws GatewayError NOT_SUPPORTED for more than one operand */
export function inSubquery(operands: readonly TypedOperand[], subquery: string): string {
  const [operand, ...more] = operands;
  if (operand === undefined || more.length > 0)
    throw new GatewayError('NOT_SUPPORTED', 'IN of several columns is not supported on mssql.');
  const { sql, type } = operand;
  if (!hasKey(type)) return `(${sql} IN (${subquery}))`;
  return `(${comparisonKey(sql, type)} IN (SELECT ${comparisonKey('s.v', type)} FROM (${subquery}) AS s(v)))`;
}
