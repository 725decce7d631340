import { type Catalog, type CatalogTable, ROW_ALIAS } from '../catalog/catalog.js';
import { GatewayError } from '../errors.js';
import type { Identity } from '../identity/identity.js';
import type { Expression } from '../query/expression.js';
import { mapExpressionChildren } from '../query/map-children.js';
import type { AggregateRelation, Relation, ScanRelation } from '../query/relation.js';
import { walkExpression, walkRelation } from '../query/walk.js';
import { mayRead } from './grants.js';

const signature = (expression: Expression) =>
  JSON.stringify(expression, (_, value: unknown) => (typeof value === 'bigint' ? { bigint: `${value}` } : value));

/** Signatures of the measures that the contract lists, by the full name of each metric view. */
type ListedMeasures = ReadonlyMap<string, ReadonlySet<string>>;

const known = new WeakMap<Catalog, ListedMeasures>();

/** Asked for each request, answered once for each catalog. */
function listedMeasures(catalog: Catalog): ListedMeasures {
  const found = known.get(catalog);
  if (found !== undefined) return found;
  const listed = new Map<string, Set<string>>();
  for (const { metricView, reference } of catalog.tables.values()) {
    if (metricView !== undefined) listed.set(reference.name, new Set());
  }
  for (const type of catalog.contract.types) {
    for (const { expression } of type.measures) listed.get(type.table)?.add(signature(expression));
  }
  known.set(catalog, listed);
  return listed;
}

function over(expression: Expression, from: string, to: string): Expression {
  const mapper = {
    expression: (child: Expression): Expression =>
      child.kind === 'column' && child.relation === from
        ? { ...child, relation: to }
        : mapExpressionChildren(child, mapper),
    relation: (child: Relation) => child,
  };
  return mapper.expression(expression);
}

/** Whether an item above the rows of a metric view is made of listed measures and nothing else of the view. */
function isMeasure(expression: Expression, alias: string, listed: ReadonlySet<string>): boolean {
  if (listed.has(signature(over(expression, alias, ROW_ALIAS)))) return true;
  if (expression.kind === 'aggregate-call') return false;
  if (expression.kind === 'column') return expression.relation !== alias;
  let allowed = true;
  mapExpressionChildren(expression, {
    expression: (child) => {
      allowed &&= isMeasure(child, alias, listed);
      return child;
    },
    relation: (child) => {
      allowed = false;
      return child;
    },
  });
  return allowed;
}

function readsDimensionsOnly(expression: Expression, alias: string, table: CatalogTable): boolean {
  const dimensions = new Set(table.columns.map(({ name }) => name));
  let allowed = true;
  walkExpression(expression, {
    expression: (node) => {
      if (node.kind === 'column' && node.relation === alias) allowed &&= dimensions.has(node.name);
    },
  });
  return allowed;
}

/** The Scan whose rows an Aggregate groups, if nothing but Filters stands between, with these. */
function groupedScan({ input }: AggregateRelation) {
  const predicates: Expression[] = [];
  let relation = input;
  while (relation.kind === 'filter') {
    predicates.push(relation.predicate);
    relation = relation.input;
  }
  return relation.kind === 'scan' ? { scan: relation, predicates } : undefined;
}

/** The Scan of a metric view whose measures an Aggregate takes, if it takes nothing else of it. */
function measuredScan(node: AggregateRelation, catalog: Catalog, listed: ListedMeasures): ScanRelation | undefined {
  const grouped = groupedScan(node);
  if (grouped === undefined) return undefined;
  const { scan, predicates } = grouped;
  const table = catalog.tables.get(scan.table.name);
  const measures = listed.get(scan.table.name);
  if (table === undefined || measures === undefined) return undefined;
  const keys = [...predicates, ...node.groups.map(({ expression }) => expression)];
  const isAllowed =
    keys.every((key) => readsDimensionsOnly(key, scan.alias, table)) &&
    node.aggregates.every(({ expression }) => isMeasure(expression, scan.alias, measures));
  return isAllowed ? scan : undefined;
}

/**
 * Holds every Scan of a metric view to what may be read of one: the measures that the contract lists, by dimensions;
 * never a row, a count or a column below. Doors ask for no more; this is for the one that does.
 * @throws GatewayError NOT_SUPPORTED; of a view that the caller may not know of nothing is said here.
 */
export function checkMetricUse(root: Relation, identity: Identity, catalog: Catalog): void {
  const listed = listedMeasures(catalog);
  if (listed.size === 0) return;
  const allowed = new Set<Relation>();
  walkRelation(root, {
    relation: (node) => {
      if (node.kind === 'aggregate') {
        const scan = measuredScan(node, catalog, listed);
        if (scan !== undefined) allowed.add(scan);
      }
      if (node.kind !== 'scan' || allowed.has(node) || !listed.has(node.table.name)) return;
      const table = catalog.tables.get(node.table.name);
      if (table === undefined || !mayRead(table, identity, catalog.tables)) return;
      throw new GatewayError(
        'NOT_SUPPORTED',
        `Table ${node.table.name} is a metric view: it is read by its measures, grouped by its dimensions, and in no other way.`,
      );
    },
  });
}
