import type { FieldDescription } from '../border.js';
import type { PgNode } from './read-node.js';

export interface FunctionInfo {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly kind: 'function' | 'aggregate' | 'window' | 'procedure';
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  readonly argTypes: readonly number[];
  readonly resultType: number;
  readonly returnsSet: boolean;
}

export interface OperatorInfo {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** 0: a prefix operator. */
  readonly leftType: number;
  readonly rightType: number;
  readonly resultType: number;
  /** Name of the function that it calls. */
  readonly functionName: string;
}

export interface TypeInfo {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** `pg_type.typtype`. */
  readonly kind: 'base' | 'composite' | 'domain' | 'enum' | 'pseudo' | 'range' | 'multirange';
  readonly category: string;
  /** 0 where it is no array. */
  readonly elementType: number;
}

export interface RelationInfo {
  readonly oid: number;
  /** Of a governed table: its own names, as described, not those that Postgres had to cut. */
  readonly schema: string;
  readonly name: string;
  /** Of pg_catalog or information_schema. */
  readonly isSystem: boolean;
  /** By attribute number. */
  readonly columns: ReadonlyMap<number, string>;
}

/** A statement as Postgres understands it. The maps hold what the tree names, and perhaps more. */
export interface Analysis {
  readonly parameterOids: readonly number[];
  /** Empty for a statement that gives no rows. */
  readonly fields: readonly FieldDescription[];
  /** The `QUERY` node before rewriting. Its `location`s are byte offsets into the analysed text. */
  readonly tree: PgNode;
  readonly functions: ReadonlyMap<number, FunctionInfo>;
  readonly operators: ReadonlyMap<number, OperatorInfo>;
  readonly types: ReadonlyMap<number, TypeInfo>;
  readonly relations: ReadonlyMap<number, RelationInfo>;
}

/** What an analysis depends on beside the text. */
export interface AnalysisContext {
  /** The session's user: `current_user`, which Postgres cuts to 63 bytes. */
  readonly user: string;
  /** Settings by lower-case name; those that Postgres's answers do not depend on are passed over. */
  readonly settings: Readonly<Record<string, string>>;
}
