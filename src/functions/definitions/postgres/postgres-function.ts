import type { DataType, TypeKind } from '../../../query/types.js';
import { define, type RegisteredFunction } from '../../define.js';
import type { Spelling } from '../../definition.js';

/** What one argument may be; NULL of no type fits everywhere. */
export type Takes = readonly (TypeKind | readonly TypeKind[])[];

type ResultType = DataType | ((types: readonly DataType[]) => DataType | undefined);

type Optional = Partial<
  Pick<RegisteredFunction, 'kind' | 'nulls' | 'total' | 'leakproof' | 'deterministic' | 'refine' | 'cases'>
>;

/** Text of a DuckDB call: a function's name, or what makes the text of its arguments. */
type Duckdb = string | Spelling;

const fits = (type: DataType, allowed: TypeKind | readonly TypeKind[] | undefined) =>
  type.kind === 'null' || (typeof allowed === 'string' ? allowed === type.kind : allowed?.includes(type.kind) === true);

/** A resolver of fixed arguments; the last `takes.length - least` of them may be absent. */
export function fixed(takes: Takes, result: ResultType, least = takes.length): RegisteredFunction['resolve'] {
  return (types) => {
    if (types.length < least || types.length > takes.length) return undefined;
    if (!types.every((type, index) => fits(type, takes[index]))) return undefined;
    return typeof result === 'function' ? result(types) : result;
  };
}

/**
 * A function with Postgres's meaning. Spelled for DuckDB only, so that another engine refuses it instead of answering
 * something near.
 */
export function postgresFunction(
  id: string,
  resolve: RegisteredFunction['resolve'],
  duckdb: Duckdb,
  optional: Optional = {},
): RegisteredFunction {
  const spelling: Spelling = typeof duckdb === 'string' ? (args) => `${duckdb}(${args.join(', ')})` : duckdb;
  return define({ cases: [], ...optional, id, resolve, spelling: { duckdb: spelling } });
}

/** A name that no column bears: DuckDB lets a column hide a lambda's parameter. */
export const lambdaName = (name: string) => `_medallion_${name}`;

/** DuckDB text of `body` over values that are bound to a name once: a lambda over a list of one struct. */
export function bind(values: Readonly<Record<string, string>>, name: string, body: (name: string) => string): string {
  const fields = Object.entries(values).map(([key, text]) => `'${key}': ${text}`);
  const parameter = lambdaName(name);
  return `list_transform([{${fields.join(', ')}}], lambda ${parameter}: ${body(parameter)})[1]`;
}
