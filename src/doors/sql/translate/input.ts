import type { Expression, ScalarValue } from '../../../query/expression.js';
import type { Field, TableReference } from '../../../query/relation.js';
import type { DataType } from '../../../query/types.js';
import type { ModelFunction } from '../analysis/model-functions.js';
import type { PgNode } from '../analysis/read-node.js';

/** What translation needs of an analysed statement. The maps hold at least what occurs in the tree, by OID. */
export interface AnalysedStatement {
  /** The text that was analysed: the tree's locations are byte offsets into it. */
  readonly text: string;
  readonly tree: PgNode;
  readonly functions: ReadonlyMap<number, { readonly name: string }>;
  /** Functions that are models. */
  readonly models?: ReadonlyMap<number, ModelFunction> | undefined;
  readonly operators: ReadonlyMap<number, { readonly name: string }>;
  readonly relations: ReadonlyMap<number, { readonly name: string; readonly columns: ReadonlyMap<number, string> }>;
}

/** A governed table behind a relation of the analysis database; its fields bear the columns' names. */
export interface BoundTable {
  readonly reference: TableReference;
  readonly fields: readonly Field[];
  /** Of a metric view: columns that `MEASURE` alone may read, each with its aggregate over the relation `@row`. */
  readonly measures?: ReadonlyMap<string, Expression> | undefined;
}

/** Value of `$n`; of an array type: its elements' values, or null. */
export interface ParameterValue {
  readonly value: ScalarValue | readonly ScalarValue[];
  readonly type: DataType;
}

/** What `current_user`, `now()` and their like answer. */
export interface CallerFacts {
  readonly user: string;
  readonly database: string;
  readonly schema: string;
  /** The session's TimeZone, an IANA name. */
  readonly timeZone: string;
  /** Wall clock of the statement, microseconds since 1970 in UTC. */
  readonly nowMicros: bigint;
}

/** A column of the answer: its IR type, and what Postgres calls it. */
export interface TranslatedField {
  readonly name: string;
  readonly typeOid: number;
  readonly typeModifier: number;
  readonly type: DataType;
}
