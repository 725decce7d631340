import { call } from '../../functions/registry.js';
import { filter } from '../../query/build.js';
import type { ColumnExpression, Expression, NamedExpression } from '../../query/expression.js';
import type { Relation } from '../../query/relation.js';
import { definedAliases } from '../../query/rename-aliases.js';

/** The key columns as the input below `items` names them; undefined if one is not a plain column there. */
function throughItems(keys: readonly ColumnExpression[], alias: string, items: readonly NamedExpression[]) {
  const mapped: ColumnExpression[] = [];
  for (const key of keys) {
    if (key.relation !== alias) return undefined;
    const below = items.find((item) => item.name === key.name)?.expression;
    if (below?.kind !== 'column') return undefined;
    mapped.push(below);
  }
  return mapped;
}

function samePartition(keys: readonly ColumnExpression[], partitionBy: readonly Expression[]): boolean {
  return keys.every((key) =>
    partitionBy.some((part) => part.kind === 'column' && part.relation === key.relation && part.name === key.name),
  );
}

/**
 * Adds "the key is one of these" as deep as it keeps its meaning: down to the scan where it can, so that a list
 * nested in 20 parents reads those parents' rows and no others. The keys are values the caller sees, and the
 * comparison cannot raise, so it may pass a barrier where the key is a column that no mask changes.
 */
export function pushKeyFilter(
  relation: Relation,
  keys: readonly ColumnExpression[],
  predicate: (keys: readonly ColumnExpression[]) => Expression,
): Relation {
  const here = () => filter(relation, predicate(keys));
  const below = (input: Relation, mapped: readonly ColumnExpression[] = keys) =>
    pushKeyFilter(input, mapped, predicate);
  switch (relation.kind) {
    case 'filter': {
      const input = below(relation.input);
      // Two filters in a row would be one too many: join them.
      if (input.kind === 'filter' && input.input === relation.input) {
        return filter(relation.input, call('and', [input.predicate, relation.predicate]));
      }
      return { ...relation, input };
    }
    case 'sort':
    case 'barrier':
      return { ...relation, input: below(relation.input) };
    case 'project': {
      const mapped = throughItems(keys, relation.alias, relation.items);
      return mapped === undefined ? here() : { ...relation, input: below(relation.input, mapped) };
    }
    case 'aggregate': {
      const mapped = throughItems(keys, relation.alias, relation.groups);
      return mapped === undefined ? here() : { ...relation, input: below(relation.input, mapped) };
    }
    case 'window': {
      const isPartitioned = relation.items.every(
        ({ expression }) => expression.kind === 'window-call' && samePartition(keys, expression.partitionBy),
      );
      return isPartitioned ? { ...relation, input: below(relation.input) } : here();
    }
    case 'limit':
      return relation.per !== undefined && samePartition(keys, relation.per.partitionBy)
        ? { ...relation, input: below(relation.input) }
        : here();
    case 'join': {
      const left = definedAliases(relation.left);
      const isLeft = keys.every((key) => left.has(key.relation));
      return isLeft && relation.type !== 'right' && relation.type !== 'full'
        ? { ...relation, left: below(relation.left) }
        : here();
    }
    case 'with':
      return { ...relation, body: below(relation.body) };
    case 'nest':
      return { ...relation, input: below(relation.input) };
    case 'scan':
    case 'reference':
    case 'values':
    case 'series':
    case 'unnest':
    case 'distinct':
    case 'set-operation':
      return here();
    default:
      return relation satisfies never;
  }
}
