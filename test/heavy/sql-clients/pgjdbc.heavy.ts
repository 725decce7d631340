import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { CLIENT_CACHE, runClient } from './run-client.js';
import { FLIGHT_COLUMNS, FLIGHTS, GOLD_TABLES, openSqlGateway } from './suite.js';

const gateway = openSqlGateway();

test('pgjdbc', async () => {
  const source = resolve(import.meta.dirname, 'clients/Jdbc.java');
  const { code, stdout, stderr } = await runClient(gateway(), 'java', [
    '-Xshare:auto',
    '-cp',
    resolve(CLIENT_CACHE, 'pgjdbc.jar'),
    source,
  ]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    valid: true,
    product: 'PostgreSQL',
    catalogs: true,
    schemas: ['gold', 'tpch'],
    tables: GOLD_TABLES,
    columns: FLIGHT_COLUMNS,
    types: ['int8', 'timestamp', 'int4', 'int4', 'text', 'text'],
    allColumns: true,
    primaryKey: ['date', 'destination_iata', 'origin_iata'],
    importedKeys: ['destination_iata', 'origin_iata'],
    exportedKeys: 5,
    crossReference: ['iata'],
    keywords: true,
    identifierLength: 63,
    functions: true,
    rows: FLIGHTS,
    portalRows: FLIGHTS,
    values: [
      '1.50',
      '2.5',
      'true',
      '2001-02-03',
      '2001-02-03 04:05:06.789',
      'é',
      '12345678901',
      '7',
      '42',
      null,
      '2001-02-03T04:05:06Z',
    ],
    isolation: 4,
    schema: 'gold',
    error: '42P01',
    severalResults: true,
    maxRows: 5,
    cancelled: '57014',
    after: true,
    array: 2,
  });
});
