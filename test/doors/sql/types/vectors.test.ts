import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldDescription } from '../../../../src/doors/sql/border.js';
import { SqlError } from '../../../../src/doors/sql/sql-error.js';
import { DEFAULT_OUTPUT, outputSettings } from '../../../../src/doors/sql/types/output-settings.js';
import { numericTypeModifier, OID } from '../../../../src/doors/sql/types/pg-types.js';
import { RowEncoder } from '../../../../src/doors/sql/types/row-encoder.js';
import { NULL_TYPE } from '../../../../src/query/types.js';
import { columnValues } from '../../../../src/sources/duckdb/column-values.js';
import { resultType } from '../../../../src/sources/duckdb/result-type.js';
import { StreamedBatch } from '../../../../src/sources/duckdb/streamed-batch.js';
import type { ResultBatch } from '../../../../src/sources/source.js';
import { Random } from './random.js';

const SEED = Number(process.env.MEDALLION_TYPES_SEED ?? 11);
const ROWS = 2_500;
const random = new Random(SEED);

const below = (end: number): number => random.integer(0, end - 1);
const pick = <T>(items: readonly [T, ...T[]]): T => random.pick(items);
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function text(): string {
  const letters = ['a', '\\', '"', ',', '\t', '\n', ' ', 'é', 'ß', '漢', '😀', "'", '0'] as const;
  const length = pick([0, 1, 3, 11, 12, 13, 24, 25, 60, 300]);
  return Array.from({ length }, () => pick(letters)).join('');
}

/** A whole number of up to `bits` bits with a sign: large and small ones alike. */
function integer(bits: number): bigint {
  const size = below(bits + 1);
  const value = BigInt.asUintN(size, (BigInt(below(2 ** 32)) << 32n) | BigInt(below(2 ** 32)));
  return BigInt.asIntN(bits, below(2) === 0 ? value : -value);
}

function decimal(precision: number, scale: number): string {
  const digits = 1 + below(precision);
  const unscaled = Array.from({ length: digits }, () => String(below(10)))
    .join('')
    .padStart(scale + 1, '0');
  const sign = below(2) === 0 ? '' : '-';
  return `${sign}0${unscaled.slice(0, unscaled.length - scale)}.${unscaled.slice(unscaled.length - scale)}`;
}

const doubleBits = new DataView(new ArrayBuffer(8));

function double(): string {
  const value = pick([
    () => integer(20).toString(),
    () => decimal(8, 3),
    () => String(Number(decimal(15, 6)) * 3),
    () => String(2 ** (below(2000) - 1000)),
    () => pick(['NaN', 'Infinity', '-Infinity', '-0', '0', '1e-4', '0.00001', '999999999.9999995', '1e15', '1e22']),
    () => {
      doubleBits.setUint32(0, below(2 ** 32));
      doubleBits.setUint32(4, below(2 ** 32));
      return String(doubleBits.getFloat64(0));
    },
  ])();
  return quoted(value);
}

/** Microseconds since 1970: near now, in the years 1 to 9999, or anywhere. */
function micros(): bigint {
  return pick([
    () => BigInt(below(4_000_000_000)) * 1_000_000n + BigInt(pick([0, 1, 500_000, below(1_000_000)])),
    () => -62_135_596_800_000_000n + BigInt(below(2 ** 31)) * 148_000_000n + BigInt(below(1_000_000)),
    () => integer(62),
  ])();
}

/** Of the years 1 to 9999. */
function plainMicros(): bigint {
  return pick([
    () => BigInt(below(4_000_000_000)) * 1_000_000n + BigInt(pick([0, 500_000, 10, below(1_000_000)])),
    () => -62_135_596_800_000_000n + BigInt(below(2 ** 31)) * 146_000_000n + BigInt(below(1_000_000)),
  ])();
}

/** Each value as an expression of DuckDB; `type`: as Postgres announces it. */
interface Case {
  readonly title: string;
  readonly type: FieldDescription;
  readonly sqlType: string;
  readonly value: () => string;
}

function field(typeOid: number, typeModifier = -1): FieldDescription {
  return { name: 'c', tableOid: 0, columnNumber: 0, typeOid, typeSize: -1, typeModifier };
}

