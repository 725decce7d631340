import { DATE, type DataType, decimalType, FLOAT64, INT64 } from '../../query/types.js';
import { define, double, example, type RegisteredFunction, text, typed } from '../define.js';
import type { FunctionCase } from '../definition.js';
import { castText, readTwice } from '../spell.js';
import { takes } from './string.js';

const INTEGER = '[+-]?[0-9]+';
const DOUBLE = '[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?';
const DAY = '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}';

/**
 * CAST and TRY_CAST of text. DuckDB reads more than Spark does ('1e3', '12.7' and '1_000' as integers, '2001/02/03'
 * as a date), so that the form is checked first; spaces around it are allowed in both.
 */
function parsing(id: string, result: DataType, form: string, name: string, cases: readonly FunctionCase[]) {
  const checked = (arg: string, otherwise: string) =>
    readTwice(
      arg,
      (value) =>
        `CASE WHEN ${value} IS NULL OR regexp_full_match(trim(${value}), '${form}') THEN trim(${value})${otherwise} END`,
    );
  const strict = define({
    id: `parse_${id}`,
    resolve: takes(['string'], result),
    spelling: {
      duckdb: ([arg = '']) => castText(checked(arg, ` ELSE error('text that is no ${id}')`), result, 'duckdb'),
      databricks: ([arg = '']) => castText(arg, result, 'databricks'),
    },
    cases,
  });
  const lenient = define({
    id: `try_parse_${id}`,
    resolve: takes(['string'], result),
    nulls: 'called',
    total: true,
    spelling: {
      duckdb: ([arg = '']) => `TRY_CAST(${checked(arg, '')} AS ${name})`,
      databricks: ([arg = '']) => `TRY_CAST(${arg} AS ${name})`,
    },
    cases: [...cases, ...['', 'x', '1_000', '0x10', '2001/02/03', '１２'].map((bad) => example(null, text(bad)))],
  });
  return [strict, lenient];
}

export const parsingFunctions: readonly RegisteredFunction[] = [
  ...parsing('integer', INT64, INTEGER, 'BIGINT', [
    example(12n, text(' 12 ')),
    example(-9223372036854775808n, text('-9223372036854775808')),
    example(7n, text('+007')),
    example(null, text(null)),
  ]),
  ...parsing('double', FLOAT64, DOUBLE, 'DOUBLE', [
    example(1500, text('1.5e3')),
    example(-0.5, text('-.5')),
    example(2, text('2.')),
    example(null, text(null)),
  ]),
  ...parsing('date', DATE, DAY, 'DATE', [
    example('2001-02-03', text('2001-02-03')),
    example('2001-02-03', text(' 2001-2-3 ')),
    example('2004-02-29', text('2004-02-29')),
    example(null, text(null)),
  ]),
  define({
    // Towards zero, as Spark's CAST of a number to an integer; infinities stay.
    id: 'truncate',
    resolve: ([type, ...more]) => {
      if (type === undefined || more.length > 0) return undefined;
      if (type.kind === 'decimal') return decimalType(Math.max(1, type.precision - type.scale), 0);
      return type.kind === 'float' ? type : undefined;
    },
    total: true,
    spelling: { duckdb: ([arg = ''], _types, result) => castText(`trunc(${arg})`, result, 'duckdb') },
    cases: [
      example(-2, double(-2.9)),
      example(2, double(2.5)),
      example(null, double(null)),
      example('-99', typed(decimalType(4, 2), '-99.99')),
      example('0', typed(decimalType(2, 2), '0.99')),
      example(Number.NEGATIVE_INFINITY, double(Number.NEGATIVE_INFINITY)),
    ],
  }),
];
