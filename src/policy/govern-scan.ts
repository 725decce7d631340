import type { Catalog, CatalogTable, PolicyArgument } from '../catalog/catalog.js';
import { GatewayError } from '../errors.js';
import type { Identity } from '../identity/identity.js';
import { column, literal } from '../query/build.js';
import type { Expression, NamedExpression } from '../query/expression.js';
import type { Field, Relation, ScanRelation } from '../query/relation.js';
import { STRING, sameType } from '../query/types.js';
import { walkExpression } from '../query/walk.js';
import { PolicyDenial } from './denial.js';
import { expandMetricView } from './expand-metric-view.js';
import { mayRead, mayReadBelow } from './grants.js';
import { instantiate } from './instantiate.js';
import { type CallerPolicies, policiesFor } from './policies-for.js';
import { stamp } from './stamp.js';

export interface PolicyContext {
  readonly catalog: Catalog;
  readonly identity: Identity;
  /** A fresh alias for one that a policy body brings. */
  readonly fresh: (alias: string) => string;
}

function hidden(name: string): GatewayError {
  return new GatewayError('FORBIDDEN', `Table ${name} does not exist or is not visible to this caller.`);
}

function fieldOf(table: CatalogTable, name: string): Field {
  const found = table.columns.find((candidate) => candidate.name === name);
  if (found === undefined) throw hidden(`${table.reference.name}.${name}`);
  return { name: found.name, type: found.type, nullable: found.nullable };
}

function argumentsOf(args: readonly PolicyArgument[], table: CatalogTable, alias: string): readonly Expression[] {
  return args.map((argument) =>
    argument.kind === 'constant'
      ? literal(argument.value, STRING)
      : column(alias, argument.column, fieldOf(table, argument.column).type),
  );
}

/** Names of the columns of `alias` that the expressions read. */
function columnsRead(expressions: readonly Expression[], alias: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const expression of expressions) {
    walkExpression(expression, {
      expression: (node) => {
        if (node.kind === 'column' && node.relation === alias) names.add(node.name);
      },
    });
  }
  return names;
}

function policyFunction(context: PolicyContext, name: string) {
  const found = context.catalog.functions.get(name);
  if (found === undefined) throw new PolicyDenial('a function that the catalog does not have');
  return found;
}

/** The row filter's predicate on `alias`, or undefined where it lets every row through. */
function rowPredicate(
  table: CatalogTable,
  { rowFilter }: CallerPolicies,
  alias: string,
  context: PolicyContext,
): Expression | undefined {
  if (rowFilter === undefined) return undefined;
  const args = argumentsOf(rowFilter.arguments, table, alias);
  const predicate = instantiate(policyFunction(context, rowFilter.function), args, context);
  return predicate.kind === 'literal' && predicate.value === true ? undefined : predicate;
}

function maskedItems(
  scan: ScanRelation,
  table: CatalogTable,
  policies: CallerPolicies,
  alias: string,
  context: PolicyContext,
): readonly NamedExpression[] {
  return scan.fields.map((requested) => {
    const field = fieldOf(table, requested.name);
    const own = column(alias, field.name, field.type);
    const mask = policies.masks.find((candidate) => candidate.column === field.name);
    if (mask === undefined) return { name: field.name, expression: own };
    const args = [own, ...argumentsOf(mask.using, table, alias)];
    const masked = instantiate(policyFunction(context, mask.function), args, context);
    const expression: Expression = sameType(masked.type, field.type)
      ? masked
      : { kind: 'cast', operand: masked, type: field.type, tryCast: false };
    return { name: field.name, expression };
  });
}

/** A table is denied whole if one of its policies cannot be evaluated, whichever columns are asked for. */
function requireMapped({ rowFilter, masks }: CallerPolicies, context: PolicyContext): void {
  const names = [...(rowFilter === undefined ? [] : [rowFilter.function]), ...masks.map((mask) => mask.function)];
  for (const name of names) {
    const { body, unmapped } = policyFunction(context, name);
    if (body === undefined) throw new PolicyDenial(unmapped ?? 'a body that could not be read');
  }
}

/** The table as its source shows it to the caller, who reads it under their own name there. */
function asCaller(scan: ScanRelation, table: CatalogTable): Relation {
  const fields = scan.fields.map(({ name }) => fieldOf(table, name));
  return { ...scan, table: table.reference, fields, stamp: stamp() };
}

function governed(scan: ScanRelation, table: CatalogTable, context: PolicyContext): Relation {
  if (table.metricView !== undefined) {
    const govern = (base: ScanRelation): Relation => {
      const below = context.catalog.tables.get(base.table.name);
      if (below === undefined) throw new PolicyDenial(`table ${base.table.name}, which the catalog does not have`);
      return governed(base, below, context);
    };
    const readsBelow = mayReadBelow(table.metricView, context.identity, context.catalog.tables);
    return expandMetricView(scan, table, table.metricView, { ...context, govern, readsBelow });
  }
  if (table.enforcedBy === 'source') return asCaller(scan, table);
  const policies = policiesFor(table, context.identity);
  requireMapped(policies, context);
  const base = `${scan.alias}_raw`;
  const items = maskedItems(scan, table, policies, base, context);
  const isMasked = items.some(
    ({ name, expression }) =>
      !(expression.kind === 'column' && expression.name === name && expression.relation === base),
  );
  const alias = isMasked ? base : scan.alias;
  const predicate = rowPredicate(table, policies, alias, context);
  const expressions = [
    ...(isMasked ? items.map((item) => item.expression) : []),
    ...(predicate === undefined ? [] : [predicate]),
  ];
  const needed = new Set([
    ...(isMasked ? [] : scan.fields.map((field) => field.name)),
    ...columnsRead(expressions, alias),
  ]);
  const fields = table.columns
    .filter((candidate) => needed.has(candidate.name))
    .map((candidate) => fieldOf(table, candidate.name));
  const read: ScanRelation = { ...scan, table: table.reference, alias, fields, stamp: stamp() };
  if (!isMasked && predicate === undefined) return read;
  const rows: Relation = predicate === undefined ? read : { kind: 'filter', input: read, predicate };
  return {
    kind: 'barrier',
    input: isMasked ? { kind: 'project', input: rows, alias: scan.alias, items } : rows,
  };
}

/**
 * What a Scan becomes for this caller: a stamped Scan where no policy bites, else
 * `Barrier(Project(masks, Filter(rows, Scan)))` under the Scan's own alias. A Scan of a metric view becomes what the view
 * is made of, over Scans of the tables below that are governed likewise.
 * @throws GatewayError FORBIDDEN if the table is absent, not granted, or its policy cannot be evaluated.
 */
export function governScan(scan: ScanRelation, context: PolicyContext): Relation {
  const table = context.catalog.tables.get(scan.table.name);
  if (table === undefined || !mayRead(table, context.identity, context.catalog.tables)) throw hidden(scan.table.name);
  try {
    return governed(scan, table, context);
  } catch (error) {
    if (!(error instanceof PolicyDenial)) throw error;
    throw new GatewayError(
      'FORBIDDEN',
      `Table ${scan.table.name} is denied: its policy uses ${error.construct}, which the gateway cannot evaluate.`,
      { operatorDetail: error.message },
    );
  }
}
