import { conjunction } from '../../functions/conjunction.js';
import { call } from '../../functions/registry.js';
import type { Expression } from '../../query/expression.js';
import { walkExpression } from '../../query/walk.js';
import { isMaskedColumn } from '../table-policies.js';
import type { MetricJoinText } from './metric-definition.js';
import { columnIn, type MetricTable, type NameReader, parseMetricSql, SOURCE_PATH, sameName } from './metric-scope.js';

const lastName = (path: string) => path.split('.').at(-1) ?? path;

/** Names in `on`: each table by its whole path or its own name; a bare name only where one of the two has it. */
function namesBetween(parent: MetricTable, own: MetricTable): NameReader {
  return (parts) => {
    const name = parts.at(-1) ?? '';
    const path = parts.slice(0, -1).join('.');
    const named = [parent, own].filter(
      (table) => path === '' || sameName(table.path, path) || sameName(lastName(table.path), path),
    );
    const found = named.map((table) => columnIn(table, name)).filter((candidate) => candidate !== undefined);
    return found.length > 1 ? `column "${name}" is in both tables` : found[0];
  };
}

function usingColumns(parent: MetricTable, own: MetricTable, using: readonly string[]): Expression | string {
  const pairs: Expression[] = [];
  for (const name of using) {
    const left = columnIn(parent, name);
    const right = columnIn(own, name);
    if (left === undefined || right === undefined) return `column "${name}" is not in both tables`;
    if (typeof left === 'string') return left;
    if (typeof right === 'string') return right;
    if (left.type.kind !== right.type.kind) return `column "${name}" is of two types`;
    pairs.push(call('eq', [left, right]));
  }
  return conjunction(pairs);
}

/** Names of the columns of `alias` that the condition equates with a value of the row it is joined to. */
function equatedColumns(on: Expression, alias: string): ReadonlySet<string> {
  if (on.kind !== 'call') return new Set();
  if (on.function === 'and') return new Set(on.arguments.flatMap((term) => [...equatedColumns(term, alias)]));
  if (on.function !== 'eq') return new Set();
  const readsOwn = (side: Expression): boolean => {
    let reads = false;
    walkExpression(side, {
      expression: (node) => {
        if (node.kind === 'column' && node.relation === alias) reads = true;
      },
    });
    return reads;
  };
  const [left, right] = on.arguments;
  for (const [own, other] of [
    [left, right],
    [right, left],
  ]) {
    if (own?.kind === 'column' && own.relation === alias && other !== undefined && !readsOwn(other))
      return new Set([own.name]);
  }
  return new Set();
}

/** Why a row may find several rows, or whether one it finds depends on who asks; a clause. */
function severalRows({ alias, facts: { table } }: MetricTable, on: Expression): string | undefined {
  const { primaryKey } = table;
  const { name } = table.reference;
  if (primaryKey.length === 0) return `may find several rows: ${name} has no primary key in Unity Catalog`;
  const masked = primaryKey.find((column) => isMaskedColumn(table, column));
  if (masked !== undefined) return `is by column "${masked}" of ${name}, which is masked`;
  const equated = equatedColumns(on, alias);
  const missing = primaryKey.find((column) => !equated.has(column));
  return missing === undefined
    ? undefined
    : `may find several rows: it does not equate "${missing}" of the primary key of ${name}`;
}

/**
 * The condition by which a metric view joins a table to its source, or to a table joined before.
 * @returns a text where the join is not served: a clause that says why.
 */
export function joinCondition(join: MetricJoinText, parent: MetricTable, own: MetricTable): Expression | string {
  if (sameName(join.name, SOURCE_PATH)) return 'bears the name of the source';
  const on =
    join.using === undefined
      ? parseMetricSql(join.on ?? '', namesBetween(parent, own), { aggregates: false })
      : usingColumns(parent, own, join.using);
  if (typeof on === 'string') return `cannot be made: ${on}`;
  if (on.type.kind !== 'boolean') return 'has an "on" that is no condition';
  return severalRows(own, on) ?? on;
}
