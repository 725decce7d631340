import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ScalarValue } from '../../../src/query/expression.js';
import {
  arrayType,
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
  STRING,
  TIME,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  UUID,
} from '../../../src/query/types.js';
import { TDS, type TdsColumnType } from '../../standins/tds/columns.js';
import { sendEnd, sendRows } from '../../standins/tds/tds-standin.js';
import { columnMetadata, nullBitmapRow } from '../../standins/tds/tokens.js';
import { Database, refusal, rowsOf, run } from './standin-fixture.js';

let database: Database;
beforeEach(async () => {
  database = await Database.start();
});
afterEach(() => database.close());

const ID = '6f9619ff-8b86-d011-b42d-00c04fc964ff';
const LONG = 'é🛫'.repeat(9000);
const NOON = 12n * 3600n * 10_000_000n;

interface Sample {
  readonly name: string;
  readonly type: TdsColumnType;
  readonly sent: unknown;
  readonly field: DataType;
  readonly read: unknown;
}

const sample = (name: string, type: TdsColumnType, sent: unknown, field: DataType, read: unknown): Sample => ({
  name,
  type,
  sent,
  field,
  read,
});

const SAMPLES: readonly Sample[] = [
  sample('bit', TDS.bit, true, BOOLEAN, true),
  sample('tinyint', TDS.tinyint, 255, { kind: 'integer', bits: 16 }, 255),
  sample('smallint', TDS.smallint, -32768, { kind: 'integer', bits: 16 }, -32768),
  sample('int', TDS.int, -2147483648, INT32, -2147483648),
  sample('bigint', TDS.bigint, 9223372036854775807n, INT64, 9223372036854775807n),
  sample('float', TDS.float, -0.1, FLOAT64, -0.1),
  sample('real', TDS.real, 1.5, { kind: 'float', bits: 32 }, 1.5),
  sample('decimal', TDS.decimal(9, 2), -1234567n, decimalType(9, 2), '-12345.67'),
  sample('decimal of 15 digits', TDS.decimal(15, 4), 999999999999999n, decimalType(15, 4), '99999999999.9999'),
  sample('nvarchar', TDS.nvarchar(20), 'é🛫 ', STRING, 'é🛫 '),
  sample('nvarchar(max)', TDS.nvarchar(), LONG, STRING, LONG),
  sample('varchar', TDS.varchar(20), 'é', STRING, 'é'),
  sample('varbinary(max)', TDS.varbinary(), new Uint8Array([0, 255, 10]), BINARY, Buffer.from([0, 255, 10])),
  sample('uniqueidentifier', TDS.uniqueidentifier, ID, UUID, ID),
  sample('date', TDS.date, -719162, DATE, '0001-01-01'),
  sample('last date', TDS.date, 2932896, DATE, '9999-12-31'),
  sample('time', TDS.time(7), NOON + 1234567n, TIME, '12:00:00.123456'),
  sample(
    'datetime2',
    TDS.datetime2(7),
    { days: 11016, ticks: NOON + 10n },
    TIMESTAMP_NTZ,
    '2000-02-29T12:00:00.000001',
  ),
  sample(
    'datetime2 before 1970',
    TDS.datetime2(6),
    { days: -1, ticks: NOON + 9_999_990n },
    TIMESTAMP_NTZ,
    '1969-12-31T12:00:00.999999',
  ),
  sample('datetimeoffset', TDS.datetimeoffset(6), { days: 0, ticks: 5_000_000n }, TIMESTAMP, '1970-01-01T00:00:00.5Z'),
];

