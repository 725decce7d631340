import type { Expression, NamedExpression, SortKey } from './expression.js';
import type { DataType } from './types.js';

export interface Field {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
}

/** A table of the catalog: `name` is Unity Catalog's full name, `source` the key of gateway.yaml. */
export interface TableReference {
  readonly source: string;
  readonly name: string;
}

/** Reads a table. `stamp` is given by policy alone; a plan refuses a Scan without it. */
export interface ScanRelation {
  readonly kind: 'scan';
  readonly table: TableReference;
  readonly alias: string;
  readonly fields: readonly Field[];
  readonly stamp?: object | undefined;
}

export interface FilterRelation {
  readonly kind: 'filter';
  readonly input: Relation;
  readonly predicate: Expression;
}

/** Exactly these columns, readable as `alias.name`; what lies below is out of scope above. */
export interface ProjectRelation {
  readonly kind: 'project';
  readonly input: Relation;
  readonly alias: string;
  readonly items: readonly NamedExpression[];
}

export type JoinType = 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti';

/** Both sides' columns stay readable under their own aliases (semi and anti: the left side's only). */
export interface JoinRelation {
  readonly kind: 'join';
  readonly type: JoinType;
  readonly left: Relation;
  readonly right: Relation;
  readonly on: Expression;
  /** The right side may read the left side's columns. */
  readonly lateral: boolean;
}

/** Groups and aggregates, readable as `alias.name`. No groups: exactly one row. `groupingSets` are indexes into `groups`. */
export interface AggregateRelation {
  readonly kind: 'aggregate';
  readonly input: Relation;
  readonly alias: string;
  readonly groups: readonly NamedExpression[];
  readonly groupingSets: readonly (readonly number[])[] | undefined;
  readonly aggregates: readonly NamedExpression[];
}

/** The input's columns under their own aliases, and the window columns as `alias.name`. */
export interface WindowRelation {
  readonly kind: 'window';
  readonly input: Relation;
  readonly alias: string;
  readonly items: readonly NamedExpression[];
}

export interface SortRelation {
  readonly kind: 'sort';
  readonly input: Relation;
  readonly keys: readonly SortKey[];
}

/** At most `count` rows after skipping `offset`; with `per`, so many of each group, in the order of `orderBy`. */
export interface LimitRelation {
  readonly kind: 'limit';
  readonly input: Relation;
  readonly count: number | undefined;
  readonly offset: number;
  readonly per: { readonly partitionBy: readonly Expression[]; readonly orderBy: readonly SortKey[] } | undefined;
}

export interface DistinctRelation {
  readonly kind: 'distinct';
  readonly input: Relation;
}

/** Columns of both sides by position, readable as `alias.name` with the names of `fields`. */
export interface SetOperationRelation {
  readonly kind: 'set-operation';
  readonly operation: 'union' | 'intersect' | 'except';
  readonly all: boolean;
  readonly left: Relation;
  readonly right: Relation;
  readonly alias: string;
  readonly fields: readonly Field[];
}

export interface ValuesRelation {
  readonly kind: 'values';
  readonly alias: string;
  readonly fields: readonly Field[];
  readonly rows: readonly (readonly Expression[])[];
}

/** The values from `start` to `stop`, both included, `step` apart; none if any is NULL. Readable as `alias.name`. */
export interface SeriesRelation {
  readonly kind: 'series';
  readonly alias: string;
  readonly field: Field;
  readonly start: Expression;
  readonly stop: Expression;
  readonly step: Expression;
}

/** An array's elements, a row each. `ordinality` names a column of their places, from 1. */
export interface UnnestRelation {
  readonly kind: 'unnest';
  readonly alias: string;
  readonly field: Field;
  readonly array: Expression;
  readonly ordinality: string | undefined;
}

/** Names relations for use in `body`; each is evaluated once. */
export interface WithRelation {
  readonly kind: 'with';
  readonly bindings: readonly { readonly name: string; readonly relation: Relation }[];
  readonly body: Relation;
}

/** Reads a binding of an enclosing With; its columns are readable as `alias.name`. */
export interface ReferenceRelation {
  readonly kind: 'reference';
  readonly name: string;
  readonly alias: string;
  readonly fields: readonly Field[];
  /** What it reads is a table of its own by the time the statement runs, and no binding around it. */
  readonly staged?: true | undefined;
}

/** No expression from above may be evaluated on rows that do not leave `input`. Columns are those of `input`. */
export interface BarrierRelation {
  readonly kind: 'barrier';
  readonly input: Relation;
}

/**
 * For each row of `input`: `aggregates` over the rows of `child` whose `on` keys equal the row's, readable as
 * `alias.name` beside the input's columns. Exactly one row out for each row in; no key pairs: all of `child`.
 */
export interface NestRelation {
  readonly kind: 'nest';
  readonly input: Relation;
  readonly child: Relation;
  readonly on: readonly { readonly parent: Expression; readonly child: Expression }[];
  readonly alias: string;
  readonly aggregates: readonly NamedExpression[];
}

export type Relation =
  | ScanRelation
  | FilterRelation
  | ProjectRelation
  | JoinRelation
  | AggregateRelation
  | WindowRelation
  | SortRelation
  | LimitRelation
  | DistinctRelation
  | SetOperationRelation
  | ValuesRelation
  | SeriesRelation
  | UnnestRelation
  | WithRelation
  | ReferenceRelation
  | BarrierRelation
  | NestRelation;

export type RelationKind = Relation['kind'];