const number = (value: bigint): string => quoted(String(value));
const CASES: readonly Case[] = [
  { title: 'boolean', type: field(OID.bool), sqlType: 'BOOLEAN', value: () => pick(['true', 'false']) },
  { title: 'tinyint as int2', type: field(OID.int2), sqlType: 'TINYINT', value: () => number(integer(8)) },
  { title: 'smallint', type: field(OID.int2), sqlType: 'SMALLINT', value: () => number(integer(16)) },
  { title: 'integer', type: field(OID.int4), sqlType: 'INTEGER', value: () => number(integer(32)) },
  { title: 'integer as int8', type: field(OID.int8), sqlType: 'INTEGER', value: () => number(integer(32)) },
  { title: 'bigint', type: field(OID.int8), sqlType: 'BIGINT', value: () => number(integer(64)) },
  { title: 'exact bigint', type: field(OID.int8), sqlType: 'BIGINT', value: () => number(integer(53)) },
  { title: 'small bigint as int4', type: field(OID.int4), sqlType: 'BIGINT', value: () => number(integer(30)) },
  { title: 'integer as numeric', type: field(OID.numeric), sqlType: 'INTEGER', value: () => number(integer(32)) },
  ...[
    [4, 1],
    [4, 4],
    [9, 2],
    [12, 2],
    [18, 0],
    [18, 5],
    [18, 18],
    [38, 10],
  ].flatMap(([precision = 0, scale = 0]): readonly Case[] => {
    const value = () => quoted(decimal(precision, scale));
    const sqlType = `DECIMAL(${precision},${scale})`;
    return [
      { title: `${sqlType} as numeric`, type: field(OID.numeric), sqlType, value },
      { title: sqlType, type: field(OID.numeric, numericTypeModifier(precision, scale)), sqlType, value },
      {
        title: `${sqlType} at more scale`,
        type: field(OID.numeric, numericTypeModifier(precision + 2, scale + 1)),
        sqlType,
        value,
      },
    ];
  }),
  {
    title: 'DECIMAL(18,5) of few digits',
    type: field(OID.numeric, numericTypeModifier(18, 5)),
    sqlType: 'DECIMAL(18,5)',
    value: () => quoted(decimal(pick([1, 5, 12]), 5)),
  },
  { title: 'double', type: field(OID.float8), sqlType: 'DOUBLE', value: double },
  { title: 'real', type: field(OID.float4), sqlType: 'FLOAT', value: () => quoted(decimal(7, 3)) },
  { title: 'real as float8', type: field(OID.float8), sqlType: 'FLOAT', value: () => quoted(decimal(7, 3)) },
  { title: 'text', type: field(OID.text), sqlType: 'VARCHAR', value: () => quoted(text()) },
  { title: 'varchar(300)', type: field(OID.varchar, 304), sqlType: 'VARCHAR', value: () => quoted(text()) },
  { title: 'char(301)', type: field(OID.bpchar, 305), sqlType: 'VARCHAR', value: () => quoted(text()) },
  { title: 'json', type: field(OID.json), sqlType: 'VARCHAR', value: () => quoted(JSON.stringify([text()])) },
  { title: 'jsonb', type: field(OID.jsonb), sqlType: 'VARCHAR', value: () => quoted(JSON.stringify([text()])) },
  {
    title: 'bytea',
    type: field(OID.bytea),
    sqlType: 'BLOB',
    value: () => `from_hex('${Buffer.from(text()).toString('hex')}')`,
  },
  {
    title: 'date',
    type: field(OID.date),
    sqlType: 'DATE',
    value: () => `(DATE '1970-01-01' + ${pick([below(40_000), -below(719_000), below(3_000_000)])})`,
  },
  {
    title: 'date of four digits a year',
    type: field(OID.date),
    sqlType: 'DATE',
    value: () => `(DATE '1970-01-01' + ${pick([below(20_000), -below(719_163), below(2_932_897)])})`,
  },
  {
    title: 'time',
    type: field(OID.time),
    sqlType: 'TIME',
    value: () => `(TIME '00:00:00' + to_microseconds(${below(86_400)}::BIGINT * 1000000 + ${pick([0, 120_000, 7])}))`,
  },
  {
    title: 'timestamp',
    type: field(OID.timestamp),
    sqlType: 'TIMESTAMP',
    value: () =>
      pick([
        () => `make_timestamp(${micros()}::BIGINT)`,
        () => pick(["TIMESTAMP 'infinity'", "TIMESTAMP '-infinity'"]),
      ])(),
  },
  {
    title: 'timestamp of four digits a year',
    type: field(OID.timestamp),
    sqlType: 'TIMESTAMP',
    value: () => `make_timestamp(${plainMicros()}::BIGINT)`,
  },
  {
    title: 'timestamptz of four digits a year',
    type: field(OID.timestamptz),
    sqlType: 'TIMESTAMPTZ',
    value: () => `make_timestamptz(${plainMicros()}::BIGINT)`,
  },
  {
    title: 'timestamptz',
    type: field(OID.timestamptz),
    sqlType: 'TIMESTAMPTZ',
    value: () => `make_timestamptz(${micros()}::BIGINT)`,
  },
  {
    title: 'uuid',
    type: field(OID.uuid),
    sqlType: 'UUID',
    value: () => quoted(`00000000-0000-4000-8000-${String(below(1e9)).padStart(12, '0')}`),
  },
  { title: 'text[]', type: field(OID.text + 984), sqlType: 'VARCHAR[]', value: () => `[${quoted(text())}, NULL]` },
];

