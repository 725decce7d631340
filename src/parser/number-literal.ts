import type { ScalarValue } from '../query/expression.js';
import { type DataType, decimalType, FLOAT64, INT32, INT64 } from '../query/types.js';

const PATTERN = /(?:(\d+)(?:\.(\d*))?|\.(\d+))([eE][+-]?\d+)?(BD|[LSYDF])?/iy;

export interface NumberLiteral {
  readonly value: ScalarValue;
  readonly type: DataType;
  readonly length: number;
}

/**
 * The number at `offset`, typed as Databricks types it: INT or BIGINT by size (larger: DECIMAL), a point makes a
 * DECIMAL, an exponent or D a DOUBLE, L a BIGINT, BD a DECIMAL. Answers a text where the number is refused.
 */
export function readNumber(text: string, offset: number): NumberLiteral | string | undefined {
  PATTERN.lastIndex = offset;
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const [whole, digits = '', fraction, bareFraction, exponent, suffix = ''] = match;
  if (/[\p{L}\p{N}_]/u.test(text[offset + whole.length] ?? '')) return 'a digit runs into a letter';
  const point = fraction !== undefined || bareFraction !== undefined;
  const after = fraction ?? bareFraction ?? '';
  const typed = typeNumber(digits, after, point, exponent, suffix.toUpperCase());
  return typeof typed === 'string' ? typed : { ...typed, length: whole.length };
}

function typeNumber(
  digits: string,
  fraction: string,
  point: boolean,
  exponent: string | undefined,
  suffix: string,
): Omit<NumberLiteral, 'length'> | string {
  if (suffix === 'S' || suffix === 'Y' || suffix === 'F') return `the suffix ${suffix} is not mapped`;
  if (suffix === 'D' || (exponent !== undefined && suffix === '')) {
    const value = Number(`${digits || '0'}.${fraction || '0'}${exponent ?? ''}`);
    return Number.isFinite(value) ? { value, type: FLOAT64 } : 'the number is larger than a DOUBLE';
  }
  if (exponent !== undefined) return 'an exponent takes no suffix but D';
  if (point || suffix === 'BD') return exactNumber(digits, fraction);
  const value = BigInt(digits);
  if (value <= 2147483647n && suffix === '') return { value, type: INT32 };
  // One more than the largest stays INT or BIGINT behind a minus; `negateLiteral` narrows it.
  if (value <= 9223372036854775808n) return { value, type: INT64 };
  return suffix === 'L' ? 'the number is larger than a BIGINT' : exactNumber(digits, '');
}

function exactNumber(digits: string, fraction: string): Omit<NumberLiteral, 'length'> | string {
  const whole = digits.replace(/^0+/, '');
  const precision = Math.max(1, whole.length + fraction.length);
  if (precision > 38) return 'a DECIMAL has at most 38 digits';
  const value = `${whole || '0'}${fraction === '' ? '' : `.${fraction}`}`;
  return { value, type: decimalType(precision, fraction.length) };
}
