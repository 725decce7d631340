import type { TGetResultSetMetadataResp, TRowSet } from '@databricks/sql/thrift/TCLIService_types.js';
import codes from '@databricks/sql/thrift/TCLIService_types.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatabricksSource } from '../../../src/sources/databricks/databricks-source.js';
import { databricksDialect } from '../../../src/sources/databricks/dialect.js';
import { intervalText } from '../../../src/sources/databricks/interval-text.js';
import { resultReader } from '../../../src/sources/databricks/result-reader.js';
import { ArrowWriter } from '../../standins/warehouse/arrow-writer.js';
import { rows as duckdbRows } from '../duckdb/source-fixture.js';
import { PARAMETERS } from './parameter-cases.js';
import { rows, Warehouse } from './warehouse-fixture.js';

let warehouse: Warehouse;
let source: DatabricksSource;

beforeAll(async () => {
  warehouse = await Warehouse.start({
    numbers: `SELECT range AS id, range % 7 AS kind FROM range(12000)`,
  });
  source = warehouse.open();
});
afterAll(() => warehouse.close());

/** Two values and a NULL of each type. */
const COLUMNS: Readonly<Record<string, string>> = {
  boolean: '(TRUE), (NULL), (FALSE)',
  tinyint: '(CAST(-128 AS TINYINT)), (NULL), (CAST(127 AS TINYINT))',
  smallint: '(CAST(-32768 AS SMALLINT)), (NULL), (CAST(32767 AS SMALLINT))',
  int: '(CAST(-2147483648 AS INT)), (NULL), (CAST(2147483647 AS INT))',
  bigint: "(CAST('-9223372036854775808' AS BIGINT)), (NULL), (CAST('9007199254740993' AS BIGINT))",
  float: "(CAST('1.5' AS FLOAT)), (NULL), (CAST('0.1' AS FLOAT))",
  double: "(CAST('-0.1' AS DOUBLE)), (NULL), (CAST('1e300' AS DOUBLE))",
  decimal: "(CAST('-1.05' AS DECIMAL(10,2))), (NULL), (CAST('99999999.99' AS DECIMAL(10,2)))",
  'wide decimal':
    "(CAST('-12345678901234567890123456.789012345678' AS DECIMAL(38,12))), (NULL), (CAST('0.000000000001' AS DECIMAL(38,12)))",
  string: "('Grüße, 東京 🛫'), (NULL), ('')",
  'string with quotes': "('it\\'s \\\\ \\u0041'), (NULL), ('\"')",
  binary: "(X'00ff10'), (NULL), (X'')",
  date: "(DATE'1582-10-15'), (NULL), (DATE'9999-12-31')",
  timestamp: "(TIMESTAMP'2024-02-29 23:59:59.123456Z'), (NULL), (TIMESTAMP'0001-01-01 00:00:00Z')",
  timestamp_ntz: "(TIMESTAMP_NTZ'2024-02-29 23:59:59.999999'), (NULL), (TIMESTAMP_NTZ'1969-12-31 23:59:59.000001')",
  interval: "(INTERVAL '3' DAY + INTERVAL '1.5' SECOND), (NULL), (INTERVAL '-2' DAY)",
  'array of bigint': '([CAST(9007199254740993 AS BIGINT), NULL]), (NULL), ([])',
  'array of decimal': "([CAST('1.10' AS DECIMAL(20,2))]), (NULL), ([CAST('-0.01' AS DECIMAL(20,2))])",
};

