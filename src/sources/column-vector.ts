import type { DataType } from '../query/types.js';

interface VectorBase {
  /** Tells what the numbers or bytes mean. */
  readonly type: DataType;
  /** Read by `isValid`: bit `row & 7` of byte `row >> 3` is 0 where the value is NULL; undefined: none is. */
  readonly validity: Uint8Array | undefined;
}

/** Booleans as 0 and 1, integers of up to 32 bits, floats, dates as days since 1970-01-01, decimals without their point. */
export interface NumberVector extends VectorBase {
  readonly kind: 'numbers';
  readonly values: Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;
}

/** Two words a row, the low one first: integers, decimals without their point, times and timestamps in microseconds. */
export interface LongVector extends VectorBase {
  readonly kind: 'longs';
  readonly words: Int32Array;
}

/** UTF-8 of strings, or binary values: the bytes from `offsets[row]` up to, not with, `offsets[row + 1]`. */
export interface BytesVector extends VectorBase {
  readonly kind: 'bytes';
  readonly offsets: Uint32Array;
  readonly bytes: Buffer;
}

/** A column in the form that an engine computes in, for readers of many rows: no object a value. */
export type ColumnVector = NumberVector | LongVector | BytesVector;
