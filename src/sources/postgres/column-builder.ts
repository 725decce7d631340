import type { DataType } from '../../query/types.js';
import type { ColumnVector } from '../column-vector.js';
import { arrayValues } from './array-text.js';

/** A finished column: a vector where its type has one, else its values. */
export type BuiltColumn = ColumnVector | readonly unknown[];

/** Gathers a column's values from DataRow messages, `rows` of them at most. */
export interface ColumnBuilder {
  add(row: number, bytes: Buffer, start: number, end: number): void;
  addNull(row: number): void;
  /** The column of the first `rowCount` rows; the builder is not used again. */
  finish(rowCount: number): BuiltColumn;
}

/** Days and microseconds from 1970-01-01 to 2000-01-01, where PostgreSQL counts from. */
const EPOCH_DAYS = 10_957;
const EPOCH_MICROS = 946_684_800_000_000n;
const EPOCH_HIGH = Number(EPOCH_MICROS >> 32n);
const EPOCH_LOW = Number(EPOCH_MICROS & 0xffff_ffffn);
const MAX_INT32 = 2_147_483_647;
const MIN_INT32 = -2_147_483_648;

/** Which rows hold a value; made at the first NULL. */
class Validity {
  bits: Uint8Array | undefined;

  constructor(private readonly rows: number) {}

  clear(row: number): void {
    this.bits ??= new Uint8Array((this.rows + 7) >> 3).fill(0xff);
    const at = row >> 3;
    this.bits[at] = (this.bits[at] ?? 0) & ~(1 << (row & 7));
  }
}

type NumberArray = Uint8Array | Int16Array | Int32Array | Float32Array | Float64Array;

class NumberBuilder implements ColumnBuilder {
  private readonly validity: Validity;

  constructor(
    private readonly type: DataType,
    private readonly values: NumberArray,
    private readonly read: (bytes: Buffer, at: number) => number,
  ) {
    this.validity = new Validity(values.length);
  }

  add(row: number, bytes: Buffer, start: number): void {
    this.values[row] = this.read(bytes, start);
  }

  addNull(row: number): void {
    this.validity.clear(row);
  }

  finish(rowCount: number): ColumnVector {
    const values = this.values.subarray(0, rowCount);
    return { kind: 'numbers', type: this.type, values, validity: this.validity.bits };
  }
}

/** 64-bit values, moments shifted to 1970. The infinities of moments are the largest value and its negative. */
class LongBuilder implements ColumnBuilder {
  private readonly words: Int32Array;
  private readonly validity: Validity;

  constructor(
    private readonly type: DataType,
    rows: number,
  ) {
    this.words = new Int32Array(rows * 2);
    this.validity = new Validity(rows);
  }

  add(row: number, bytes: Buffer, start: number): void {
    let high = bytes.readInt32BE(start);
    let low = bytes.readUInt32BE(start + 4);
    if (this.type.kind === 'timestamp') {
      if (high === MIN_INT32 && low === 0) low = 1;
      else if (high !== MAX_INT32 || low !== 0xffff_ffff) {
        low += EPOCH_LOW;
        high += EPOCH_HIGH + (low > 0xffff_ffff ? 1 : 0);
      }
    }
    this.words[row * 2] = low;
    this.words[row * 2 + 1] = high;
  }

  addNull(row: number): void {
    this.validity.clear(row);
  }

  finish(rowCount: number): ColumnVector {
    const words = this.words.slice(0, rowCount * 2);
    return { kind: 'longs', type: this.type, words, validity: this.validity.bits };
  }
}

class BytesBuilder implements ColumnBuilder {
  private readonly offsets: Uint32Array;
  private readonly validity: Validity;
  private bytes: Buffer;
  private size = 0;

  constructor(
    private readonly type: DataType,
    rows: number,
  ) {
    this.offsets = new Uint32Array(rows + 1);
    this.validity = new Validity(rows);
    this.bytes = Buffer.allocUnsafe(rows * 16);
  }

