import { DATE, type DataType, decimalType, NULL_TYPE, sameType } from '../../query/types.js';
import { commonType, commonTypeOf } from '../common-type.js';
import { bool, define, double, example, int, long, type RegisteredFunction, text, typed } from '../define.js';
import type { DialectName, Spelling } from '../definition.js';
import { widen } from '../spell.js';
import { comparisonType } from './comparison.js';

/** Each argument at the result's type. */
const widened = (args: readonly string[], types: readonly DataType[], result: DataType, dialect: DialectName) =>
  args.map((arg, index) => widen(arg, types[index] ?? NULL_TYPE, result, dialect));

const each = (spelling: (dialect: DialectName) => Spelling) => ({
  duckdb: spelling('duckdb'),
  databricks: spelling('databricks'),
});

const notNull = (type: DataType | undefined) => (type?.kind === 'null' ? undefined : type);

export const conditionalFunctions: readonly RegisteredFunction[] = [
  define({
    id: 'coalesce',
    resolve: (types) => (types.length > 0 ? notNull(commonTypeOf(types)) : undefined),
    nulls: 'called',
    total: true,
    leakproof: true,
    spelling: each(
      (dialect) => (args, types, result) => `coalesce(${widened(args, types, result, dialect).join(', ')})`,
    ),
    cases: [
      example('', text(null), text(''), text('a')),
      example(null, int(null), int(null)),
      example(2.5, int(null), double(2.5)),
      example('1.00', int(1), typed(decimalType(4, 2), '2.00')),
      example(false, bool(false), bool(true)),
    ],
  }),
  define({
    id: 'nullif',
    resolve: (types) => (comparisonType(types) === undefined ? undefined : notNull(types[0])),
    nulls: 'called',
    total: true,
    leakproof: true,
    spelling: each((dialect) => (args, types, result) => {
      const [left = '', right = ''] = args;
      const common = comparisonType(types) ?? result;
      const compared = widened([left, right], types, common, dialect);
      return types[0] !== undefined && sameType(types[0], common)
        ? `nullif(${compared.join(', ')})`
        : `(CASE WHEN ${compared.join(' = ')} THEN NULL ELSE ${left} END)`;
    }),
    cases: [
      example(null, text('a'), text('a')),
      example('a', text('a'), text(null)),
      example(null, text(null), text('a')),
      example(-1n, int(-1), int(0)),
      example(null, int(2), double(2)),
      example(3n, int(3), long(4n)),
    ],
  }),
  define({
    id: 'if',
    resolve: ([condition, a, b, ...more]) => {
      if (condition === undefined || a === undefined || b === undefined || more.length > 0) return undefined;
      return condition.kind === 'boolean' || condition.kind === 'null' ? notNull(commonType(a, b)) : undefined;
    },
    nulls: 'called',
    total: true,
    leakproof: true,
    spelling: each((dialect) => ([condition = '', ...args], types, result) => {
      const [yes, no] = widened(args, types.slice(1), result, dialect);
      return `(CASE WHEN ${condition} THEN ${yes} ELSE ${no} END)`;
    }),
    cases: [
      example('a', bool(true), text('a'), text('b')),
      example('b', bool(null), text('a'), text('b')),
      example(null, bool(false), int(1), int(null)),
      example(1, bool(true), int(1), double(2.5)),
      example('2001-01-01', bool(false), typed(DATE, null), typed(DATE, '2001-01-01')),
    ],
  }),
];
