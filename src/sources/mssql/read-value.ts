import { GatewayError } from '../../errors.js';
import { BINARY, DATE, type DataType, decimalType, INT32, INT64, STRING, TIME, UUID } from '../../query/types.js';
import { isoDateOfDays, isoTimeOfMicros, isoTimestampOfMicros } from '../../sql/iso-time.js';

/** What is read of a column as the driver tells of it. */
export interface WireColumn {
  readonly colName: string;
  readonly type: { readonly name: string };
  readonly dataLength?: number | undefined;
  readonly precision?: number | undefined;
  readonly scale?: number | undefined;
}

/** Makes one value of a batch from the driver's; never called for NULL. */
export type ValueReader = (value: unknown) => unknown;

/** The driver's own property: what of a second is finer than a Date, in seconds. */
interface FineDate extends Date {
  readonly nanosecondsDelta?: number;
}

const MS_PER_DAY = 86_400_000;
/** Digits that a double holds of every decimal number. */
const EXACT_DIGITS = 15;

function inexact(column: WireColumn): GatewayError {
  return new GatewayError(
    'INTERNAL',
    `Column "${column.colName}" is of type ${column.type.name}, which the driver reads with a loss: cast it to text.`,
  );
}

const BITS = { 1: 16, 2: 16, 4: 32, 8: 64 } as const;

function integerOf(bytes: number | undefined): DataType {
  return { kind: 'integer', bits: bytes === 1 || bytes === 2 || bytes === 4 ? BITS[bytes] : 64 };
}

/**
 * The IR's type of a column that nobody declared.
 * @throws GatewayError INTERNAL for one whose values the driver cannot give exactly
 */
export function wireType(column: WireColumn): DataType {
  switch (column.type.name) {
    case 'Null':
      return { kind: 'null' };
    case 'Bit':
    case 'BitN':
      return { kind: 'boolean' };
    case 'TinyInt':
    case 'SmallInt':
      return { kind: 'integer', bits: 16 };
    case 'Int':
      return INT32;
    case 'BigInt':
      return INT64;
    case 'IntN':
      return integerOf(column.dataLength);
    case 'Real':
      return { kind: 'float', bits: 32 };
    case 'Float':
      return { kind: 'float', bits: 64 };
    case 'FloatN':
      return { kind: 'float', bits: column.dataLength === 4 ? 32 : 64 };
    case 'Decimal':
    case 'Numeric':
    case 'DecimalN':
    case 'NumericN': {
      const { precision = 38, scale = 0 } = column;
      if (precision > EXACT_DIGITS) throw inexact(column);
      return decimalType(precision, scale);
    }
    case 'Char':
    case 'VarChar':
    case 'NChar':
    case 'NVarChar':
    case 'Text':
    case 'NText':
    case 'Xml':
      return STRING;
    case 'Binary':
    case 'VarBinary':
    case 'Image':
      return BINARY;
    case 'Date':
      return DATE;
    case 'Time':
      return TIME;
    case 'SmallDateTime':
    case 'DateTime':
    case 'DateTimeN':
    case 'DateTime2':
      return { kind: 'timestamp', zoned: false };
    case 'DateTimeOffset':
      return { kind: 'timestamp', zoned: true };
    case 'UniqueIdentifier':
      return UUID;
    default:
      throw inexact(column);
  }
}

function unexpected(value: unknown, type: DataType): GatewayError {
  return new GatewayError('INTERNAL', `The source gave a ${typeof value} for a value of type ${type.kind}.`);
}

function dateOf(value: unknown, type: DataType): FineDate {
  if (value instanceof Date) return value;
  throw unexpected(value, type);
}

/** Microseconds since 1970. The driver counts whole milliseconds, and the rest beside them, in tenths of a microsecond. */
function microsOf(date: FineDate): bigint {
  const tenths = Math.round((date.nanosecondsDelta ?? 0) * 1e7);
  return BigInt(date.getTime()) * 1000n + BigInt(Math.floor(tenths / 10));
}

const PLAIN_DECIMAL = /^(-?)0*(\d*)\.?(\d*)$/u;

/** Text of a decimal number with all digits of its scale. */
function decimalOf(value: unknown, type: Extract<DataType, { kind: 'decimal' }>): string {
  if (typeof value === 'number') return value.toFixed(type.scale);
  const match = typeof value === 'string' ? PLAIN_DECIMAL.exec(value) : null;
  if (match === null) throw unexpected(value, type);
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = fraction.padEnd(type.scale, '0');
  return `${sign}${whole === '' ? '0' : whole}${digits === '' ? '' : `.${digits}`}`;
}

function bigintOf(value: unknown, type: DataType): bigint {
  if (typeof value === 'string' || typeof value === 'number') return BigInt(value);
  throw unexpected(value, type);
}

/** Makes of the driver's values those of a batch: see `ResultBatch`. */
export function valueReader(type: DataType): ValueReader {
  switch (type.kind) {
    case 'boolean':
      return (value) => value === true || value === 1;
    case 'integer':
      return type.bits === 64 ? (value) => bigintOf(value, type) : Number;
    case 'decimal':
      return (value) => decimalOf(value, type);
    case 'float':
      return Number;
    case 'date':
      return (value) => isoDateOfDays(Math.floor(dateOf(value, type).getTime() / MS_PER_DAY));
    case 'time':
      return (value) => isoTimeOfMicros(microsOf(dateOf(value, type)));
    case 'timestamp': {
      const suffix = type.zoned ? 'Z' : '';
      return (value) => isoTimestampOfMicros(microsOf(dateOf(value, type))) + suffix;
    }
    case 'binary':
      return (value) => {
        if (value instanceof Uint8Array) return value;
        throw unexpected(value, type);
      };
    case 'uuid':
      return (value) => String(value).toLowerCase();
    case 'string':
    case 'json':
    case 'null':
      return (value) => value;
    case 'interval':
    case 'array':
      throw new GatewayError('NOT_SUPPORTED', `Values of type ${type.kind} are not supported on mssql.`);
  }
}
