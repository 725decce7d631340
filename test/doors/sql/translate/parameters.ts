import { OID } from '../../../../src/doors/sql/types/pg-types.js';
import {
  arrayType,
  BOOLEAN,
  DATE,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  STRING,
  TIMESTAMP_NTZ,
} from '../../../../src/query/types.js';
import type { Parameter } from './translator.js';

const int = (value: number | null): Parameter => ({
  typeOid: OID.int4,
  text: value === null ? null : String(value),
  value: value === null ? null : BigInt(value),
  type: INT32,
});
const long = (value: bigint): Parameter => ({ typeOid: OID.int8, text: String(value), value, type: INT64 });
const text = (value: string | null): Parameter => ({ typeOid: OID.text, text: value, value, type: STRING });
const exact = (value: string, precision: number, scale: number): Parameter => ({
  typeOid: OID.numeric,
  text: value,
  value,
  type: decimalType(precision, scale),
});
const real = (value: number): Parameter => ({ typeOid: OID.float8, text: String(value), value, type: FLOAT64 });
const day = (value: string): Parameter => ({ typeOid: OID.date, text: value, value, type: DATE });
const clock = (value: string): Parameter => ({ typeOid: OID.timestamp, text: value, value, type: TIMESTAMP_NTZ });
const truth = (value: boolean): Parameter => ({ typeOid: OID.bool, text: value ? 't' : 'f', value, type: BOOLEAN });
const INT_ARRAY = 1007;
const TEXT_ARRAY = 1009;
const ints = (values: readonly (number | null)[] | null): Parameter => ({
  typeOid: INT_ARRAY,
  text: values === null ? null : `{${values.map((value) => value ?? 'NULL').join(',')}}`,
  value: values === null ? null : values.map((value) => (value === null ? null : BigInt(value))),
  type: arrayType(INT32),
});
const texts = (values: readonly string[]): Parameter => ({
  typeOid: TEXT_ARRAY,
  text: `{${values.map((value) => JSON.stringify(value)).join(',')}}`,
  value: values,
  type: arrayType(STRING),
});

const CASES: readonly (readonly [statement: string, ...parameters: readonly Parameter[]])[] = [
  ['SELECT id FROM orders WHERE id = $1', int(3)],
  ['SELECT id FROM orders WHERE id = $1', int(null)],
  ['SELECT id FROM orders WHERE customer_id IS NOT DISTINCT FROM $1', int(null)],
  ['SELECT id FROM orders WHERE amount > $1 AND note <> $2 ORDER BY id', exact('9.99', 3, 2), text('big')],
  ['SELECT id FROM orders WHERE amount > $1 ORDER BY id', int(9)],
  ['SELECT id FROM orders WHERE amount > $1 ORDER BY id', real(9.5)],
  ['SELECT id FROM orders WHERE views = $1', long(7000000000n)],
  ['SELECT id FROM orders WHERE views > $1 ORDER BY id', int(10)],
  ['SELECT id FROM orders WHERE placed BETWEEN $1 AND $2 ORDER BY id', day('2024-01-31'), day('2024-03-01')],
  ['SELECT id FROM orders WHERE shipped >= $1 ORDER BY id', clock('2024-02-02 08:15:30.5')],
  ['SELECT id FROM orders WHERE rush = $1 ORDER BY id', truth(false)],
  ['SELECT id FROM orders WHERE id = ANY ($1) ORDER BY id', ints([1, 4, 99])],
  ['SELECT id FROM orders WHERE id = ANY ($1) ORDER BY id', ints([])],
  ['SELECT id FROM orders WHERE id = ANY ($1) ORDER BY id', ints(null)],
  ['SELECT id FROM orders WHERE customer_id <> ALL ($1) ORDER BY id', ints([1, null])],
  ['SELECT id FROM orders WHERE note LIKE ANY ($1) ORDER BY id', texts(['f%', '%"%', 'b_g'])],
  ['SELECT $1::int[], cardinality($1::int[])', ints([3, 4])],
  ['SELECT x FROM unnest($1::int[]) AS x ORDER BY x DESC', ints([3, 5, 4])],
  ['SELECT id FROM orders ORDER BY id LIMIT $1 OFFSET $2', int(2), int(3)],
  ['SELECT id FROM orders ORDER BY id LIMIT $1', int(null)],
  ['SELECT id FROM orders ORDER BY id FETCH FIRST $1 ROWS ONLY', long(4n)],
  ['SELECT $1 + 1, $2 || $2, $3::numeric * 2', int(41), text("a'b"), exact('1.25', 3, 2)],
  ['SELECT $1 AS k, count(*) FROM orders GROUP BY $1', text('all')],
  ['SELECT customer_id % $1 AS k, count(*) FROM orders GROUP BY customer_id % $1 ORDER BY k', int(2)],
  ['SELECT customer_id % $1 AS k, count(*) FROM orders GROUP BY k ORDER BY k', int(2)],
  ['SELECT id FROM orders WHERE note = $1 OR $1 IS NULL ORDER BY id', text(null)],
  ['SELECT id FROM orders ORDER BY $1, id LIMIT 2', int(1)],
  ['SELECT CASE WHEN id > $1 THEN $2 ELSE note END FROM orders ORDER BY id', int(5), text('late')],
  ['VALUES ($1::int, $2::text), (7, $2) ORDER BY 1', int(9), text('x')],
  ['SELECT g FROM generate_series($1::int, $2::int) g ORDER BY g', int(2), int(4)],
  ['SELECT (SELECT max(id) FROM orders WHERE customer_id = $1), $1::numeric', int(2)],
  [
    'SELECT id FROM customers WHERE (city, tier) IN (($1, $2), ($3, 2)) ORDER BY id',
    text('Oslo'),
    int(1),
    text('Rome'),
  ],
];

/** Statements with the values of their parameters. */
export const PARAMETERISED = CASES.map(([statement, ...parameters]) => ({ statement, parameters }));
