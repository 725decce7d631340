import type { Format } from '../../border.js';
import { SqlError } from '../../sql-error.js';
import type { ByteWriter } from '../byte-writer.js';
import type { OutputSettings } from '../output-settings.js';
import { OID, PG_TYPES } from '../pg-types.js';
import { arrayEncoder } from './array-cells.js';
import { floatEncoder, integerEncoder, numericEncoder } from './number-cells.js';
import { booleanEncoder, byteaEncoder, charEncoder, jsonbEncoder, textEncoder, uuidEncoder } from './string-cells.js';
import { dateEncoder, intervalEncoder, timeEncoder, timestampEncoder, timestamptzEncoder } from './time-cells.js';

/**
 * Writes a value that is not NULL, without its length.
 * @throws SqlError XX000 where the source's value is no exact value of the type
 */
export type CellEncoder = (value: unknown, out: ByteWriter) => void;

/** An object identifier's text is its name, which the source must give. */
function registryEncoder(typeOid: number, format: Format): CellEncoder {
  const number = integerEncoder(typeOid, format);
  if (format === 1) return number;
  return (value, out) => (typeof value === 'string' ? out.text(value) : number(value, out));
}

/**
 * The encoder of a column of this type.
 * @param typeModifier of the column, or of an array's elements; -1: none
 * @throws SqlError 0A000 for a type the door cannot send
 */
export function cellEncoder(
  typeOid: number,
  typeModifier: number,
  format: Format,
  settings: OutputSettings,
): CellEncoder {
  const type = PG_TYPES.get(typeOid);
  if (type === undefined) throw new SqlError('0A000', `results of the type with OID ${typeOid} are not supported`);
  if (type.elementOid !== 0) {
    const element = cellEncoder(type.elementOid, typeModifier, format, settings);
    return arrayEncoder(type.elementOid, element, format);
  }
  switch (typeOid) {
    case OID.bool:
      return booleanEncoder(format);
    case OID.bytea:
      return byteaEncoder(format, settings);
    case OID.int2:
    case OID.int4:
    case OID.int8:
    case OID.oid:
      return integerEncoder(typeOid, format);
    case OID.float4:
    case OID.float8:
      return floatEncoder(typeOid, format, settings);
    case OID.numeric:
      return numericEncoder(typeModifier, format);
    case OID.char:
      return charEncoder(format, settings);
    case OID.name:
    case OID.text:
    case OID.varchar:
    case OID.bpchar:
    case OID.json:
    case OID.unknown:
    case OID.void:
      return textEncoder(typeOid, typeModifier, settings);
    case OID.jsonb:
      return jsonbEncoder(format);
    case OID.uuid:
      return uuidEncoder(format);
    case OID.date:
      return dateEncoder(format);
    case OID.time:
      return timeEncoder(format);
    case OID.timestamp:
      return timestampEncoder(format);
    case OID.timestamptz:
      return timestamptzEncoder(format, settings);
    case OID.interval:
      return intervalEncoder(format, settings);
    default:
      if (type.name.startsWith('reg')) return registryEncoder(typeOid, format);
      throw new SqlError('0A000', `results of type ${type.title} are not supported`);
  }
}