describe('values', () => {
  for (const [name, values] of Object.entries(COLUMNS)) {
    it(`are exact: ${name}`, async () => {
      const plain = values
        .replaceAll("'it\\'s \\\\ \\u0041'", "'it''s \\ A'")
        .replaceAll(/X'([0-9a-f]*)'/gu, "from_hex('$1')")
        .replaceAll("TIMESTAMP'", "TIMESTAMPTZ'")
        .replaceAll("TIMESTAMP_NTZ'", "TIMESTAMP'");
      const expected = await duckdbRows(warehouse.duckdb, `SELECT v FROM (VALUES ${plain}) AS t(v)`);
      expect(expected[1]).toEqual([null]);
      expect(await rows(source, `SELECT v FROM (VALUES ${values}) AS t(v)`)).toEqual(expected);
    });
  }

  it('come alike without Arrow', async () => {
    const names = Object.keys(COLUMNS).filter((name) => !name.startsWith('array') && name !== 'timestamp_ntz');
    for (const name of names) {
      const text = `SELECT v FROM (VALUES ${COLUMNS[name]}) AS t(v)`;
      const expected = await rows(source, text);
      warehouse.standin.knobs.arrow = false;
      const found = await rows(source, text);
      warehouse.standin.knobs.arrow = true;
      expect(found, name).toEqual(expected);
    }
  });

  it('of columns with one name are all there', async () => {
    const result = await source.execute(
      { text: 'SELECT 1 AS `a``b`, 2 AS `a``b`', parameters: [] },
      { signal: new AbortController().signal, timeoutMs: 5000 },
    );
    expect(result.fields.map(({ name }) => name)).toEqual(['a`b', 'a`b']);
    for await (const batch of result.batches) expect(batch.columns).toEqual([[1], [2]]);
  });

  it('of intervals are months, days and microseconds', () => {
    expect(intervalText('1-2')).toBe('14 0 0');
    expect(intervalText('-1-2')).toBe('-14 0 0');
    expect(intervalText('1 02:03:04.000005000')).toBe('0 1 7384000005');
    expect(intervalText('-0 00:00:00.500000000')).toBe('0 0 -500000');
    expect(intervalText('2 days')).toBeUndefined();
  });

  it('of many pages are complete and in order', async () => {
    const text = 'SELECT id, kind FROM `lakehouse`.`gold`.`numbers` ORDER BY id';
    for (const arrow of [true, false]) {
      warehouse.standin.knobs.arrow = arrow;
      const found = await rows(warehouse.open({ chunkRows: 1000 }), text);
      expect(found.length).toBe(12_000);
      expect(found.map(([id]) => id)).toEqual(Array.from({ length: 12_000 }, (_, id) => BigInt(id)));
    }
    warehouse.standin.knobs.arrow = true;
  });

  it('of a batch that is cut short are no more than the server counts', () => {
    const field = { name: 'a', type: { kind: 'integer', bits: 32 } } as const;
    const writer = new ArrowWriter([field]);
    const reader = resultReader({
      resultFormat: codes.TSparkRowSetType.ARROW_BASED_SET,
      arrowSchema: writer.schemaBytes,
    } as TGetResultSetMetadataResp);
    const arrowBatches = [{ batch: writer.batch([[1, 2, 3, 4, 5]], 5), rowCount: { toNumber: () => 3 } }];
    const [batch] = [...reader.read({ arrowBatches } as unknown as TRowSet)];
    expect([batch?.rowCount, batch?.columns]).toEqual([3, [[1, 2, 3]]]);
  });

  it('of a result without rows are none', async () => {
    expect(await rows(source, 'SELECT id FROM `lakehouse`.`gold`.`numbers` WHERE FALSE')).toEqual([]);
  });
});

describe('parameters', () => {
  it('arrive with their types and come back exactly', async () => {
    const markers = PARAMETERS.map(({ type }, index) => databricksDialect.parameter(index + 1, type));
    const [found] = await rows(source, `SELECT ${markers.join(', ')}`, {}, PARAMETERS);
    expect(found).toEqual(PARAMETERS.map(({ value }) => value));
    expect(warehouse.standin.statements.at(-1)?.parameters.map(({ type }) => type)).toEqual([
      'BOOLEAN',
      'TINYINT',
      'BIGINT',
      'DECIMAL(38,6)',
      'DOUBLE',
      'STRING',
      'STRING',
      'DATE',
      'TIMESTAMP',
      'TIMESTAMP_NTZ',
      undefined,
    ]);
  });
});
