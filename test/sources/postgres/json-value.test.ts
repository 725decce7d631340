import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { JsonEncoding, ScalarValue } from '../../../src/query/expression.js';
import { FAULT_START } from '../../../src/query/json-markers.js';
import {
  BINARY,
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  INTERVAL,
  JSON_TYPE,
  printType,
  STRING,
  TIME,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  UUID,
} from '../../../src/query/types.js';
import { duckdbDialect } from '../../../src/sources/duckdb/dialect.js';
import { postgresDialect } from '../../../src/sources/postgres/dialect.js';
import type { Dialect } from '../../../src/sql/dialect.js';
import { findPostgres } from '../../support/services/postgres-server.js';
import { isAbsent } from '../../support/services/service-needed.js';
import { type Database, openDatabase } from './open-database.js';

interface Question {
  readonly type: DataType;
  readonly encoding: JsonEncoding;
  readonly value: ScalarValue;
}

const asked = (type: DataType, encodings: readonly JsonEncoding[], values: readonly ScalarValue[]) =>
  encodings.flatMap((encoding) => values.map((value): Question => ({ type, encoding, value })));

const DOUBLES = [
  ...[0, -0, 0.1, 3, 1e15, 1e16, 123456789012345680, 1e21, 1e-7, 0.0001, 5e-324, 1.7976931348623157e308, -2.5],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
];
const INT16: DataType = { kind: 'integer', bits: 16 };
const FLOAT32: DataType = { kind: 'float', bits: 32 };
const TEXTS = [
  '',
  'a"b',
  'a\\b',
  'x\ny\t\r\b\f',
  '\u0001\u0002\u001f',
  '\u007f\u2028',
  'é日本🤦',
  "it's",
  '</script>',
  '\\u001f',
];
const WALLS = [
  '2001-02-03T04:05:06',
  '2001-02-03T04:05:06.000001',
  '1969-12-31T23:59:59.999999',
  '0001-01-01T00:00:00',
  '9999-12-31T23:59:59.5',
];

/** Values at the ends of their types, in each form that GraphQL or a nested list gives them. */
const QUESTIONS: readonly Question[] = [
  ...asked(BOOLEAN, ['boolean', 'string', 'json'], [true, false, null]),
  ...asked(INT16, ['int', 'float', 'text'], [-32768n, 32767n, null]),
  ...asked(INT32, ['int', 'float', 'text', 'json'], [0n, -2147483648n, 2147483647n, null]),
  ...asked(
    INT64,
    ['int', 'float', 'text', 'json'],
    [9223372036854775807n, -9223372036854775808n, 2147483647n, 2147483648n, -2147483649n, 7n, null],
  ),
  ...asked(
    decimalType(38, 10),
    ['text', 'json', 'float', 'int'],
    [
      '9999999999999999999999999999.9999999999',
      '-0.0000000001',
      '0.0000000000',
      '12.0000000000',
      '12.5000000000',
      null,
    ],
  ),
  ...asked(decimalType(38, 0), ['text', 'json'], ['99999999999999999999999999999999999999', '-1']),
  ...asked(decimalType(4, 4), ['text', 'json'], ['0.5000', '-0.0001', '0.0000']),
  ...asked(FLOAT64, ['float', 'json', 'int'], [...DOUBLES, null]),
  ...asked(FLOAT64, ['text'], [...DOUBLES.filter(Number.isFinite), null]),
  ...asked(FLOAT32, ['float'], [Number.NaN]),
  ...asked(FLOAT32, ['float', 'text'], [0.1, 16777216, 3.4028234663852886e38, null]),
  ...asked(STRING, ['string', 'json', 'text', 'bytes'], [...TEXTS, null]),
  ...asked(JSON_TYPE, ['json', 'string'], ['{"a": [1, null]}', 'null', null]),
  ...asked(UUID, ['string', 'text', 'json'], ['6ba7b810-9dad-11d1-80b4-00c04fd430c8', null]),
  ...asked(DATE, ['date', 'datetime', 'text', 'json', 'string'], ['2001-02-03', '0001-01-01', '9999-12-31', null]),
  ...asked(TIME, ['time', 'text', 'string'], ['00:00:00', '23:59:59.999999', '12:30:00.5', null]),
  ...asked(TIMESTAMP_NTZ, ['datetime', 'date', 'text', 'json'], [...WALLS, null]),
  ...asked(TIMESTAMP, ['datetime', 'date', 'text', 'json'], [...WALLS.map((wall) => `${wall}Z`), null]),
  ...asked(
    BINARY,
    ['bytes', 'json'],
    [new Uint8Array(), new Uint8Array([0, 255, 34, 92]), new Uint8Array(100).fill(251), null],
  ),
];

