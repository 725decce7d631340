import { decimalType } from '../../../../query/types.js';
import { SqlError } from '../../sql-error.js';
import { MAX_DECIMAL_PRECISION } from '../data-type-of.js';
import {
  type ExactNumber,
  exactNumber,
  exactNumberText,
  isInNumericRange,
  type SpecialNumber,
} from '../exact-number.js';
import { type DecodedParameter, scalar } from './decoded-parameter.js';
import { invalidInput, outOfRange, trimmed } from './input-error.js';

const INTEGER = /^([+-]?)(0x(?:_?[0-9a-f])+|0o(?:_?[0-7])+|0b(?:_?[01])+|\d+(?:_\d+)*)$/i;
const FLOAT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const NUMERIC = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i;
const SPECIAL = /^([+-]?)(?:(nan)|inf(?:inity)?)$/i;

function wholeNumber(text: string): bigint | undefined {
  const match = INTEGER.exec(trimmed(text));
  if (match === null) return undefined;
  const magnitude = BigInt((match[2] ?? '').replaceAll('_', '').toLowerCase());
  return match[1] === '-' ? -magnitude : magnitude;
}

/** Reads smallint, integer or bigint: decimal, hexadecimal, octal or binary, with underscores. */
export function integerInput(text: string, title: string, bits: 16 | 32 | 64): bigint {
  const value = wholeNumber(text);
  if (value === undefined) throw invalidInput(title, text);
  if (BigInt.asIntN(bits, value) !== value) throw outOfRange(title, text);
  return value;
}

const OID_DIGITS = /^([+-]?)(?:(0x[0-9a-f]+)|0([0-7]*)|([1-9]\d*))$/i;

/** Reads an oid: decimal, hexadecimal, or octal behind a 0. A negative number stands for the one of the same bits. */
export function oidInput(text: string): bigint {
  const match = OID_DIGITS.exec(trimmed(text));
  if (match === null) throw invalidInput('oid', text);
  const [, sign, hexadecimal, octal, decimal] = match;
  const magnitude = BigInt(hexadecimal ?? decimal ?? `0o${octal || '0'}`);
  const value = sign === '-' ? -magnitude : magnitude;
  if (value < -2_147_483_648n || value > 4_294_967_295n) throw outOfRange('oid', text);
  return BigInt.asUintN(32, value);
}

function specialNumber(text: string): SpecialNumber | undefined {
  const match = SPECIAL.exec(text);
  if (match === null) return undefined;
  if (match[2] !== undefined) return match[1] === '' ? 'NaN' : undefined;
  return match[1] === '-' ? '-Infinity' : 'Infinity';
}

/** Reads real (32) or double precision (64), rounded to the nearest. */
export function floatInput(text: string, title: string, bits: 32 | 64): number {
  const body = trimmed(text);
  // A NaN may bear a sign here, though no meaning, as in C.
  const special = specialNumber(body) ?? (/^[+-]nan$/i.test(body) ? 'NaN' : undefined);
  if (special !== undefined) return Number(special);
  if (!FLOAT.test(body)) throw invalidInput(title, text);
  const value = bits === 32 ? Math.fround(Number(body)) : Number(body);
  const isLost = value === 0 && /^[^e]*[1-9]/i.test(body);
  if (isLost || !Number.isFinite(value)) {
    throw new SqlError('22003', `"${body}" is out of range for type ${title}`);
  }
  return value;
}

/** Reads a numeric as a DECIMAL of just its digits. */
export function numericInput(text: string): DecodedParameter {
  const body = trimmed(text);
  const special = specialNumber(body);
  if (special !== undefined) return numericParameter(special);
  const whole = /^[+-]?0[xob]/i.test(body) ? wholeNumber(body) : undefined;
  const digits = whole === undefined ? body.replaceAll('_', '') : whole.toString();
  if (whole === undefined && !NUMERIC.test(body)) throw invalidInput('numeric', text);
  const number = exactNumber(digits);
  if (number === undefined || !isInNumericRange(number)) {
    throw new SqlError('22003', 'value overflows numeric format');
  }
  return numericParameter(number);
}

/** @throws SqlError 0A000 for NaN, the infinities and more than 38 digits, which a DECIMAL does not hold */
export function numericParameter(number: ExactNumber | SpecialNumber): DecodedParameter {
  if (typeof number === 'string') throw new SqlError('0A000', `numeric ${number} as a parameter is not supported`);
  const fits = ({ whole, fraction }: ExactNumber) => whole.length + fraction.length <= MAX_DECIMAL_PRECISION;
  const kept = fits(number) ? number : { ...number, fraction: number.fraction.replace(/0+$/, '') };
  if (!fits(kept)) throw new SqlError('0A000', 'numeric parameters of more than 38 digits are not supported');
  const precision = Math.max(kept.whole.length + kept.fraction.length, 1);
  return scalar(exactNumberText(kept), decimalType(precision, kept.fraction.length));
}
