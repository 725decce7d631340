import type { FieldDefinitionNode } from 'graphql';
import type { CatalogColumn, MetricMeasure } from '../catalog.js';
import type { ModelEndpoint } from '../contract.js';
import { isMetricView, type TableFacts } from '../governance/table-facts.js';
import type { Report } from '../problem.js';
import type { TypeDeclaration } from '../sdl/declarations.js';
import { isMaskedColumn } from '../table-policies.js';

/** A type of the contract while its fields are resolved. */
export interface TypeScope {
  readonly declaration: TypeDeclaration;
  /** Unity Catalog full name. */
  readonly tableName: string;
  /** The name of its list on Query, if `@table(plural:)` gives one. */
  readonly plural: string | undefined;
  /** Undefined if the catalog does not have the table, which has been reported: columns are taken on trust then. */
  readonly facts: TableFacts | undefined;
}

/** What resolving a field may look at. */
export interface ResolveContext {
  readonly scopes: ReadonlyMap<string, TypeScope>;
  /** Names of all types that schema/ declares, tables or not. */
  readonly declaredTypes: ReadonlySet<string>;
  /** Hand-written resolvers, such as `Airport.nearby`. */
  readonly resolvers: ReadonlySet<string>;
  /** Serving endpoints of gateway.yaml. */
  readonly models: readonly ModelEndpoint[];
  readonly report: Report;
}

export interface FieldContext extends ResolveContext {
  readonly scope: TypeScope;
  readonly node: FieldDefinitionNode;
}

/** Whether the type is of a metric view, which has dimensions and measures in the place of rows. */
export function isMetric(scope: TypeScope): boolean {
  return scope.facts !== undefined && isMetricView(scope.facts);
}

/** Why a dimension or measure of this name cannot be evaluated; undefined where there is nothing against it. */
export function metricFault(scope: TypeScope, name: string): string | undefined {
  const faults = [...(scope.facts?.faults ?? [])];
  return faults.find(([candidate]) => candidate.toLowerCase() === name.toLowerCase())?.[1];
}

/** The measure of a metric view; case does not tell names apart. */
export function metricMeasure(scope: TypeScope, name: string): MetricMeasure | undefined {
  const measures = scope.facts?.table.metricView?.measures ?? [];
  return measures.find((measure) => measure.name.toLowerCase() === name.toLowerCase());
}

export function columnOf(scope: TypeScope, name: string): CatalogColumn | undefined {
  return scope.facts?.table.columns.find((column) => column.name === name);
}

export function columnNames(scope: TypeScope): readonly string[] {
  return scope.facts?.table.columns.map((column) => column.name) ?? [];
}

export function isMasked(scope: TypeScope, column: string): boolean {
  return scope.facts !== undefined && isMaskedColumn(scope.facts.table, column);
}

/** Whether a caller may read NULL: the column allows it, or a mask may give it. */
export function mayBeNull(scope: TypeScope, column: string): boolean {
  return isMasked(scope, column) || (columnOf(scope, column)?.nullable ?? false);
}