const textOf = ({ literal, jsonValue }: Dialect) =>
  QUESTIONS.map(
    ({ value, type, encoding }, index) => `${jsonValue(literal(value, type), encoding, type)} AS c${index}`,
  ).join(', ');

/**
 * A DOUBLE has several texts, of which each reads back as the same number, and a control character's number has letters
 * of either case. All else must be the same text.
 */
function comparable(text: unknown, { type, encoding }: Question): unknown {
  if (typeof text !== 'string') return text;
  if (type.kind !== 'float') return text.replaceAll(/(?<!\\)\\u00[01][0-9A-F]/gu, (found) => found.toLowerCase());
  const bare = text.replaceAll('"', '');
  return Number.isNaN(Number(bare)) || encoding === 'int' ? text : [text.startsWith('"'), Number(bare)];
}

describe.skipIf(isAbsent('PostgreSQL', findPostgres()))('JSON on PostgreSQL', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase();
  });
  afterAll(() => database?.close());

  const values = async (items: readonly string[]) => (await database.ask(`SELECT ${items.join(', ')}`)).rows[0] ?? [];

  test('is the JSON that DuckDB builds', async () => {
    const found = await values([textOf(postgresDialect)]);
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    const reader = await connection.runAndReadAll(`SELECT ${textOf(duckdbDialect)}`);
    const [expected = []] = reader.getRowsJS();
    connection.closeSync();
    instance.closeSync();
    const lines = (texts: readonly unknown[]) =>
      QUESTIONS.map((question, index) => [
        `${printType(question.type)} as ${question.encoding} of ${String(question.value)}`,
        comparable(texts[index], question),
      ]);
    expect(lines(found)).toEqual(lines(expected));
    for (const text of found) if (typeof text === 'string' && !text.startsWith(FAULT_START)) JSON.parse(text);
  });

  test('of what only PostgreSQL holds is a fault or the value', async () => {
    const { jsonValue } = postgresDialect;
    const digits = decimalType(5, 2);
    const items = [
      ...(['float', 'text', 'json', 'int'] as const).map((encoding) =>
        jsonValue("'NaN'::numeric(5,2)", encoding, digits),
      ),
      jsonValue("'NaN'::double precision", 'text', FLOAT64),
      ...["'infinity'::date", "'-infinity'::date", "'10000-01-01'::date", "'0001-12-31 BC'::date"].map((value) =>
        jsonValue(value, 'date', DATE),
      ),
      ...["'infinity'", "'10000-01-01'", "'0001-12-31 23:59:59 BC'"].flatMap((value) => [
        jsonValue(`${value}::timestamp`, 'datetime', TIMESTAMP_NTZ),
        jsonValue(`${value}::timestamptz`, 'date', TIMESTAMP),
      ]),
      jsonValue("'24:00:00'::time", 'time', TIME),
    ];
    const found = await values(items);
    const [F, I, D] = ['F', 'I', 'D'].map((letter) => `${FAULT_START}${letter}`);
    expect(found).toEqual([F, F, F, I, F, ...Array.from({ length: 11 }, () => D)]);
  });

  it('has no text of intervals and arrays', () => {
    const refusal = expect.objectContaining({ code: 'NOT_SUPPORTED' });
    expect(() => postgresDialect.jsonValue('x', 'text', INTERVAL)).toThrowError(refusal);
    expect(() => postgresDialect.jsonValue('x', 'json', { kind: 'array', element: INT64 })).toThrowError(refusal);
  });
});
