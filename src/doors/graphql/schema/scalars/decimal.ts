import { defineScalar } from './define-scalar.js';

const NUMBER_TEXT = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;
/** The widest DECIMAL of Databricks and DuckDB, in digits. */
const MAX_DIGITS = 38;
/** A double gives back every decimal of up to this many significant digits unchanged. */
const MAX_DOUBLE_DIGITS = 15;

/** Exact decimals: text without an exponent in the IR and in JSON, never a double. */
export const decimalScalar = defineScalar({
  name: 'Decimal',
  description: 'An exact decimal number of up to 38 digits, as a string: `"12.50"`.',
  specifiedByURL: 'https://docs.databricks.com/aws/en/sql/language-manual/data-types/decimal-type',
  hint: 'a number of at most 38 digits such as "12.50", as a string if it comes in a variable with more than 15 digits',
  parse: toDecimalText,
  parseInteger: toDecimalText,
  parseFloat: toDecimalText,
  serialize: (value) => (typeof value === 'bigint' ? toDecimalText(value.toString()) : toDecimalText(value)),
});

function toDecimalText(value: unknown): string | undefined {
  if (typeof value === 'string') return plainDecimal(value);
  if (typeof value !== 'number') return undefined;
  const exact = Number.isInteger(value) ? Number.isSafeInteger(value) : significantDigits(value) <= MAX_DOUBLE_DIGITS;
  return exact ? plainDecimal(String(value)) : undefined;
}

/** Decimal text with its exponent, if any, written out; trailing zeros stay, as they tell the scale. */
function plainDecimal(text: string): string | undefined {
  // Longer text than this cannot be a valid number; checked first so that the pattern never sees megabytes.
  if (text.length > 2 * MAX_DIGITS) return undefined;
  const match = NUMBER_TEXT.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > MAX_DIGITS) return undefined;
  const digits = '0'.repeat(Math.max(0, -exponent)) + whole + fraction + '0'.repeat(Math.max(0, exponent));
  const point = whole.length + Math.max(0, exponent);
  const integral = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const decimals = digits.slice(point, point + Math.max(0, fraction.length - exponent));
  const digitCount = (integral === '0' ? 0 : integral.length) + decimals.length;
  if (digitCount > MAX_DIGITS) return undefined;
  const plain = decimals === '' ? integral : `${integral}.${decimals}`;
  return /[1-9]/.test(plain) ? sign + plain : plain;
}

function significantDigits(value: number): number {
  const [mantissa = ''] = String(value).split('e');
  return mantissa.replace(/^-?[0.]*|\./g, '').length;
}