let instance: DuckDBInstance;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:', { threads: '1' });
});
afterAll(() => instance.closeSync());

/** The batches of a column of random values, some of them NULL. */
async function batchesOf({ sqlType, value }: Case): Promise<readonly StreamedBatch[]> {
  const connection = await instance.connect();
  const isFull = random.integer(0, 3) === 0;
  const values = random.list(ROWS, () => `(${!isFull && below(5) === 0 ? 'NULL' : value()})`);
  const result = await connection.stream(`SELECT c::${sqlType} AS c FROM (VALUES ${values.join(', ')}) AS t(c)`);
  const types = result.columnTypes().map(resultType);
  const batches: StreamedBatch[] = [];
  for await (const chunk of result) {
    const byDriver = columnValues(chunk, 0, types[0] ?? NULL_TYPE);
    const batch = new StreamedBatch(chunk, types);
    expect([...batch.columns]).toEqual([byDriver]);
    batches.push(batch);
  }
  connection.disconnectSync();
  return batches;
}

/** What stands on the wire for each row, or the error that it ends with. */
function rowsOf(encoder: RowEncoder, batch: ResultBatch): readonly string[] {
  const encoded = encoder.batch(batch);
  return Array.from({ length: batch.rowCount }, (_, row) => {
    try {
      return encoded.encode(row, row + 1).toString('latin1');
    } catch (error) {
      if (error instanceof SqlError) return `${error.sqlState} ${error.message}`;
      throw error;
    }
  });
}

describe(`a column in the engine's form is written as its values are (seed ${SEED})`, () => {
  const honolulu = outputSettings(
    new Map([
      ['timezone', 'Pacific/Honolulu'],
      ['extra_float_digits', '0'],
    ]),
  );

  it.each(CASES)('$title', async (testCase) => {
    const batches = await batchesOf(testCase);
    expect(batches.reduce((sum, { rowCount }) => sum + rowCount, 0)).toBe(ROWS);
    for (const settings of [DEFAULT_OUTPUT, honolulu]) {
      for (const format of [0, 1] as const) {
        const encoder = new RowEncoder([testCase.type], [format], settings);
        for (const batch of batches) {
          const byValue = rowsOf(encoder, { rowCount: batch.rowCount, columns: batch.columns });
          expect(rowsOf(encoder, batch)).toEqual(byValue);
          if (byValue.some((row) => !row.startsWith('D'))) continue;
          expect(encoder.batch(batch).encode(0, batch.rowCount).toString('latin1')).toBe(byValue.join(''));
          const half = batch.rowCount >> 1;
          const used = (byteCount: number) => Buffer.alloc(byteCount, 0xaa);
          expect(encoder.batch(batch).encode(half, batch.rowCount, used).toString('latin1')).toBe(
            byValue.slice(half).join(''),
          );
        }
      }
    }
  });
});
