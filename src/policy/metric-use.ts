import { type CatalogTable, type MetricView, ROW_ALIAS } from '../catalog/catalog.js';
import { GatewayError } from '../errors.js';
import type { Expression } from '../query/expression.js';
import { mapExpressionChildren } from '../query/map-children.js';
import type { AggregateRelation, Relation, ScanRelation } from '../query/relation.js';
import { walkExpression, walkRelation } from '../query/walk.js';

const signature = (expression: Expression) =>
  JSON.stringify(expression, (_, value: unknown) => (typeof value === 'bigint' ? { bigint: `${value}` } : value));

/** The aggregates that the measures of a view consist of. */
const known = new WeakMap<MetricView, ReadonlySet<string>>();

function aggregatesOf(view: MetricView): ReadonlySet<string> {
  const found = known.get(view);
  if (found !== undefined) return found;
  const aggregates = new Set<string>();
  for (const { expression } of view.measures) {
    walkExpression(expression, {
      expression: (node) => {
        if (node.kind === 'aggregate-call') aggregates.add(signature(node));
      },
    });
  }
  known.set(view, aggregates);
  return aggregates;
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

/** Whether an item above the rows of a metric view is made of its measures' aggregates and nothing else of the view. */
function isMeasure(expression: Expression, alias: string, view: MetricView): boolean {
  if (expression.kind === 'aggregate-call')
    return aggregatesOf(view).has(signature(over(expression, alias, ROW_ALIAS)));
  if (expression.kind === 'column') return expression.relation !== alias;
  let allowed = true;
  mapExpressionChildren(expression, {
    expression: (child) => {
      allowed &&= isMeasure(child, alias, view);
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

function measures(node: AggregateRelation, view: (scan: ScanRelation) => CatalogTable | undefined) {
  const grouped = groupedScan(node);
  const table = grouped === undefined ? undefined : view(grouped.scan);
  if (grouped === undefined || table?.metricView === undefined) return undefined;
  const { scan, predicates } = grouped;
  const { metricView } = table;
  const keys = [...predicates, ...node.groups.map(({ expression }) => expression)];
  const isAllowed =
    keys.every((key) => readsDimensionsOnly(key, scan.alias, table)) &&
    node.aggregates.every(({ expression }) => isMeasure(expression, scan.alias, metricView));
  return isAllowed ? scan : undefined;
}

/**
 * Holds every Scan of a metric view to what may be read of one: its measures by its dimensions, never a row, a count or
 * a column below. Doors ask for no more; this is for the one that does.
 * @param view the metric view that a Scan reads, if it reads one that the caller may know of.
 * @throws GatewayError NOT_SUPPORTED
 */
export function checkMetricUse(root: Relation, view: (scan: ScanRelation) => CatalogTable | undefined): void {
  const allowed = new Set<Relation>();
  walkRelation(root, {
    relation: (node) => {
      if (node.kind === 'aggregate') {
        const scan = measures(node, view);
        if (scan !== undefined) allowed.add(scan);
      }
      if (node.kind !== 'scan' || allowed.has(node) || view(node) === undefined) return;
      throw new GatewayError(
        'NOT_SUPPORTED',
        `Table ${node.table.name} is a metric view: it is read by its measures, grouped by its dimensions, and in no other way.`,
      );
    },
  });
}
