import {
  type DataType as ArrowType,
  Binary,
  Bool,
  type Data,
  DateDay,
  Decimal,
  Field,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  List,
  makeData,
  Null,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampMicrosecond,
  tableToIPC,
  Utf8,
} from 'apache-arrow';
import type { DataType } from '../../../src/query/types.js';
import type { ResultField } from '../../../src/sources/source.js';
import { daysOfIsoDate, microsOfIsoTimestamp } from '../../../src/sql/iso-time.js';
import { StatementFailure } from './executor.js';

const INTEGERS = { 8: Int8, 16: Int16, 32: Int32, 64: Int64 } as const;
const ARRAYS = { 8: Int8Array, 16: Int16Array, 32: Int32Array, 64: BigInt64Array } as const;
/** What ends a stream; the service sends none. */
const END_BYTES = 8;

function typeOf(type: DataType): ArrowType {
  switch (type.kind) {
    case 'null':
      return new Null();
    case 'boolean':
      return new Bool();
    case 'integer':
      return new INTEGERS[type.bits]();
    case 'float':
      return type.bits === 32 ? new Float32() : new Float64();
    case 'decimal':
      return new Decimal(type.scale, type.precision, 128);
    case 'binary':
      return new Binary();
    case 'date':
      return new DateDay();
    case 'timestamp':
      return new TimestampMicrosecond(type.zoned ? 'Etc/UTC' : null);
    case 'array':
      return new List(new Field('element', typeOf(type.element), true));
    default:
      return new Utf8();
  }
}

interface Nulls {
  readonly nullCount: number;
  readonly nullBitmap: Uint8Array;
}

function nullsOf(values: readonly unknown[]): Nulls {
  const nullBitmap = new Uint8Array(Math.ceil(values.length / 64) * 8);
  let nullCount = 0;
  values.forEach((value, row) => {
    if (value === null) nullCount += 1;
    else nullBitmap[row >> 3] = (nullBitmap[row >> 3] ?? 0) | (1 << (row & 7));
  });
  return { nullCount, nullBitmap };
}

function bitsOf(values: readonly unknown[]): Uint8Array {
  const bits = new Uint8Array(Math.ceil(values.length / 64) * 8);
  values.forEach((value, row) => {
    if (value === true) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
  });
  return bits;
}

function decimalsOf(values: readonly unknown[]): Uint32Array {
  const words = new Uint32Array(values.length * 4);
  values.forEach((value, row) => {
    if (value === null) return;
    const unscaled = BigInt.asUintN(128, BigInt(String(value).replace('.', '')));
    for (let word = 0; word < 4; word += 1)
      words[row * 4 + word] = Number((unscaled >> BigInt(32 * word)) & 0xffffffffn);
  });
  return words;
}

function bytesOf(values: readonly unknown[]): { readonly valueOffsets: Int32Array; readonly data: Buffer } {
  const parts = values.map((value) =>
    value === null
      ? Buffer.alloc(0)
      : typeof value === 'string'
        ? Buffer.from(value)
        : Buffer.from(value as Uint8Array),
  );
  const valueOffsets = new Int32Array(parts.length + 1);
  parts.forEach((part, row) => {
    valueOffsets[row + 1] = (valueOffsets[row] ?? 0) + part.byteLength;
  });
  return { valueOffsets, data: Buffer.concat(parts) };
}

/** `<months> <days> <microseconds>` as the service writes a span of days. */
export function intervalText(value: unknown): string | null {
  if (value === null) return null;
  const [months = 0n, days = 0n, micros = 0n] = String(value).split(' ').map(BigInt);
  if (months !== 0n) throw new StatementFailure('UNSUPPORTED_DATATYPE', '0A000', 'An interval of months and days.');
  const total = days * 86_400_000_000n + micros;
  const size = total < 0n ? -total : total;
  const two = (part: bigint) => String(part).padStart(2, '0');
  const clock = [(size / 3_600_000_000n) % 24n, (size / 60_000_000n) % 60n, (size / 1_000_000n) % 60n]
    .map(two)
    .join(':');
  const fraction = String((size % 1_000_000n) * 1000n).padStart(9, '0');
  return `${total < 0n ? '-' : ''}${size / 86_400_000_000n} ${clock}.${fraction}`;
}

function dataOf(values: readonly unknown[], type: DataType): Data {
  const arrow = typeOf(type);
  const base = { type: arrow, length: values.length, offset: 0, ...nullsOf(values) };
  const make = (rest: object) => makeData({ ...base, ...rest } as never) as Data;
  switch (type.kind) {
    case 'null':
      return makeData({ type: new Null(), length: values.length } as never) as Data;
    case 'boolean':
      return make({ data: bitsOf(values) });
    case 'integer':
      return type.bits === 64
        ? make({ data: BigInt64Array.from(values, (value) => (value as bigint | null) ?? 0n) })
        : make({ data: new ARRAYS[type.bits](values.map((value) => Number(value ?? 0))) });
    case 'float':
      return make({ data: (type.bits === 32 ? Float32Array : Float64Array).from(values as number[]) });
    case 'decimal':
      return make({ data: decimalsOf(values) });
    case 'date':
      return make({ data: Int32Array.from(values, (value) => daysOfIsoDate(String(value)) ?? 0) });
    case 'timestamp':
      return make({ data: BigInt64Array.from(values, (value) => microsOfIsoTimestamp(String(value)) ?? 0n) });
    case 'array': {
      const lists = values.map((value) => (value as readonly unknown[] | null) ?? []);
      const valueOffsets = new Int32Array(lists.length + 1);
      lists.forEach((list, row) => {
        valueOffsets[row + 1] = (valueOffsets[row] ?? 0) + list.length;
      });
      return make({ valueOffsets, child: dataOf(lists.flat(), type.element) });
    }
    case 'interval':
      return make(bytesOf(values.map(intervalText)));
    default:
      return make(bytesOf(values));
  }
}

/** Writes a result's schema once and its batches one by one, each as a message without the stream around it. */
export class ArrowWriter {
  readonly schemaBytes: Buffer;
  private readonly schema: Schema;

  constructor(private readonly fields: readonly ResultField[]) {
    this.schema = new Schema(fields.map(({ name, type }) => new Field(name, typeOf(type), true)));
    this.schemaBytes = Buffer.from(tableToIPC(new Table(this.schema, []), 'stream').slice(0, -END_BYTES));
  }

  batch(columns: readonly (readonly unknown[])[], rowCount: number): Buffer {
    const children = this.fields.map(({ type }, index) => dataOf(columns[index] ?? [], type));
    const struct = makeData({ type: new Struct(this.schema.fields), length: rowCount, nullCount: 0, children });
    const bytes = tableToIPC(new Table([new RecordBatch(this.schema, struct)]), 'stream');
    return Buffer.from(bytes.slice(this.schemaBytes.byteLength, -END_BYTES));
  }
}
