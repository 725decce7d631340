import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonEncoding, ScalarValue } from '../../../src/query/expression.js';
import {
  BINARY,
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  printType,
  STRING,
  TIME,
  TIMESTAMP,
  TIMESTAMP_NTZ,
} from '../../../src/query/types.js';
import { duckdbDialect } from '../../../src/sources/duckdb/dialect.js';
import { mysqlDialect } from '../../../src/sources/mysql/dialect.js';
import type { Dialect } from '../../../src/sql/dialect.js';
import { findMariadb, type MariadbServer, startMariadb } from '../../support/services/mariadb-server.js';
import { isAbsent } from '../../support/services/service-needed.js';
import { openSource, type WatchedSource } from './open-mariadb.js';

interface Question {
  readonly type: DataType;
  readonly encoding: JsonEncoding;
  readonly value: ScalarValue;
}

const asked = (
  type: DataType,
  encodings: readonly JsonEncoding[],
  values: readonly ScalarValue[],
): readonly Question[] => encodings.flatMap((encoding) => values.map((value) => ({ type, encoding, value })));

const DOUBLES = [0, 0.1, 1e15, 1e16, 1e21, 1e-7, 5e-324, 1.7976931348623157e308, -2.5, 123456789012345680, 1 / 3];
const TEXTS = ['', 'a"b', 'a\\b', 'x\ny\t\r\b\f', '\u0001\u0002\u001f', '\u007f\u2028', 'é日本🤦', "it's", '</script>'];
const WALLS = [
  '2001-02-03T04:05:06',
  '2001-02-03T04:05:06.000001',
  '1969-12-31T23:59:59.999999',
  '0001-01-01T00:00:00',
  '9999-12-31T23:59:59.5',
];

/** Values at the ends of their types, in each form that GraphQL or a nested list gives them. */
const QUESTIONS: readonly Question[] = [
  ...asked(BOOLEAN, ['boolean', 'json'], [true, false, null]),
  ...asked(INT32, ['int', 'text', 'json'], [0n, -2147483648n, 2147483647n, null]),
  ...asked(INT64, ['int', 'text', 'json'], [9223372036854775807n, -9223372036854775808n, 9007199254740993n, 7n, null]),
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
  ...asked(FLOAT64, ['float', 'json', 'text'], [...DOUBLES, null]),
  ...asked(FLOAT64, ['int'], [0, -7, 2147483648, 0.5, null]),
  ...asked(STRING, ['string', 'json'], [...TEXTS, null]),
  ...asked(STRING, ['bytes'], ['', 'é🛫', null]),
  ...asked(DATE, ['date', 'datetime', 'text', 'json'], ['2001-02-03', '0001-01-01', '9999-12-31', '1582-10-10', null]),
  ...asked(TIME, ['time', 'text', 'json'], ['00:00:00', '23:59:59.999999', '04:05:06.5', null]),
  ...asked(TIMESTAMP_NTZ, ['datetime', 'date', 'text', 'json'], [...WALLS, null]),
  ...asked(TIMESTAMP, ['datetime', 'date', 'text', 'json'], [...WALLS.map((wall) => `${wall}Z`), null]),
  ...asked(
    BINARY,
    ['bytes', 'json'],
    [new Uint8Array(), new Uint8Array([0, 255, 34, 92]), new Uint8Array(100).fill(251), null],
  ),
];

const textOf = ({ literal, jsonValue }: Dialect) =>
  QUESTIONS.map(({ value, type, encoding }, index) => {
    const operand = literal(value, type);
    return `${jsonValue(operand, encoding, type)} AS c${index}`;
  }).join(', ');

/** A DOUBLE has several texts; each reads back as the same number. All else must be the same text. */
function comparable(text: string | null, { type }: Question): unknown {
  if (text === null) return text;
  if (type.kind !== 'float') return type.kind === 'string' ? text.toLowerCase() : text;
  const bare = text.replaceAll('"', '');
  return Number.isNaN(Number(bare)) ? text : [text.startsWith('"'), Number(bare)];
}

let server: MariadbServer;
let source: WatchedSource;

describe.skipIf(isAbsent('MariaDB', findMariadb()))('JSON on MariaDB', () => {
  beforeAll(async () => {
    server = await startMariadb();
    source = openSource(server);
  });
  afterAll(async () => {
    await source?.close();
    await server?.stop();
  });

  test('is what DuckDB builds, but for the case of hexadecimal digits', async () => {
    const options = { signal: AbortSignal.timeout(60_000), timeoutMs: 60_000, singleRow: true };
    const { batches } = await source.execute({ text: `SELECT ${textOf(mysqlDialect)}`, parameters: [] }, options);
    const found: unknown[] = [];
    for await (const { columns } of batches) found.push(...columns.map(([value]) => value));
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
        comparable(texts[index] as string | null, question),
      ]);
    expect(lines(found)).toEqual(lines(expected));
    expect(expected.filter((text) => text !== null).length).toBeGreaterThan(100);
  });
});
