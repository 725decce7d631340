import { column, filter, limitPer, project } from '../../../query/build.js';
import type { ColumnExpression, Expression, NamedExpression, SortKey } from '../../../query/expression.js';
import type { Relation } from '../../../query/relation.js';
import type { PgNode } from '../analysis/read-node.js';
import { holdsSubquery, isReadInSubquery } from './aliases-read.js';
import { typeOidOf } from './expression-type.js';
import { beginGroups, finishGroups } from './group-rows.js';
import type { Level } from './level.js';
import { sortAndLimit } from './limit-rows.js';
import { flagOf, nodeOf, nodesOf, numberOf, optionalNode } from './pg-tree.js';
import { rowLimitOf } from './row-limit.js';
import { sortKeysOf } from './sort-keys.js';
import { withTargetSets } from './target-sets.js';
import type { QueryOptions, TranslatedQuery, Translation } from './translation.js';
import { WindowStage } from './window-stage.js';

interface Output {
  readonly reference: number;
  readonly typeOid: number;
  readonly expression: Expression;
}

function outputsOf(translation: Translation, level: Level): readonly Output[] {
  return nodesOf(level.query, 'targetList')
    .filter((entry) => !flagOf(entry, 'resjunk'))
    .map((entry) => {
      const node = nodeOf(entry, 'expr');
      return {
        reference: numberOf(entry, 'ressortgroupref'),
        typeOid: typeOidOf(node),
        expression: translation.expression(node, level),
      };
    });
}

function named(outputs: readonly Output[]): readonly NamedExpression[] {
  return outputs.map(({ expression }, index) => ({ name: `c${index + 1}`, expression }));
}

const reference = (clause: PgNode): number => numberOf(clause, 'tleSortGroupRef');

/** How a query's rows are put out: as they are, distinct, or with their sort above the select list. */
class SelectTail {
  private readonly outputs: readonly Output[];
  private readonly sortClauses: readonly PgNode[];

  constructor(
    private readonly translation: Translation,
    private readonly level: Level,
    private readonly options: QueryOptions,
  ) {
    this.outputs = outputsOf(translation, level);
    this.sortClauses = nodesOf(level.query, 'sortClause');
  }

  /** `input` makes the relation below the select list, once all its expressions are known. */
  finish(input: (used: readonly Expression[]) => Relation): TranslatedQuery {
    const isDistinct = nodesOf(this.level.query, 'distinctClause').length > 0;
    const isDistinctOn = flagOf(this.level.query, 'hasDistinctOn');
    if (isDistinct && !isDistinctOn) return this.sortedAbove(input, true);
    if (!isDistinctOn && this.mustSortAbove()) return this.sortedAbove(input, false);
    const keys = this.keys((clause) => this.translation.expression(this.level.target(reference(clause)), this.level));
    const partition = isDistinctOn ? this.distinctOn() : [];
    const used = [...this.outputs, ...keys].map(({ expression }) => expression);
    const below = input([...used, ...partition]);
    const first = isDistinctOn ? limitPer(below, 1, 0, partition, keys) : below;
    return this.put(this.limited(first, keys), named(this.outputs), keys);
  }

  private keys(expressionOf: (clause: PgNode) => Expression): readonly SortKey[] {
    return sortKeysOf(this.sortClauses, expressionOf);
  }

  private limited(input: Relation, keys: readonly SortKey[]): Relation {
    return sortAndLimit(this.translation, input, keys, rowLimitOf(this.translation, this.level));
  }

  private distinctOn(): readonly Expression[] {
    return nodesOf(this.level.query, 'distinctClause').map((clause) =>
      this.translation.expression(this.level.target(reference(clause)), this.level),
    );
  }

  /** A key that is an output with a sub-query is named, not evaluated twice; all keys must be outputs for that. */
  private mustSortAbove(): boolean {
    const sorted = this.sortClauses.map((clause) =>
      this.outputs.find((output) => output.reference === reference(clause)),
    );
    return (
      sorted.every((output) => output !== undefined) &&
      sorted.some((output) => output !== undefined && holdsSubquery(output.expression))
    );
  }

  private sortedAbove(input: (used: readonly Expression[]) => Relation, distinct: boolean): TranslatedQuery {
    const alias = this.translation.fresh('s');
    const items = named(this.outputs);
    const below = project(input(items.map(({ expression }) => expression)), alias, items);
    const columns = items.map(({ name, expression }) => column(alias, name, expression.type));
    const rows: Relation = distinct ? { kind: 'distinct', input: below } : below;
    const keys = this.keys((clause) => {
      const index = this.outputs.findIndex((output) => output.reference === reference(clause));
      return columns[index] ?? this.translation.expression(this.level.target(reference(clause)), this.level);
    });
    const renamed = columns.map((expression, index) => ({ name: `c${index + 1}`, expression }));
    return this.put(this.limited(rows, keys), renamed, keys);
  }

  private put(input: Relation, items: readonly NamedExpression[], keys: readonly SortKey[]): TranslatedQuery {
    const alias = this.translation.fresh('s');
    const kept = this.options.keepSortKeys === true ? keys : [];
    const keyItems = kept.map(({ expression }, index) => ({ name: `k${index + 1}`, expression }));
    const read = ({ name, expression }: NamedExpression): ColumnExpression => column(alias, name, expression.type);
    return {
      relation: project(input, alias, [...items, ...keyItems]),
      columns: items.map(read),
      typeOids: this.outputs.map(({ typeOid }) => typeOid),
      sortKeys: kept.flatMap((key, index) => {
        const item = keyItems[index];
        return item === undefined ? [] : [{ ...key, expression: read(item) }];
      }),
    };
  }
}

/** What is above FROM and WHERE: groups, HAVING, windows, the select list, DISTINCT, ORDER BY and LIMIT. */
export function selectAbove(
  translation: Translation,
  level: Level,
  rows: Relation,
  options: QueryOptions,
): TranslatedQuery {
  const grouped = beginGroups(translation, level, withTargetSets(translation, level, rows));
  level.windows = new WindowStage(translation.fresh('w'));
  const havingNode = optionalNode(level.query, 'havingQual');
  const having = havingNode === undefined ? undefined : translation.expression(havingNode, level);
  const { groups, windows } = level;
  return new SelectTail(translation, level, options).finish((used) => {
    const all = having === undefined ? used : [...used, having];
    const aggregated =
      groups === undefined
        ? grouped
        : finishGroups(
            translation,
            groups,
            grouped,
            [...all, ...windows.expressions].some((expression) => isReadInSubquery(expression, groups.alias)),
          );
    return windows.build(filter(aggregated, having));
  });
}
