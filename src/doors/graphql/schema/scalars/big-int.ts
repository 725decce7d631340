import { defineScalar } from './define-scalar.js';

const SIGNED_DIGITS = /^-?(?:0|[1-9]\d{0,18})$/;

/** 64-bit integers: bigint in the IR, a string of digits in JSON, where a number would lose digits. */
export const bigIntScalar = defineScalar({
  name: 'BigInt',
  description: 'A whole number of 64 bits, as a string of digits: `"9007199254740993"`.',
  specifiedByURL: 'https://docs.databricks.com/aws/en/sql/language-manual/data-types/bigint-type',
  hint: 'a whole number from -9223372036854775808 to 9223372036854775807, as a string if it has more than 15 digits',
  parse: toBigInt,
  parseInteger: toBigInt,
  serialize: (value) => toBigInt(value)?.toString(),
});

function toBigInt(value: unknown): bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  if (typeof value === 'bigint') return within64Bits(value);
  return typeof value === 'string' && SIGNED_DIGITS.test(value) ? within64Bits(BigInt(value)) : undefined;
}

function within64Bits(value: bigint): bigint | undefined {
  return BigInt.asIntN(64, value) === value ? value : undefined;
}
