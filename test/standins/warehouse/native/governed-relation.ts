import { StatementFailure } from '../executor.js';
import type { ArgumentObject, TableObject } from './governed-objects.js';
import type { PolicyUse, TablePolicies } from './policies-of.js';
import { inType, literal, type PolicyFunctions, quotedName } from './policy-functions.js';

/**
 * A relation of what policies leave of a table, under the table's own column names: rows for which the filter is TRUE,
 * then masks. Filter and masks read the columns as they are stored.
 */
export function governedRelation(
  table: TableObject,
  stored: string,
  { filter, masks }: TablePolicies,
  functions: PolicyFunctions,
): string {
  // Columns have numbers until the end, so that no parameter is taken for one.
  const numbers = new Map(table.columns.map(({ name }, index) => [name.toLowerCase(), `c${index}`]));
  const numberOf = (column: string): string => {
    const number = numbers.get(column.toLowerCase());
    if (number !== undefined) return number;
    throw new StatementFailure(
      'UNRESOLVED_COLUMN',
      '42703',
      `A policy of ${table.full_name} reads a column ${column}.`,
    );
  };
  const value = ({ column, constant }: ArgumentObject): string => {
    if (column !== undefined) return quotedName(numberOf(column));
    return constant === undefined ? 'NULL' : literal(constant);
  };
  /** The function's text, and what it reads: `from` with the parameters beside its columns, under the function's name. */
  const scoped = ({ functionName, args }: PolicyUse, from: string) => {
    const { body, parameters } = functions.applied(functionName, args.map(value));
    const name = quotedName(functionName.split('.').at(-1) ?? '');
    return { body, scope: `(SELECT ${['*', ...parameters].join(', ')} FROM ${from}) AS ${name}` };
  };
  const plain = [...numbers.values()].map(quotedName);
  const columns = table.columns.map(({ name }) => `t.${quotedName(name)} AS ${quotedName(numberOf(name))}`);
  let from = `(SELECT ${columns.join(', ')} FROM ${stored} AS t)`;
  if (filter !== undefined) {
    const { body, scope } = scoped(filter, from);
    from = `(SELECT ${plain.join(', ')} FROM ${scope} WHERE ${inType(body, 'BOOLEAN')})`;
  }
  const kept = [...plain];
  for (const [column, use] of masks) {
    const { body, scope } = scoped(use, from);
    const masked = quotedName(`m${numberOf(column)}`);
    const type = table.columns.find(({ name }) => name === column)?.type_text ?? '';
    from = `(SELECT ${kept.join(', ')}, ${inType(body, type)} AS ${masked} FROM ${scope})`;
    kept.push(masked);
  }
  const shown = table.columns.map(({ name }) => {
    const number = masks.has(name) ? `m${numberOf(name)}` : numberOf(name);
    return `v.${quotedName(number)} AS ${quotedName(name)}`;
  });
  return `(SELECT ${shown.join(', ')} FROM ${from} AS v)`;
}
