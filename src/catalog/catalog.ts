import type { Expression, ScalarValue } from '../query/expression.js';
import type { Field, ScanRelation, TableReference } from '../query/relation.js';
import type { DataType } from '../query/types.js';
import type { Contract } from './contract.js';

/** One frozen view of governance and contract; everything a request decides by. Replaced as a whole on reload. */
export interface Catalog {
  /** By Unity Catalog full name, such as `lakehouse.gold.flights`. Holds the mapping tables of policies too. */
  readonly tables: ReadonlyMap<string, CatalogTable>;
  /** Policy functions by full name, with the body parsed or the reason why it could not be. */
  readonly functions: ReadonlyMap<string, PolicyFunction>;
  readonly contract: Contract;
  /** Changes whenever governance or contract do. */
  readonly version: string;
}

export interface CatalogColumn extends Field {
  readonly comment: string | undefined;
}

export interface ForeignKey {
  readonly columns: readonly string[];
  readonly parentTable: string;
  readonly parentColumns: readonly string[];
}

/** An argument of a row filter or mask: a column of the governed table, or a constant. */
export type PolicyArgument =
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: 'constant'; readonly value: ScalarValue };

export interface RowFilter {
  readonly function: string;
  readonly arguments: readonly PolicyArgument[];
}

/** The masked column itself is the function's first argument; `using` are the further ones. */
export interface ColumnMask {
  readonly column: string;
  readonly function: string;
  readonly using: readonly PolicyArgument[];
}

/** A policy that holds for some callers (attribute-based access control): those of `to` who are none of `except`. */
export interface ScopedPolicy {
  readonly name: string;
  /** User names, group names, or `account users` for everyone. */
  readonly to: readonly string[];
  readonly except: readonly string[];
  readonly rowFilter: RowFilter | undefined;
  readonly masks: readonly ColumnMask[];
  /** What of it cannot be evaluated, a noun phrase; the table is then denied to those whom it is for. */
  readonly unmapped: string | undefined;
}

export interface Grant {
  /** A user name, a group name, or `account users` for everyone. */
  readonly principal: string;
  readonly privileges: readonly string[];
}

export interface CatalogTable {
  readonly reference: TableReference;
  readonly comment: string | undefined;
  readonly columns: readonly CatalogColumn[];
  readonly primaryKey: readonly string[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly rowFilter: RowFilter | undefined;
  readonly masks: readonly ColumnMask[];
  /** Beside the table's own row filter and masks, which hold for everyone. */
  readonly scopedPolicies: readonly ScopedPolicy[];
  /** Effective privileges: SELECT on the table, USE_SCHEMA and USE_CATALOG above it, inherited ones included. */
  readonly grants: readonly Grant[];
  /**
   * `gateway`: row filter and masks are put into each query. `source`: its source runs as the caller and enforces
   * them itself, so that they must not be applied twice: a mask of a mask is another value.
   */
  readonly enforcedBy: 'gateway' | 'source';
  /** Set for a metric view: its `columns` are the dimensions, and it is read by its measures alone. */
  readonly metricView?: MetricView | undefined;
}

/** A table that a metric view joins: at most one row for each row of the source, NULLs where there is none. */
export interface MetricJoin {
  /** Under an alias that the view's expressions read it by; not authorised. */
  readonly scan: ScanRelation;
  readonly on: Expression;
}

/** What a metric view is made of. Its expressions read columns of the Scans below by their aliases. */
export interface MetricView {
  readonly source: ScanRelation;
  /** Each may read the source and those before it. */
  readonly joins: readonly MetricJoin[];
  /** Rows of the source that the view leaves out, where it says so. */
  readonly filter: Expression | undefined;
  /** Columns of the view's rows: the dimensions, and what the measures read under names that no dimension has. */
  readonly inputs: readonly MetricInput[];
  readonly measures: readonly MetricMeasure[];
  /** Whether the grants show that the view's owner may read the tables below. */
  readonly ownerReads: boolean;
}

export interface MetricInput extends Field {
  readonly expression: Expression;
}

export interface MetricMeasure {
  readonly name: string;
  /** An aggregate expression over the relation `@row`, whose columns are the view's inputs. */
  readonly expression: Expression;
  readonly comment: string | undefined;
}

/** Full names of the tables that are read where a metric view is. */
export function metricTables({ source, joins }: MetricView): readonly string[] {
  return [...new Set([source, ...joins.map(({ scan }) => scan)].map(({ table }) => table.name))];
}

export interface PolicyParameter {
  readonly name: string;
  readonly type: DataType;
}

/**
 * A Unity Catalog SQL function. In `body` the parameters are columns of the relation `@parameters`, and the
 * caller's identity stands as calls of `current_user`, `is_account_group_member` and the like. `unmapped` says
 * why a body has no IR: its tables are denied.
 */
export interface PolicyFunction {
  readonly name: string;
  readonly parameters: readonly PolicyParameter[];
  readonly returns: DataType;
  readonly body: Expression | undefined;
  readonly unmapped: string | undefined;
}

/** Alias under which a policy body reads its parameters. */
export const PARAMETERS_ALIAS = '@parameters';
/** Alias under which `@expression` and `@measure` of the contract read their table's columns. */
export const ROW_ALIAS = '@row';
