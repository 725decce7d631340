import type { Expression } from '../query/expression.js';
import { BOOLEAN, type DataType, FLOAT64, INT32, INT64, STRING } from '../query/types.js';
import type { CaseValue, DialectName, FunctionCase, FunctionDefinition, Spelling } from './definition.js';

/**
 * What the registry knows beyond the definition: `refine` sees the arguments themselves, where their values
 * matter (a literal unit, a LIKE pattern). It answers the result type, or a text that says what is wrong.
 */
export interface RegisteredFunction extends FunctionDefinition {
  readonly refine: ((args: readonly Expression[], resolved: DataType) => DataType | string) | undefined;
}

type Optional = 'kind' | 'nulls' | 'total' | 'leakproof' | 'deterministic' | 'identity' | 'refine';

/** A definition with the careful defaults: scalar, strict, deterministic; neither total nor leakproof. */
export function define(
  parts: Omit<RegisteredFunction, Optional> & Partial<Pick<RegisteredFunction, Optional>>,
): RegisteredFunction {
  return Object.freeze({
    kind: 'scalar',
    nulls: 'strict',
    total: false,
    leakproof: false,
    deterministic: true,
    identity: false,
    refine: undefined,
    ...parts,
  });
}

/** The same spelling on DuckDB and Databricks. */
export function everywhere(spelling: Spelling): Readonly<Partial<Record<DialectName, Spelling>>> {
  return { duckdb: spelling, databricks: spelling };
}

/** `name(arg, …)`. */
export function named(name: string): (args: readonly string[]) => string {
  return (args) => `${name}(${args.join(', ')})`;
}

export const text = (value: string | null): CaseValue => ({ value, type: STRING });
export const int = (value: number | null): CaseValue => ({ value: value === null ? null : BigInt(value), type: INT32 });
export const long = (value: bigint | null): CaseValue => ({ value, type: INT64 });
export const double = (value: number | null): CaseValue => ({ value, type: FLOAT64 });
export const bool = (value: boolean | null): CaseValue => ({ value, type: BOOLEAN });
export const typed = (type: DataType, value: CaseValue['value']): CaseValue => ({ value, type });

/** One example: the expected value, then the arguments. */
export function example(expected: FunctionCase['expected'], ...args: readonly CaseValue[]): FunctionCase {
  return { arguments: args, expected };
}
