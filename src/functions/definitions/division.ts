import { type DataType, decimalType, FLOAT64, INT64, isNumeric, NULL_TYPE } from '../../query/types.js';
import { commonType } from '../common-type.js';
import { define, double, example, int, long, type RegisteredFunction, typed } from '../define.js';
import type { DialectName, Spelling } from '../definition.js';
import { readTwice, widen } from '../spell.js';

/** DuckDB answers infinity or NULL for a zero divisor; ANSI mode raises. */
const raiseOnZero = (divisor: string) =>
  readTwice(divisor, (value) => `CASE WHEN ${value} = 0 THEN error('division by zero') ELSE ${value} END`);
const nullOnZero = (divisor: string) => `nullif(${divisor}, 0)`;
const asIs = (divisor: string) => divisor;

/** Both operands at `target` (the result's type if undefined), the divisor guarded. */
function infix(
  operator: string,
  dialect: DialectName,
  guard: (divisor: string) => string,
  target?: DataType,
): Spelling {
  return (args, types, result) => {
    const [left = '', right = ''] = args.map((arg, index) =>
      widen(arg, types[index] ?? NULL_TYPE, target ?? result, dialect),
    );
    return `(${left} ${operator} ${guard(right)})`;
  };
}

/** `/` answers DOUBLE. Of decimals Spark answers a DECIMAL that DuckDB does not compute, so they are refused. */
function quotientType(types: readonly DataType[]): DataType | undefined {
  if (types.length !== 2 || types.every((type) => type.kind === 'null')) return undefined;
  if (!types.every((type) => isNumeric(type) || type.kind === 'null')) return undefined;
  const floats = types.some((type) => type.kind === 'float');
  return floats || types.every((type) => type.kind !== 'decimal') ? FLOAT64 : undefined;
}

/** The remainder has the dividend's sign. */
function remainderType(types: readonly DataType[]): DataType | undefined {
  const [a, b] = types;
  if (a === undefined || b === undefined || types.length !== 2) return undefined;
  const common = commonType(a, b);
  return common !== undefined && isNumeric(common) ? common : undefined;
}

const integers = (types: readonly DataType[]) =>
  types.length === 2 &&
  types.some((type) => type.kind === 'integer') &&
  types.every((type) => type.kind === 'integer' || type.kind === 'null');

export const divisionFunctions: readonly RegisteredFunction[] = [
  define({
    id: 'divide',
    resolve: quotientType,
    spelling: {
      duckdb: infix('/', 'duckdb', raiseOnZero, FLOAT64),
      databricks: infix('/', 'databricks', asIs, FLOAT64),
    },
    cases: [
      example(0.5, int(1), int(2)),
      example(-2, double(-5), double(2.5)),
      example(null, int(1), int(null)),
      example(0, int(0), int(-3)),
    ],
  }),
  define({
    id: 'try_divide',
    resolve: quotientType,
    nulls: 'called',
    total: true,
    spelling: {
      duckdb: infix('/', 'duckdb', nullOnZero, FLOAT64),
      databricks: infix('/', 'databricks', nullOnZero, FLOAT64),
    },
    cases: [
      example(null, int(1), int(0)),
      example(null, double(0), double(-0)),
      example(-0.25, int(1), int(-4)),
      example(null, int(null), int(2)),
    ],
  }),
  define({
    id: 'integer_divide',
    resolve: (types) => (integers(types) ? INT64 : undefined),
    spelling: {
      duckdb: infix('//', 'duckdb', raiseOnZero, INT64),
      databricks: infix('DIV', 'databricks', asIs, INT64),
    },
    cases: [
      example(-3n, int(-7), int(2)),
      example(3n, int(7), long(2n)),
      example(null, int(null), int(2)),
      example(9223372036854775807n, long(9223372036854775807n), int(1)),
    ],
  }),
  define({
    id: 'modulo',
    resolve: remainderType,
    spelling: {
      duckdb: infix('%', 'duckdb', raiseOnZero),
      databricks: infix('%', 'databricks', asIs),
    },
    cases: [
      example(-1n, int(-7), int(3)),
      example(1n, int(7), int(-3)),
      example(null, int(7), int(null)),
      example(-1.5, double(-7.5), int(2)),
      example('0.50', typed(decimalType(4, 2), '6.50'), int(3)),
    ],
  }),
];
