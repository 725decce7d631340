import {
  BINARY,
  BOOLEAN,
  DATE,
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
} from '../../../../query/types.js';
import { SqlError } from '../../sql-error.js';
import { MICROS_PER_DAY, POSTGRES_EPOCH_DAYS } from '../calendar.js';
import { readBinaryNumeric } from '../exact-number.js';
import { sourceIntervalText } from '../interval.js';
import { OID, PG_TYPES } from '../pg-types.js';
import { DATE_END_DAY, FIRST_DAY, TIMESTAMP_END_DAY } from '../postgres-range.js';
import { sourceDateText, sourceMomentText, sourceTimeText } from '../source-time.js';
import { type DecodedParameter, scalar } from './decoded-parameter.js';
import { insufficientData } from './input-error.js';
import { numericParameter } from './number-input.js';
import type { ParameterSettings } from './parameter-settings.js';
import { charInput, hyphenated } from './plain-input.js';
import { decodeUtf8, textParameter } from './text-parameter.js';

const MAX_INT32 = 0x7fffffff;
const MIN_INT32 = -0x80000000;
const MAX_INT64 = 0x7fff_ffff_ffff_ffffn;
const MIN_INT64 = -0x8000_0000_0000_0000n;

function invalidBinary(): SqlError {
  return new SqlError('22P03', 'incorrect binary data format');
}

function dateValue(days: number): string {
  if (days === MAX_INT32) return 'infinity';
  if (days === MIN_INT32) return '-infinity';
  const sinceUnix = days + POSTGRES_EPOCH_DAYS;
  if (sinceUnix < FIRST_DAY || sinceUnix >= DATE_END_DAY) throw new SqlError('22008', 'date out of range');
  return sourceDateText(sinceUnix);
}

function timeValue(micros: bigint): string {
  if (micros < 0n || micros > BigInt(MICROS_PER_DAY)) throw new SqlError('22008', 'time out of range');
  return sourceTimeText(Number(micros));
}

function momentValue(total: bigint, zoned: boolean): string {
  if (total === MAX_INT64) return 'infinity';
  if (total === MIN_INT64) return '-infinity';
  const perDay = BigInt(MICROS_PER_DAY);
  const micros = ((total % perDay) + perDay) % perDay;
  const days = Number((total - micros) / perDay) + POSTGRES_EPOCH_DAYS;
  if (days < FIRST_DAY || days >= TIMESTAMP_END_DAY) throw new SqlError('22008', 'timestamp out of range');
  return sourceMomentText({ days, micros: Number(micros), zoned });
}

/** Types of one length whatever the value. */
function fixedParameter(bytes: Buffer, typeOid: number): DecodedParameter | undefined {
  switch (typeOid) {
    case OID.bool:
      return scalar(bytes.readUInt8() !== 0, BOOLEAN);
    case OID.int2:
      return scalar(bytes.readInt16BE(), { kind: 'integer', bits: 16 });
    case OID.int4:
      return scalar(bytes.readInt32BE(), INT32);
    case OID.int8:
      return scalar(bytes.readBigInt64BE(), INT64);
    case OID.oid:
      return scalar(BigInt(bytes.readUInt32BE()), INT64);
    case OID.float4:
      return scalar(bytes.readFloatBE(), { kind: 'float', bits: 32 });
    case OID.float8:
      return scalar(bytes.readDoubleBE(), FLOAT64);
    case OID.char:
      return scalar(charInput(bytes.readUInt8() === 0 ? '' : bytes.toString('latin1')), STRING);
    case OID.uuid:
      return scalar(hyphenated(bytes.toString('hex')), UUID);
    case OID.date:
      return scalar(dateValue(bytes.readInt32BE()), DATE);
    case OID.time:
      return scalar(timeValue(bytes.readBigInt64BE()), TIME);
    case OID.timestamp:
      return scalar(momentValue(bytes.readBigInt64BE(), false), TIMESTAMP_NTZ);
    case OID.timestamptz:
      return scalar(momentValue(bytes.readBigInt64BE(), true), TIMESTAMP);
    case OID.interval: {
      const [micros, days, months] = [bytes.readBigInt64BE(), bytes.readInt32BE(8), bytes.readInt32BE(12)];
      return scalar(sourceIntervalText({ months, days, micros }), INTERVAL);
    }
    default:
      return undefined;
  }
}

/**
 * Reads the binary form of a type that is no array; undefined if the door has none for it.
 * @throws SqlError 08P01 for too few bytes, 22P03 for too many or wrong ones
 */
export function binaryParameter(
  bytes: Buffer,
  typeOid: number,
  settings: ParameterSettings,
): DecodedParameter | undefined {
  const size = typeOid === OID.name ? -1 : (PG_TYPES.get(typeOid)?.size ?? -1);
  if (size > 0) {
    if (bytes.length < size) throw insufficientData();
    if (bytes.length > size) throw invalidBinary();
    return fixedParameter(bytes, typeOid);
  }
  switch (typeOid) {
    case OID.bytea:
      return scalar(new Uint8Array(bytes), BINARY);
    case OID.numeric: {
      if (bytes.length < 8) throw insufficientData();
      const number = readBinaryNumeric(bytes);
      if (number === undefined) throw invalidBinary();
      return numericParameter(number);
    }
    case OID.jsonb: {
      if (bytes.length === 0) throw insufficientData();
      if (bytes[0] !== 1) throw new SqlError('XX000', `unsupported jsonb version number ${bytes[0]}`);
      const document = textParameter(decodeUtf8(bytes.subarray(1)), typeOid, settings);
      return document === undefined ? undefined : { ...document, type: JSON_TYPE };
    }
    default:
      return textParameter(decodeUtf8(bytes), typeOid, settings);
  }
}
