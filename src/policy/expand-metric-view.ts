import type { CatalogTable, MetricView } from '../catalog/catalog.js';
import type { Identity } from '../identity/identity.js';
import { filter, join, project } from '../query/build.js';
import type { Expression, NamedExpression } from '../query/expression.js';
import type { Relation, ScanRelation } from '../query/relation.js';
import { rewriteExpression } from '../query/rewrite.js';
import { walkExpression } from '../query/walk.js';
import { PolicyDenial } from './denial.js';
import { policiesFor } from './policies-for.js';

/** Columns that the expressions read, by alias. */
function columnsByAlias(expressions: readonly Expression[]): ReadonlyMap<string, ReadonlySet<string>> {
  const read = new Map<string, Set<string>>();
  for (const expression of expressions) {
    walkExpression(expression, {
      expression: (node) => {
        if (node.kind !== 'column') return;
        const names = read.get(node.relation) ?? new Set<string>();
        read.set(node.relation, names.add(node.name));
      },
    });
  }
  return read;
}

/** The joins that the expressions need, parents first. The others change no row: each finds one at most. */
function neededJoins({ joins }: MetricView, expressions: readonly Expression[]): MetricView['joins'] {
  const needed = new Set(columnsByAlias(expressions).keys());
  return joins
    .toReversed()
    .filter(({ scan, on }) => {
      if (!needed.has(scan.alias)) return false;
      for (const alias of columnsByAlias([on]).keys()) needed.add(alias);
      return true;
    })
    .toReversed();
}

function checkOwnPolicies(table: CatalogTable, identity: Identity): void {
  const { rowFilter, masks } = policiesFor(table, identity);
  if (rowFilter !== undefined || masks.length > 0) throw new PolicyDenial('a row filter or mask of a metric view');
}

export interface ExpandContext {
  readonly identity: Identity;
  readonly fresh: (alias: string) => string;
  /** What policy makes of a Scan of a table below the view; the caller's grants are none of its business. */
  readonly govern: (scan: ScanRelation) => Relation;
  /** The caller may read the tables below on their own. */
  readonly readsBelow: boolean;
}

/**
 * The rows of a metric view under the Scan's alias: `Project(inputs, Filter(view's filter, Left joins of governed Scans))`.
 * The view's filter is a barrier for who may not read the tables below: what it leaves out is hidden from them.
 * @throws PolicyDenial where the view itself has a row filter or mask for this caller.
 */
export function expandMetricView(
  scan: ScanRelation,
  table: CatalogTable,
  view: MetricView,
  context: ExpandContext,
): Relation {
  checkOwnPolicies(table, context.identity);
  const items = scan.fields.map(({ name }): NamedExpression => {
    const input = view.inputs.find((candidate) => candidate.name === name);
    if (input === undefined) throw new PolicyDenial(`"${name}", which is no dimension or measure`);
    return { name, expression: input.expression };
  });
  const above = [...items.map(({ expression }) => expression), ...(view.filter === undefined ? [] : [view.filter])];
  const joins = neededJoins(view, above);
  const read = columnsByAlias([...above, ...joins.map(({ on }) => on)]);
  const scans = [view.source, ...joins.map((entry) => entry.scan)];
  const aliases = new Map(scans.map(({ alias }) => [alias, context.fresh(alias)]));
  const renamed = (expression: Expression): Expression =>
    rewriteExpression(expression, {
      expression: (node) =>
        node.kind === 'column' ? { ...node, relation: aliases.get(node.relation) ?? node.relation } : node,
    });
  const governed = (base: ScanRelation): Relation =>
    context.govern({
      ...base,
      alias: aliases.get(base.alias) ?? base.alias,
      fields: base.fields.filter(({ name }) => read.get(base.alias)?.has(name) === true),
    });
  const joined = joins.reduce<Relation>(
    (left, entry) => join('left', left, governed(entry.scan), renamed(entry.on)),
    governed(view.source),
  );
  const rows = filter(joined, view.filter === undefined ? undefined : renamed(view.filter));
  const own = items.map(({ name, expression }) => ({ name, expression: renamed(expression) }));
  const expanded = project(rows, scan.alias, own);
  return view.filter === undefined || context.readsBelow ? expanded : { kind: 'barrier', input: expanded };
}
