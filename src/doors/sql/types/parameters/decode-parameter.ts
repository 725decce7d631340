import { type DataType, decimalType, STRING } from '../../../../query/types.js';
import type { Format } from '../../border.js';
import { SqlError } from '../../sql-error.js';
import { dataTypeOf } from '../data-type-of.js';
import { OID, PG_TYPES } from '../pg-types.js';
import { type ArrayText, parseArrayText } from './array-text.js';
import { binaryParameter } from './binary-parameter.js';
import { arrayOf, type DecodedParameter, scalar } from './decoded-parameter.js';
import { insufficientData } from './input-error.js';
import { DEFAULT_PARAMETER_SETTINGS, type ParameterSettings } from './parameter-settings.js';
import { decodeUtf8, textParameter } from './text-parameter.js';

const NULL_LENGTH = -1;
const MAX_DIMENSIONS = 6;

function unsupported(typeOid: number): SqlError {
  const title = PG_TYPES.get(typeOid)?.title ?? `with OID ${typeOid}`;
  return new SqlError('0A000', `parameters of type ${title} are not supported`);
}

/** The type of a NULL, or of an array without elements. */
function typeOfNothing(typeOid: number): DataType {
  if (typeOid === 0) return STRING;
  const mapped = dataTypeOf(typeOid, -1);
  if (mapped.kind === 'type') return mapped.type;
  if (mapped.kind === 'unbounded-numeric') {
    return mapped.array ? { kind: 'array', element: decimalType(1, 0) } : decimalType(1, 0);
  }
  throw unsupported(typeOid);
}

function decodeScalar(bytes: Buffer, typeOid: number, format: Format, settings: ParameterSettings): DecodedParameter {
  const decoded =
    format === 0 ? textParameter(decodeUtf8(bytes), typeOid, settings) : binaryParameter(bytes, typeOid, settings);
  if (decoded === undefined) throw unsupported(typeOid);
  return decoded;
}

function decodeTextArray(text: string, elementOid: number, settings: ParameterSettings): DecodedParameter {
  const nothing = typeOfNothing(elementOid);
  const decodeList = (list: ArrayText): DecodedParameter =>
    arrayOf(
      list.map((item) => {
        if (item === null) return scalar(null, nothing);
        if (typeof item !== 'string') return decodeList(item);
        const decoded = textParameter(item, elementOid, settings);
        if (decoded === undefined) throw unsupported(elementOid);
        return decoded;
      }),
      nothing,
    );
  return decodeList(parseArrayText(text));
}

/** Puts a flat run of elements into lists of `lengths`. */
function nest(flat: readonly DecodedParameter[], lengths: readonly number[], nothing: DataType): DecodedParameter {
  const [, ...inner] = lengths;
  if (inner.length === 0) return arrayOf(flat, nothing);
  const width = inner.reduce((product, length) => product * length, 1);
  const lists: DecodedParameter[] = [];
  for (let at = 0; at < flat.length; at += width) lists.push(nest(flat.slice(at, at + width), inner, nothing));
  return arrayOf(lists, nothing);
}

function decodeBinaryArray(bytes: Buffer, elementOid: number, settings: ParameterSettings): DecodedParameter {
  let at = 0;
  const int32 = (): number => {
    if (at + 4 > bytes.length) throw insufficientData();
    at += 4;
    return bytes.readInt32BE(at - 4);
  };
  const nothing = typeOfNothing(elementOid);
  const dimensions = int32();
  if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
    throw new SqlError('22P03', `invalid number of dimensions: ${dimensions}`);
  }
  int32();
  const sentOid = int32() >>> 0;
  if (sentOid !== elementOid) {
    throw new SqlError('42804', `binary data has array element type ${sentOid} instead of expected ${elementOid}`);
  }
  const lengths: number[] = [];
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const length = int32();
    if (length < 0) throw new SqlError('22P03', 'invalid array length');
    lengths.push(length);
    if (int32() !== 1) throw new SqlError('0A000', 'arrays whose first index is not 1 are not supported');
  }
  const count = lengths.length === 0 ? 0 : lengths.reduce((product, length) => product * length, 1);
  // Each element has at least its length, so that a false count cannot make us build more than was sent.
  if (count * 4 > bytes.length - at) throw insufficientData();
  const flat: DecodedParameter[] = [];
  for (let index = 0; index < count; index++) {
    const length = int32();
    if (length === NULL_LENGTH) {
      flat.push(scalar(null, nothing));
      continue;
    }
    if (length < 0 || at + length > bytes.length) throw insufficientData();
    flat.push(decodeScalar(bytes.subarray(at, at + length), elementOid, 1, settings));
    at += length;
  }
  if (at !== bytes.length) throw new SqlError('22P03', 'incorrect binary data format');
  return count === 0 ? arrayOf([], nothing) : nest(flat, lengths, nothing);
}

/**
 * Reads a parameter as Bind sent it. Dates and times become ISO text, a timestamptz in UTC; a numeric becomes a DECIMAL
 * of just its digits; an array an array of such values.
 * @param bytes null: NULL, which gets the type's own type
 * @throws SqlError 22P02, 22003, 22007, 22008 and so on for text the type does not have, 08P01 and 22P03 for binary
 * that is broken, 22021 for text that is no UTF-8, 0A000 for types and values the door does not take
 */
export function decodeParameter(
  bytes: Buffer | null,
  typeOid: number,
  format: Format,
  settings: ParameterSettings = DEFAULT_PARAMETER_SETTINGS,
): DecodedParameter {
  if (bytes === null) return scalar(null, typeOfNothing(typeOid));
  const elementOid = PG_TYPES.get(typeOid)?.elementOid ?? 0;
  if (elementOid === 0) return decodeScalar(bytes, typeOid === 0 ? OID.unknown : typeOid, format, settings);
  return format === 0
    ? decodeTextArray(decodeUtf8(bytes), elementOid, settings)
    : decodeBinaryArray(bytes, elementOid, settings);
}