describe('values of a result', () => {
  test.each(SAMPLES.map((entry) => [entry.name, entry] as const))('%s', async (_name, { type, sent, field, read }) => {
    database.standin.answer = (_call, reply) => sendRows(reply, [{ name: 'v', type }], [[sent], [null]]);
    const result = await run(database.source());
    expect(result.fields).toEqual([{ name: 'v', type: field }]);
    expect(await rowsOf(result)).toEqual([[read], [null]]);
  });

  test('rows with their NULLs as bits', async () => {
    const columns = Array.from({ length: 11 }, (_, index) => ({ name: `c${index}`, type: TDS.int }));
    const values = columns.map((_, index) => (index % 3 === 0 ? null : index));
    database.standin.answer = async (_call, reply) => {
      await reply.write(Buffer.concat([columnMetadata(columns), nullBitmapRow(columns, values)]));
      await sendEnd(reply, 1);
    };
    expect(await rowsOf(await run(database.source()))).toEqual([values]);
  });

  test('are those of the types that the statement declares', async () => {
    const columns = [
      { name: 'd', type: TDS.varchar(41) },
      { name: 'm', type: TDS.varchar(41) },
      { name: 'i', type: TDS.datetime2(6) },
      { name: 'n', type: TDS.int },
      { name: 'j', type: TDS.nvarchar() },
    ];
    const row = ['-12345678901234567890123456789012345.678', '0', { days: 0, ticks: 10n }, 7, '{}'];
    database.standin.answer = (_call, reply) => sendRows(reply, columns, [row]);
    const resultTypes = [decimalType(38, 3), decimalType(38, 2), TIMESTAMP, INT64, JSON_TYPE];
    const result = await run(database.source(), { resultTypes });
    expect(result.fields.map(({ type }) => type)).toEqual(resultTypes);
    expect(await rowsOf(result)).toEqual([
      ['-12345678901234567890123456789012345.678', '0.00', '1970-01-01T00:00:00.000001Z', 7n, '{}'],
    ]);
  });

  test.each([
    ['a decimal of more digits than a double holds', TDS.decimal(16, 0), 1n],
    ['money', TDS.money, 10_000n],
  ] as const)('%s is refused where it was not cast to text', async (_name, type, value) => {
    database.standin.answer = (_call, reply) => sendRows(reply, [{ name: 'v', type }], [[value]]);
    const source = database.source();
    expect((await refusal(run(source))).message).toContain('which the driver reads with a loss');
    database.standin.answer = (_call, reply) => sendRows(reply, [{ name: 'v', type: TDS.int }], [[1]]);
    expect(await rowsOf(await run(source))).toEqual([[1]]);
  });
});

describe('parameters', () => {
  const cases: readonly (readonly [ScalarValue, DataType, string, unknown])[] = [
    [true, BOOLEAN, 'bit1', true],
    [null, BOOLEAN, 'bit1', null],
    [-7n, { kind: 'integer', bits: 8 }, 'int2', -7],
    [2147483647n, INT32, 'int4', 2147483647],
    [-9223372036854775808n, INT64, 'int8', -9223372036854775808n],
    [null, INT64, 'int8', null],
    ['12345678901234567890.123456789', decimalType(38, 9), 'varchar(50)', '12345678901234567890.123456789'],
    [0.1, FLOAT64, 'float8', 0.1],
    ["é'🛫", STRING, 'nvarchar(4000)', "é'🛫"],
    ['', STRING, 'nvarchar(4000)', ''],
    [null, STRING, 'nvarchar(4000)', null],
    [LONG, STRING, 'nvarchar(max)', LONG],
    [new Uint8Array([1, 0]), BINARY, 'varbinary(8000)', new Uint8Array([1, 0])],
    [ID, UUID, 'guid16', ID],
    ['0001-01-01', DATE, 'varchar(50)', '0001-01-01'],
    ['23:59:59.999999', TIME, 'varchar(50)', '23:59:59.999999'],
    ['2000-02-29T12:00:00.000001', TIMESTAMP_NTZ, 'varchar(50)', '2000-02-29T12:00:00.000001'],
    ['2000-02-29T12:00:00+01:00', TIMESTAMP, 'varchar(50)', '2000-02-29T11:00:00Z'],
    ['{"a":1}', JSON_TYPE, 'nvarchar(4000)', '{"a":1}'],
  ];

  test('arrive with their types and exact values', async () => {
    const source = database.source();
    await rowsOf(await run(source, { parameters: cases.map(([value, type]) => ({ value, type })) }));
    const [call] = database.standin.calls;
    expect(call?.parameters.map(({ name, type, value }) => [name, type, value])).toEqual(
      cases.map(([, , type, value], index) => [`@p${index + 1}`, type, value]),
    );
    expect(call?.declarations).toContain('@p1 bit, @p2 bit, @p3 smallint, @p4 int, @p5 bigint');
    expect(call?.declarations).toContain('@p12 nvarchar(max)');
  });

  test.each([
    [Number.NaN, FLOAT64, 'NOT_SUPPORTED'],
    [Number.POSITIVE_INFINITY, FLOAT64, 'NOT_SUPPORTED'],
    ['1 2 3', INTERVAL, 'NOT_SUPPORTED'],
    ['a\0b', STRING, 'BAD_USER_INPUT'],
    [128n, { kind: 'integer', bits: 8 } as const, 'BAD_USER_INPUT'],
    ['x', arrayType(STRING), 'BAD_USER_INPUT'],
  ] as const)('%s is refused before it is sent', async (value, type, code) => {
    expect((await refusal(run(database.source(), { parameters: [{ value, type }] }))).code).toBe(code);
    expect(database.standin.calls).toEqual([]);
  });

  test('are no more than a call takes', async () => {
    const parameters = Array.from({ length: 2099 }, () => ({ value: 1n, type: INT32 }));
    expect((await refusal(run(database.source(), { parameters }))).code).toBe('NOT_SUPPORTED');
    await rowsOf(await run(database.source(), { parameters: parameters.slice(1) }));
    expect(database.standin.calls[0]?.parameters.length).toBe(2098);
  });
});
