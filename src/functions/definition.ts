import type { ScalarValue } from '../query/expression.js';
import type { DataType } from '../query/types.js';

/** The SQL dialects that a function may be spelled in. */
export type DialectName = 'duckdb' | 'databricks' | 'postgres' | 'mysql' | 'mssql';

/**
 * SQL text of a call. `args` are the printed arguments, each safe to stand as an operand; `types` their IR types.
 * The result must be safe to stand as an operand too (parenthesised where it is not a primary).
 */
export type Spelling = (
  args: readonly string[],
  types: readonly DataType[],
  result: DataType,
  clauses: AggregateClauses,
) => string;

/**
 * The printed clauses of an aggregate call, each empty where it was not asked for; a scalar's spelling ignores them.
 * `sum` is spelled `sum(${distinct}${x}${orderBy})${filter}`; one that wraps its aggregate, such as a COALESCE around
 * it, puts them on the inner call.
 */
export interface AggregateClauses {
  /** `DISTINCT ` or empty. */
  readonly distinct: string;
  /** ` ORDER BY …` or empty. */
  readonly orderBy: string;
  /** ` FILTER (WHERE …)` or empty. */
  readonly filter: string;
}

export const NO_CLAUSES: AggregateClauses = Object.freeze({ distinct: '', orderBy: '', filter: '' });

/** A literal argument of an example case. */
export interface CaseValue {
  readonly value: ScalarValue;
  readonly type: DataType;
}

/** An example that tests run on every engine the function is spelled for. */
export interface FunctionCase {
  readonly arguments: readonly CaseValue[];
  /** Exact for text and integers; floats compare to 12 significant digits. */
  readonly expected: ScalarValue;
}

export interface FunctionDefinition {
  /** Lower case name, unique in the registry. Operators too: `eq`, `and`, `add`, `like`. */
  readonly id: string;
  readonly kind: 'scalar' | 'aggregate' | 'window';
  /** Result type for these argument types, or undefined if the function does not take them. */
  readonly resolve: (types: readonly DataType[]) => DataType | undefined;
  /** `strict`: NULL in, NULL out. `called`: decides itself (AND, COALESCE, IS NULL, aggregates). */
  readonly nulls: 'strict' | 'called';
  /** Cannot raise for any input of its types, on any engine it is spelled for. */
  readonly total: boolean;
  /** May be evaluated on rows that policy hides: total, and tells nothing but its result. */
  readonly leakproof: boolean;
  readonly deterministic: boolean;
  /** Answers from the caller's identity; policy folds it to a constant and no dialect spells it. */
  readonly identity: boolean;
  readonly spelling: Readonly<Partial<Record<DialectName, Spelling>>>;
  readonly cases: readonly FunctionCase[];
}
