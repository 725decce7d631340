import { GatewayError } from '../errors.js';
import type { ScalarValue } from '../query/expression.js';
import { type DataType, printType } from '../query/types.js';
import { daysOfIsoDate, microsOfIsoTime, microsOfIsoTimestamp } from './iso-time.js';

/** A value proved to fit its type: what literals print and parameters bind. */
export type CheckedValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'integer'; readonly value: bigint; readonly bits: 8 | 16 | 32 | 64 }
  | { readonly kind: 'decimal'; readonly unscaled: bigint; readonly precision: number; readonly scale: number }
  | { readonly kind: 'float'; readonly value: number; readonly bits: 32 | 64 }
  /** Strings, and JSON, which engines carry as text. */
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'binary'; readonly value: Uint8Array }
  | { readonly kind: 'date'; readonly days: number }
  | { readonly kind: 'time'; readonly micros: bigint }
  | { readonly kind: 'timestamp'; readonly micros: bigint; readonly zoned: boolean }
  | { readonly kind: 'interval'; readonly months: number; readonly days: number; readonly micros: bigint }
  | { readonly kind: 'uuid'; readonly value: string };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const INTEGER = /^[+-]?\d{1,40}$/;
const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i;
const FLOAT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?$/i;
const INTERVAL = /^(-?\d{1,10}) (-?\d{1,10}) (-?\d{1,19})$/;
const LONE_SURROGATE = /\p{Surrogate}/u;
const SPECIAL_FLOATS: ReadonlyMap<string, number> = new Map([
  ['nan', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['-infinity', Number.NEGATIVE_INFINITY],
]);

function integerOf(value: ScalarValue): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  return typeof value === 'string' && INTEGER.test(value) ? BigInt(value.replace('+', '')) : undefined;
}

/** The digits of an exact number times 10^scale; undefined if it has more fractional digits than that. */
function unscaledOf(value: ScalarValue, scale: number): bigint | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return undefined;
  const match = DECIMAL.exec(String(value));
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = whole + fraction;
  if (digits === '' || digits.length > 80) return undefined;
  const shift = scale - fraction.length + Number(exponent);
  if (shift > 80) return BigInt(digits) === 0n ? 0n : undefined;
  const kept = shift >= 0 ? digits.padEnd(digits.length + shift, '0') : digits.slice(0, shift) || '0';
  if (shift < 0 && /[1-9]/.test(digits.slice(shift))) return undefined;
  return sign === '-' ? -BigInt(kept) : BigInt(kept);
}

function floatOf(value: ScalarValue): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string') return undefined;
  const special = SPECIAL_FLOATS.get(value.toLowerCase());
  return special ?? (FLOAT.test(value) ? Number(value) : undefined);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isInt32(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= 2_147_483_647;
}

/** `<months> <days> <microseconds>`. */
function intervalOf(value: ScalarValue): CheckedValue | undefined {
  const match = typeof value === 'string' ? INTERVAL.exec(value) : null;
  if (match === null) return undefined;
  const [months, days] = [Number(match[1]), Number(match[2])];
  const micros = BigInt(match[3] ?? '0');
  if (!isInt32(months) || !isInt32(days) || BigInt.asIntN(64, micros) !== micros) return undefined;
  return { kind: 'interval', months, days, micros };
}

function isText(value: ScalarValue): value is string {
  return typeof value === 'string' && !value.includes('\0') && !LONE_SURROGATE.test(value);
}

function checked(value: Exclude<ScalarValue, null>, type: DataType): CheckedValue | undefined {
  switch (type.kind) {
    case 'null':
      return undefined;
    case 'boolean':
      return typeof value === 'boolean' ? { kind: 'boolean', value } : undefined;
    case 'integer': {
      const integer = integerOf(value);
      if (integer === undefined || BigInt.asIntN(type.bits, integer) !== integer) return undefined;
      return { kind: 'integer', value: integer, bits: type.bits };
    }
    case 'decimal': {
      const { precision, scale } = type;
      const unscaled = unscaledOf(value, scale);
      if (unscaled === undefined || (unscaled < 0n ? -unscaled : unscaled) >= 10n ** BigInt(precision))
        return undefined;
      return { kind: 'decimal', unscaled, precision, scale };
    }
    case 'float': {
      const float = floatOf(value);
      if (float === undefined) return undefined;
      return { kind: 'float', value: type.bits === 32 ? Math.fround(float) : float, bits: type.bits };
    }
    case 'string':
      return isText(value) ? { kind: 'text', value } : undefined;
    case 'json':
      return isText(value) && isJson(value) ? { kind: 'text', value } : undefined;
    case 'binary':
      return value instanceof Uint8Array ? { kind: 'binary', value } : undefined;
    case 'date': {
      const days = typeof value === 'string' ? daysOfIsoDate(value) : undefined;
      return days === undefined ? undefined : { kind: 'date', days };
    }
    case 'time': {
      const micros = typeof value === 'string' ? microsOfIsoTime(value) : undefined;
      return micros === undefined ? undefined : { kind: 'time', micros };
    }
    case 'timestamp': {
      const micros = typeof value === 'string' ? microsOfIsoTimestamp(value) : undefined;
      return micros === undefined ? undefined : { kind: 'timestamp', micros, zoned: type.zoned };
    }
    case 'interval':
      return intervalOf(value);
    case 'array':
      // An array of constants is a call of `array` over its elements.
      return undefined;
    case 'uuid':
      return typeof value === 'string' && UUID.test(value) ? { kind: 'uuid', value: value.toLowerCase() } : undefined;
  }
}

/**
 * Proves that a value fits its type exactly: nothing is rounded, cut or wrapped.
 * @throws GatewayError BAD_USER_INPUT if it does not fit, which NUL and lone surrogates in text never do.
 */
export function checkValue(value: ScalarValue, type: DataType): CheckedValue {
  if (value === null) return { kind: 'null' };
  const result = checked(value, type);
  if (result === undefined) throw new GatewayError('BAD_USER_INPUT', `A value is not a valid ${printType(type)}.`);
  return result;
}
