import { expect, test } from 'vitest';
import { runPython } from './run-client.js';
import { FLIGHT_COLUMNS, FLIGHTS, GOLD_TABLES, openSqlGateway } from './suite.js';

const gateway = openSqlGateway();

test('psycopg 3', async () => {
  expect(await runPython(gateway(), 'psycopg3.py')).toEqual({
    count: FLIGHTS,
    types: ['int', 'datetime', 'int', 'str'],
    binary_equals_text: true,
    values: [
      '1.50',
      '2.5',
      'True',
      '2001-02-03',
      '2001-02-03 04:05:06.789000',
      "x'é",
      'None',
      '[1, 2]',
      '1 day, 2:00:00',
      '12345678901',
    ],
    prepared: [205, 205, 32, 0],
    any: 2,
    copy_rows: 5,
    binary_copy_types: ['float', 'str'],
    pipeline: [1, 2, 3, 4, 5],
    errors: ['42P01', '42601', '42703', '22012'],
    after_errors: 1,
    cancelled: '57014',
    server_cursor: FLIGHTS,
    after_savepoint: 2,
  });
});

test('psycopg2', async () => {
  expect(await runPython(gateway(), 'psycopg2_client.py')).toEqual({
    server_version: true,
    encoding: 'UTF8',
    rows: [
      ['LAX', 'Los Angeles International'],
      ['SFO', 'San Francisco International'],
    ],
    columns: [
      ['iata', 25],
      ['name', 25],
    ],
    quoting: ["O'Hare \\ é", 'None', '1.5'],
    decimal: 'Decimal',
    named_cursor: FLIGHTS,
    dict: { n: 3376 },
    csv_header: 'iata,city',
    csv_lines: 7,
    undefined_table: '42P01',
    status: true,
  });
});

test('SQLAlchemy 2', async () => {
  expect(await runPython(gateway(), 'sqlalchemy_client.py')).toEqual({
    schemas: ['gold', 'tpch'],
    tables: GOLD_TABLES,
    views: [],
    columns: [
      ['flight_id', 'BIGINT', false],
      ['date', 'TIMESTAMP', expect.any(Boolean)],
      ['delay', 'INTEGER', expect.any(Boolean)],
      ['distance', 'INTEGER', expect.any(Boolean)],
      ['origin_iata', 'TEXT', expect.any(Boolean)],
      ['destination_iata', 'TEXT', expect.any(Boolean)],
    ],
    decimal: ['NUMERIC(15, 2)'],
    primary_key: ['origin_iata', 'destination_iata', 'date'],
    foreign_keys: [
      ['destination_iata', 'gold', 'airports', 'iata'],
      ['origin_iata', 'gold', 'airports', 'iata'],
    ],
    comment: true,
    has_table: [true, false],
    default_schema: 'gold',
    states: ['CA', 'NV'],
    page: 10,
    streamed: FLIGHTS,
    text: true,
  });
});

test('asyncpg', async () => {
  expect(await runPython(gateway(), 'asyncpg_client.py')).toEqual({
    version: true,
    row: { flight_id: 'int', date: 'datetime', delay: 'int', origin_iata: 'str' },
    values: [
      '1.50',
      '2.5',
      '2001-02-03',
      '2001-02-03 04:05:06.789000',
      '1 day, 2:00:00',
      "['a', None]",
      'True',
      'é',
      '{"a": 1}',
      'None',
      '2001-02-03 04:05:06+00:00',
      "b'\\x00\\xff'",
    ],
    parameters: ['text[]', 'float8'],
    any: expect.any(Number),
    cursor: FLIGHTS,
    copy: ['COPY 5', 5],
    binary_copy: ['COPY 5', '5047434f50590aff0d0a00', 'ffff'],
    error: '42P01',
    timeout: true,
    after: 1,
    pool: 15,
  });
});

test('adbc-driver-postgresql', async () => {
  expect(await runPython(gateway(), 'adbc_client.py')).toEqual({
    rows: FLIGHTS,
    types: ['int64', 'timestamp[us]', 'int32', 'string'],
    orders: 8,
    parameter: 205,
    tables: GOLD_TABLES,
    schema: ['iata', 'name', 'city', 'state', 'country', 'latitude', 'longitude'],
  });
});

test('psqlODBC through unixODBC', async () => {
  expect(await runPython(gateway(), 'odbc_client.py')).toEqual({
    dbms: 'PostgreSQL',
    tables: GOLD_TABLES,
    columns: FLIGHT_COLUMNS.map((name, at) => [name, ['int8', 'timestamp', 'int4', 'int4', 'text', 'text'][at]]),
    primary_key: ['origin_iata', 'destination_iata', 'date'],
    foreign_keys: ['destination_iata', 'origin_iata'],
    parameters: true,
    types: ['int', 'datetime', 'int', 'str'],
    decimal: 'Decimal',
    error: '42P01',
    after: 1,
    declare_fetch: FLIGHTS,
    savepoint_error: true,
    rolled_back: 3,
  });
});

test("DuckDB's postgres extension", async () => {
  expect(await runPython(gateway(), 'duckdb_client.py')).toEqual({
    tables: GOLD_TABLES,
    count: [FLIGHTS, true],
    pushed: 205,
    query: 3376,
    types: ['BIGINT', 'TIMESTAMP', 'INTEGER', 'INTEGER', 'VARCHAR', 'VARCHAR'],
  });
});
