import { type DataType, decimalType, FLOAT64, INT64 } from '../../../query/types.js';
import type { RegisteredFunction } from '../../define.js';
import type { Spelling } from '../../definition.js';
import { fixed, postgresFunction } from './postgres-function.js';

/** Bare calls: the printer writes OVER behind them, so that nothing may stand around. */
function windowFunction(id: string, resolve: RegisteredFunction['resolve'], duckdb: string): RegisteredFunction {
  const spelling: Spelling = (args, _types, _result, { filter }) => `${duckdb}(${args.join(', ')})${filter}`;
  return postgresFunction(id, resolve, spelling, { kind: 'window', nulls: 'called', deterministic: false });
}

/** The entry test reads a window's type without arguments. */
const orNone =
  (resolve: RegisteredFunction['resolve'], type: DataType): RegisteredFunction['resolve'] =>
  (types) =>
    types.length === 0 ? type : resolve(types);

const value = ([type]: readonly DataType[]) => (type === undefined || type.kind === 'null' ? undefined : type);

const offset: RegisteredFunction['resolve'] = (types) => {
  const [, by, , ...more] = types;
  return more.length === 0 && (by === undefined || by.kind === 'integer') ? value(types) : undefined;
};

const EXACT = ['integer', 'decimal'] as const;

/** Sums of integers are HUGEINT in DuckDB, which is DECIMAL(38,0) to the IR. */
const sumType = fixed([EXACT], ([type]) => decimalType(38, type?.kind === 'decimal' ? type.scale : 0));

export const postgresWindowFunctions: readonly RegisteredFunction[] = [
  windowFunction('percent_rank', fixed([], FLOAT64), 'percent_rank'),
  windowFunction('cume_dist', fixed([], FLOAT64), 'cume_dist'),
  windowFunction('ntile', orNone(fixed(['integer'], INT64), INT64), 'ntile'),
  windowFunction('lag', offset, 'lag'),
  windowFunction('lead', offset, 'lead'),
  windowFunction('first_value', (types) => (types.length === 1 ? value(types) : undefined), 'first_value'),
  windowFunction('last_value', (types) => (types.length === 1 ? value(types) : undefined), 'last_value'),
  windowFunction(
    'nth_value',
    (types) => (types.length === 2 && types[1]?.kind === 'integer' ? value(types) : undefined),
    'nth_value',
  ),
  windowFunction('window_sum', sumType, 'sum'),
  windowFunction('window_sum_float', fixed(['float'], FLOAT64), 'sum'),
];
