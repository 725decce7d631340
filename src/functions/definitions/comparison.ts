import { BOOLEAN, DATE, type DataType, decimalType, FLOAT64, STRING, TIMESTAMP_NTZ } from '../../query/types.js';
import { commonType } from '../common-type.js';
import { bool, define, double, example, int, long, type RegisteredFunction, text, typed } from '../define.js';
import type { DialectName, FunctionCase, Spelling } from '../definition.js';
import { widen } from '../spell.js';

/** The type that both sides are compared at; undefined where no comparison is defined. JSON has no order. */
export function comparisonType(types: readonly DataType[]): DataType | undefined {
  const [left, right] = types;
  if (left === undefined || right === undefined || types.length !== 2) return undefined;
  const common = commonType(left, right);
  return common?.kind === 'json' ? undefined : common;
}

function infix(operator: string, dialect: DialectName): Spelling {
  return (args, types) => {
    const common = comparisonType(types);
    const [left, right] = args.map((arg, index) => {
      const type = types[index];
      return common === undefined || type === undefined ? arg : widen(arg, type, common, dialect);
    });
    return `(${left} ${operator} ${right})`;
  };
}

/**
 * Comparisons follow Spark and DuckDB alike: NaN equals NaN and is above every number, -0 equals 0, text compares
 * by its UTF-8 bytes.
 */
function comparison(
  id: string,
  operators: { readonly duckdb: string; readonly databricks: string },
  cases: readonly FunctionCase[],
  nulls: 'strict' | 'called' = 'strict',
): RegisteredFunction {
  return define({
    id,
    resolve: (types) => (comparisonType(types) === undefined ? undefined : BOOLEAN),
    nulls,
    total: true,
    leakproof: true,
    spelling: {
      duckdb: infix(operators.duckdb, 'duckdb'),
      databricks: infix(operators.databricks, 'databricks'),
    },
    cases,
  });
}

const same = (operator: string) => ({ duckdb: operator, databricks: operator });
const MAX = 9223372036854775807n;

function nullTest(id: string, words: string, whenNull: boolean): RegisteredFunction {
  const spelling: Spelling = (args) => `(${args[0]} ${words})`;
  return define({
    id,
    resolve: (types) => (types.length === 1 ? BOOLEAN : undefined),
    nulls: 'called',
    total: true,
    leakproof: true,
    spelling: { duckdb: spelling, databricks: spelling },
    cases: [
      example(whenNull, text(null)),
      example(!whenNull, text('')),
      example(!whenNull, int(0)),
      example(whenNull, double(null)),
    ],
  });
}

export const comparisonFunctions: readonly RegisteredFunction[] = [
  comparison('eq', same('='), [
    example(true, text('é'), text('é')),
    example(false, text(''), text(' ')),
    example(null, int(1), int(null)),
    example(true, double(Number.NaN), double(Number.NaN)),
    example(true, double(-0), double(0)),
    example(true, int(3), typed(decimalType(5, 2), '3.00')),
    example(false, long(MAX), long(-MAX)),
    example(true, typed(DATE, '2001-02-28'), typed(DATE, '2001-02-28')),
  ]),
  comparison('neq', same('<>'), [
    example(true, text('a'), text('A')),
    example(null, text(null), text('a')),
    example(false, bool(true), bool(true)),
    example(false, double(Number.NaN), double(Number.NaN)),
  ]),
  comparison('lt', same('<'), [
    example(true, text('Z'), text('a')),
    example(true, text('z'), text('é')),
    example(true, double(Number.POSITIVE_INFINITY), double(Number.NaN)),
    example(true, int(-1), long(0n)),
    example(null, int(null), int(0)),
    example(true, typed(decimalType(4, 1), '-0.1'), int(0)),
  ]),
  comparison('lte', same('<='), [
    example(true, int(-5), int(-5)),
    example(true, text(''), text('a')),
    example(null, text('a'), text(null)),
    example(true, typed(TIMESTAMP_NTZ, '2001-01-01T00:00:00'), typed(TIMESTAMP_NTZ, '2001-01-01T00:00:00.000001')),
  ]),
  comparison('gt', same('>'), [
    example(true, double(Number.NaN), double(1e308)),
    example(true, bool(true), bool(false)),
    example(null, bool(null), bool(false)),
    example(false, int(2), double(2)),
  ]),
  comparison('gte', same('>='), [
    example(true, long(MAX), long(MAX)),
    example(false, text('a'), text('b')),
    example(null, typed(DATE, null), typed(DATE, '2001-01-01')),
    example(true, typed(DATE, '2001-02-01'), typed(DATE, '2001-01-31')),
  ]),
  comparison(
    'is_not_distinct_from',
    { duckdb: 'IS NOT DISTINCT FROM', databricks: '<=>' },
    [
      example(true, text(null), text(null)),
      example(false, text(null), text('')),
      example(true, int(-7), int(-7)),
      example(false, typed(FLOAT64, 1.5), typed(FLOAT64, null)),
      example(true, typed(STRING, 'ß'), typed(STRING, 'ß')),
    ],
    'called',
  ),
  nullTest('is_null', 'IS NULL', true),
  nullTest('is_not_null', 'IS NOT NULL', false),
];