  add(row: number, bytes: Buffer, start: number, end: number): void {
    const needed = this.size + end - start;
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2));
      this.bytes.copy(larger, 0, 0, this.size);
      this.bytes = larger;
    }
    bytes.copy(this.bytes, this.size, start, end);
    this.size = needed;
    this.offsets[row + 1] = needed;
  }

  addNull(row: number): void {
    this.validity.clear(row);
    this.offsets[row + 1] = this.size;
  }

  finish(rowCount: number): ColumnVector {
    const offsets = this.offsets.subarray(0, rowCount + 1);
    const bytes = this.bytes.subarray(0, this.size);
    return { kind: 'bytes', type: this.type, offsets, bytes, validity: this.validity.bits };
  }
}

class ValueBuilder implements ColumnBuilder {
  private readonly values: unknown[] = [];

  constructor(private readonly read: (bytes: Buffer, start: number, end: number) => unknown) {}

  add(row: number, bytes: Buffer, start: number, end: number): void {
    this.values[row] = this.read(bytes, start, end);
  }

  addNull(row: number): void {
    this.values[row] = null;
  }

  finish(): readonly unknown[] {
    return this.values;
  }
}

/** Bytes of a chunk of the socket, beyond which they are not copied: they would keep little else alive. */
const MAX_COPY = 1 << 14;

function readBytes(bytes: Buffer, start: number, end: number): Uint8Array {
  const value = bytes.subarray(start, end);
  return value.length > MAX_COPY ? value : new Uint8Array(value);
}

const readText = (bytes: Buffer, start: number, end: number) => bytes.toString('utf8', start, end);

/** PostgreSQL's infinite dates are the largest and the smallest of 32 bits; the gateway's the largest and its negative. */
function readDate(bytes: Buffer, at: number): number {
  const days = bytes.readInt32BE(at);
  if (days === MIN_INT32) return -MAX_INT32;
  return days === MAX_INT32 ? days : days + EPOCH_DAYS;
}

/** `<months> <days> <microseconds>`. */
function readInterval(bytes: Buffer, start: number): string {
  return `${bytes.readInt32BE(start + 12)} ${bytes.readInt32BE(start + 8)} ${bytes.readBigInt64BE(start)}`;
}

/** What gathers a column of this type, in the form that `fieldFormat` asks for. */
export function columnBuilder(type: DataType, rows: number): ColumnBuilder {
  switch (type.kind) {
    case 'boolean':
      return new NumberBuilder(type, new Uint8Array(rows), (bytes, at) => bytes[at] ?? 0);
    case 'integer':
      if (type.bits === 64) return new LongBuilder(type, rows);
      return type.bits === 32
        ? new NumberBuilder(type, new Int32Array(rows), (bytes, at) => bytes.readInt32BE(at))
        : new NumberBuilder(type, new Int16Array(rows), (bytes, at) => bytes.readInt16BE(at));
    case 'float':
      return type.bits === 64
        ? new NumberBuilder(type, new Float64Array(rows), (bytes, at) => bytes.readDoubleBE(at))
        : new NumberBuilder(type, new Float32Array(rows), (bytes, at) => bytes.readFloatBE(at));
    case 'date':
      return new NumberBuilder(type, new Int32Array(rows), readDate);
    case 'time':
    case 'timestamp':
      return new LongBuilder(type, rows);
    case 'binary':
      return rows === 1 ? new ValueBuilder(readBytes) : new BytesBuilder(type, rows);
    case 'string':
    case 'json':
      return new BytesBuilder(type, rows);
    case 'interval':
      return new ValueBuilder(readInterval);
    case 'array': {
      const { element } = type;
      return new ValueBuilder((bytes, start, end) => arrayValues(readText(bytes, start, end), element));
    }
    case 'decimal':
    case 'uuid':
    case 'null':
      return new ValueBuilder(readText);
  }
}
