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
import { sourceIntervalText } from '../interval.js';
import { OID } from '../pg-types.js';
import { dateInput, timeInput, timestampInput } from './datetime-input.js';
import { type DecodedParameter, scalar } from './decoded-parameter.js';
import { intervalInput } from './interval-input.js';
import { floatInput, integerInput, numericInput, oidInput } from './number-input.js';
import type { ParameterSettings } from './parameter-settings.js';
import { booleanInput, byteaInput, charInput, jsonInput, nameInput, uuidInput } from './plain-input.js';

/**
 * Reads the text form of a type that is no array.
 * @throws SqlError as Postgres's own input function of the type; undefined if the door has none for it
 */
export function textParameter(
  text: string,
  typeOid: number,
  settings: ParameterSettings,
): DecodedParameter | undefined {
  switch (typeOid) {
    case OID.bool:
      return scalar(booleanInput(text), BOOLEAN);
    case OID.int2:
      return scalar(Number(integerInput(text, 'smallint', 16)), { kind: 'integer', bits: 16 });
    case OID.int4:
      return scalar(Number(integerInput(text, 'integer', 32)), INT32);
    case OID.int8:
      return scalar(integerInput(text, 'bigint', 64), INT64);
    case OID.oid:
      return scalar(oidInput(text), INT64);
    case OID.float4:
      return scalar(floatInput(text, 'real', 32), { kind: 'float', bits: 32 });
    case OID.float8:
      return scalar(floatInput(text, 'double precision', 64), FLOAT64);
    case OID.numeric:
      return numericInput(text);
    case OID.text:
    case OID.varchar:
    case OID.unknown:
      return scalar(text, STRING);
    case OID.bpchar:
      // Spaces at the end are no part of a character(n)'s value.
      return scalar(text.replace(/ +$/, ''), STRING);
    case OID.name:
      return scalar(nameInput(text), STRING);
    case OID.char:
      return scalar(charInput(text), STRING);
    case OID.bytea:
      return scalar(byteaInput(text), BINARY);
    case OID.json:
    case OID.jsonb:
      return scalar(jsonInput(text), JSON_TYPE);
    case OID.uuid:
      return scalar(uuidInput(text), UUID);
    case OID.date:
      return scalar(dateInput(text, settings), DATE);
    case OID.time:
      return scalar(timeInput(text, settings), TIME);
    case OID.timestamp:
      return scalar(timestampInput(text, false, settings), TIMESTAMP_NTZ);
    case OID.timestamptz:
      return scalar(timestampInput(text, true, settings), TIMESTAMP);
    case OID.interval:
      return scalar(sourceIntervalText(intervalInput(text)), INTERVAL);
    default:
      return undefined;
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws SqlError 22021 for bytes that are no UTF-8, or hold NUL */
export function decodeUtf8(bytes: Uint8Array): string {
  const nul = bytes.indexOf(0);
  if (nul === -1) {
    try {
      return UTF8.decode(bytes);
    } catch {
      throw new SqlError('22021', 'invalid byte sequence for encoding "UTF8"');
    }
  }
  throw new SqlError('22021', 'invalid byte sequence for encoding "UTF8": 0x00');
}
