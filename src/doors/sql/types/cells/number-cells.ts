import type { Format } from '../../border.js';
import type { ByteWriter } from '../byte-writer.js';
import {
  atScale,
  type ExactNumber,
  exactNumber,
  exactNumberText,
  type SpecialNumber,
  writeBinaryNumeric,
  writePlainBinaryNumeric,
} from '../exact-number.js';
import { float4Text, float8Text } from '../float-text.js';
import type { OutputSettings } from '../output-settings.js';
import { numericBounds, OID } from '../pg-types.js';
import { unfitValue } from '../unfit-value.js';
import type { CellEncoder } from './cell-encoder.js';

interface IntegerKind {
  readonly title: string;
  readonly min: number;
  readonly max: number;
}

const INT2: IntegerKind = { title: 'smallint', min: -32_768, max: 32_767 };
const INT4: IntegerKind = { title: 'integer', min: -2_147_483_648, max: 2_147_483_647 };
const UINT4: IntegerKind = { title: 'oid', min: 0, max: 4_294_967_295 };
const WHOLE = /^-?\d+(?:\.0*)?$/;
const PLAIN_NUMERIC = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

function wholeNumber(value: unknown, title: string): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (typeof value === 'string' && WHOLE.test(value)) return BigInt(value.replace(/\.0*$/, ''));
  throw unfitValue(title);
}

function smallInteger(value: unknown, { title, min, max }: IntegerKind): number {
  const number = typeof value === 'number' && Number.isInteger(value) ? value : Number(wholeNumber(value, title));
  if (number < min || number > max) throw unfitValue(title);
  return number;
}

function bigInteger(value: unknown): bigint {
  const number = wholeNumber(value, 'bigint');
  if (BigInt.asIntN(64, number) !== number) throw unfitValue('bigint');
  return number;
}

function writeBigintText(value: unknown, out: ByteWriter): void {
  const number = typeof value === 'number' && Number.isSafeInteger(value) ? value : bigInteger(value);
  if (typeof number === 'number') {
    out.decimal(number);
    return;
  }
  const small = Number(number);
  if (Number.isSafeInteger(small)) out.decimal(small);
  else out.text(number.toString());
}

/** int2, int4, int8, oid, and the types whose binary form is an oid's. */
export function integerEncoder(typeOid: number, format: Format): CellEncoder {
  if (typeOid === OID.int8) {
    return format === 0 ? writeBigintText : (value, out) => out.bigInt64(bigInteger(value));
  }
  const kind = typeOid === OID.int2 ? INT2 : typeOid === OID.int4 ? INT4 : UINT4;
  if (format === 0) return (value, out) => out.decimal(smallInteger(value, kind));
  if (kind === INT2) return (value, out) => out.int16(smallInteger(value, kind));
  return (value, out) => out.int32(smallInteger(value, kind));
}

function floatOf(value: unknown, title: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' && exactNumber(value) !== undefined) return Number(value);
  throw unfitValue(title);
}

/** float4 and float8: the nearest to a number that is exact at the source. */
export function floatEncoder(typeOid: number, format: Format, settings: OutputSettings): CellEncoder {
  const { extraFloatDigits } = settings;
  if (typeOid === OID.float4) {
    if (format === 1) return (value, out) => out.float32(floatOf(value, 'real'));
    return (value, out) => out.text(float4Text(floatOf(value, 'real'), extraFloatDigits));
  }
  if (format === 1) return (value, out) => out.float64(floatOf(value, 'double precision'));
  return (value, out) => out.text(float8Text(floatOf(value, 'double precision'), extraFloatDigits));
}

const SPECIALS: ReadonlyMap<string, SpecialNumber> = new Map([
  ['nan', 'NaN'],
  ['infinity', 'Infinity'],
  ['-infinity', '-Infinity'],
]);

function numericOf(value: unknown): ExactNumber | SpecialNumber {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') throw unfitValue('numeric');
  const text = String(value);
  const number = SPECIALS.get(text.toLowerCase()) ?? exactNumber(text);
  if (number === undefined) throw unfitValue('numeric');
  return number;
}

/** numeric; with a modifier, at its scale. */
export function numericEncoder(typeModifier: number, format: Format): CellEncoder {
  const bounds = numericBounds(typeModifier);
  const bounded = (value: unknown): ExactNumber | SpecialNumber => {
    const number = numericOf(value);
    if (bounds === undefined || number === 'NaN') return number;
    const scaled = typeof number === 'string' ? undefined : atScale(number, bounds.scale);
    if (scaled === undefined || scaled.whole.length > bounds.precision - bounds.scale) throw unfitValue('numeric');
    return scaled;
  };
  if (format === 1) {
    return (value, out) => {
      if (typeof value === 'string' && isPlainAt(value, bounds)) writePlainBinaryNumeric(value, out);
      else writeBinaryNumeric(bounded(value), out);
    };
  }
  return (value, out) => {
    if (typeof value === 'string' && isPlainAt(value, bounds)) {
      out.text(value);
      return;
    }
    const number = bounded(value);
    out.text(typeof number === 'string' ? number : exactNumberText(number));
  };
}

/** Whether a source's DECIMAL text is already what Postgres prints: the common case. */
function isPlainAt(text: string, bounds: ReturnType<typeof numericBounds>): boolean {
  if (bounds !== undefined) {
    const point = text.indexOf('.');
    const wholeEnd = point === -1 ? text.length : point;
    if (Math.max(text.length - 1 - wholeEnd, 0) !== bounds.scale) return false;
    // A sign counts as a digit here: what is just too long for this is looked at closely.
    if (wholeEnd > bounds.precision - bounds.scale) return false;
  }
  return PLAIN_NUMERIC.test(text) && !(text.startsWith('-') && !/[1-9]/.test(text));
}
