import type { PgNode } from '../analysis/read-node.js';
import { SqlError } from '../sql-error.js';
import { flagOf, nodesOf, numberOf, numbersOf } from './pg-tree.js';

const EMPTY = 0;
const SIMPLE = 1;
const ROLLUP = 2;
const CUBE = 3;
const SETS = 4;
/** As many as Postgres allows. */
const MAX_SETS = 4096;

type GroupingSet = readonly number[];

function union(sets: readonly GroupingSet[]): GroupingSet {
  return [...new Set(sets.flat())];
}

/** What one GROUPINGSET node stands for: sets of reference numbers of the GROUP BY's clauses. */
function setsOf(node: PgNode): readonly GroupingSet[] {
  const kind = numberOf(node, 'kind');
  switch (kind) {
    case EMPTY:
      return [[]];
    case SIMPLE:
      return [numbersOf(node, 'content')];
    case ROLLUP: {
      const parts = nodesOf(node, 'content').map((part) => union(setsOf(part)));
      return parts.map((_, index) => union(parts.slice(0, parts.length - index))).concat([[]]);
    }
    case CUBE: {
      const parts = nodesOf(node, 'content').map((part) => union(setsOf(part)));
      const all = 2 ** parts.length;
      if (all > MAX_SETS) throw tooMany();
      return Array.from({ length: all }, (_, mask) =>
        union(parts.filter((_part, index) => ((all - 1 - mask) & (1 << index)) !== 0)),
      );
    }
    case SETS:
      return nodesOf(node, 'content').flatMap(setsOf);
    default:
      throw new SqlError('0A000', 'this grouping set is not supported');
  }
}

function tooMany(): SqlError {
  return new SqlError('54001', `too many grouping sets present (maximum ${MAX_SETS})`);
}

/**
 * The grouping sets of a query as indexes into its GROUP BY clauses; undefined for a plain GROUP BY. Several
 * `GROUPINGSET`s side by side multiply.
 */
export function groupingSetsOf(query: PgNode): readonly GroupingSet[] | undefined {
  const nodes = nodesOf(query, 'groupingSets');
  if (nodes.length === 0) return undefined;
  const indexes = new Map(
    nodesOf(query, 'groupClause').map((clause, index) => [numberOf(clause, 'tleSortGroupRef'), index]),
  );
  let product: readonly GroupingSet[] = [[]];
  for (const node of nodes) {
    const sets = setsOf(node);
    if (product.length * sets.length > MAX_SETS) throw tooMany();
    product = product.flatMap((left) => sets.map((right) => union([left, right])));
  }
  const indexed = product.map((set) => set.map((reference) => indexes.get(reference) ?? 0).toSorted((a, b) => a - b));
  if (!flagOf(query, 'groupDistinct')) return indexed;
  return [...new Map(indexed.map((set) => [set.join(), set])).values()];
}
