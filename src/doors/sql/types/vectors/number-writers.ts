import type { ColumnVector } from '../../../../engine.js';
import type { FieldDescription } from '../../border.js';
import type { ByteWriter } from '../byte-writer.js';
import { writeBinaryScaled } from '../exact-number.js';
import type { OutputSettings } from '../output-settings.js';
import { numericBounds, OID } from '../pg-types.js';
import type { RowWriter } from './column-writer.js';
import { writeFloat8 } from './float-writer.js';
import { longAt } from './long-at.js';

const POINT = 0x2e;
const DASH = 0x2d;
const LETTER_T = 0x74;
const LETTER_F = 0x66;

/** Bits of the integers that a type holds all of; 0 for other types. */
function bitsOf(typeOid: number): number {
  return typeOid === OID.int2 ? 16 : typeOid === OID.int4 ? 32 : typeOid === OID.int8 ? 64 : 0;
}

function isInteger({ type }: ColumnVector, { typeOid }: FieldDescription): boolean {
  return type.kind === 'integer' && type.bits <= bitsOf(typeOid);
}

/** The scale of a decimal column whose every value the numeric type holds just as it is; undefined for other columns. */
function scaleOf({ type }: ColumnVector, { typeOid, typeModifier }: FieldDescription): number | undefined {
  if (type.kind !== 'decimal' || typeOid !== OID.numeric) return undefined;
  const bounds = numericBounds(typeModifier);
  if (bounds === undefined) return type.scale;
  return bounds.scale === type.scale && bounds.precision >= type.precision ? type.scale : undefined;
}

/** The number of each row; NaN where it is too large to be exact. */
function reader(vector: ColumnVector): (row: number) => number {
  switch (vector.kind) {
    case 'numbers': {
      const { values } = vector;
      return (row) => values[row] ?? 0;
    }
    case 'longs': {
      const { words } = vector;
      return (row) => longAt(words, row);
    }
    case 'bytes':
      return () => Number.NaN;
  }
}

function integerWriter(vector: ColumnVector, slow: RowWriter): RowWriter {
  const numberAt = reader(vector);
  return (row, out) => {
    const value = numberAt(row);
    if (Number.isNaN(value)) slow(row, out);
    else out.decimal(value);
  };
}

function decimalWriter(vector: ColumnVector, scale: number, slow: RowWriter): RowWriter {
  if (scale === 0) return integerWriter(vector, slow);
  const numberAt = reader(vector);
  const unit = 10 ** scale;
  return (row, out) => {
    const value = numberAt(row);
    if (Number.isNaN(value)) {
      slow(row, out);
      return;
    }
    const magnitude = Math.abs(value);
    if (value < 0) out.uint8(DASH);
    // Exact: a whole number below 2^53 divided by a power of ten is never rounded up to the next whole number.
    const whole = Math.floor(magnitude / unit);
    out.digits(whole, 1);
    out.uint8(POINT);
    out.digits(magnitude - whole * unit, scale);
  };
}

/** Booleans, integers, numerics and floats as text. */
export function numberWriter(
  vector: ColumnVector,
  field: FieldDescription,
  { extraFloatDigits }: OutputSettings,
  slow: RowWriter,
): RowWriter | undefined {
  const { type } = vector;
  if (isInteger(vector, field)) return integerWriter(vector, slow);
  const scale = scaleOf(vector, field);
  if (scale !== undefined) return decimalWriter(vector, scale, slow);
  if (vector.kind !== 'numbers') return undefined;
  const { values } = vector;
  if (type.kind === 'boolean' && field.typeOid === OID.bool) {
    return (row, out) => out.uint8(values[row] === 0 ? LETTER_F : LETTER_T);
  }
  if (type.kind === 'float' && field.typeOid === OID.float8) {
    return (row, out) => writeFloat8(values[row] ?? 0, extraFloatDigits, out);
  }
  return undefined;
}

function binaryIntegerWriter(vector: ColumnVector, typeOid: number): RowWriter | undefined {
  if (vector.kind === 'longs') {
    const { words } = vector;
    return (row, out) => {
      out.int32(words[row * 2 + 1] ?? 0);
      out.int32(words[row * 2] ?? 0);
    };
  }
  if (vector.kind !== 'numbers') return undefined;
  const { values } = vector;
  switch (typeOid) {
    case OID.int2:
      return (row, out) => out.int16(values[row] ?? 0);
    case OID.int4:
      return (row, out) => out.int32(values[row] ?? 0);
    default:
      return (row, out) => out.int64(values[row] ?? 0);
  }
}

function binaryFloat8Writer(values: ArrayLike<number>): RowWriter {
  return (row: number, out: ByteWriter) => out.float64(values[row] ?? 0);
}

/** Booleans, integers, numerics and floats in binary. */
export function binaryNumberWriter(
  vector: ColumnVector,
  field: FieldDescription,
  slow: RowWriter,
): RowWriter | undefined {
  const { type } = vector;
  if (isInteger(vector, field)) return binaryIntegerWriter(vector, field.typeOid);
  const scale = scaleOf(vector, field);
  if (scale !== undefined) {
    const numberAt = reader(vector);
    return (row, out) => {
      if (!writeBinaryScaled(numberAt(row), scale, out)) slow(row, out);
    };
  }
  if (vector.kind !== 'numbers') return undefined;
  const { values } = vector;
  if (type.kind === 'boolean' && field.typeOid === OID.bool) return (row, out) => out.uint8(values[row] === 0 ? 0 : 1);
  if (type.kind === 'float' && field.typeOid === OID.float8) return binaryFloat8Writer(values);
  return undefined;
}
