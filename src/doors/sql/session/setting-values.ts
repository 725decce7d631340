import { SqlError } from '../sql-error.js';

/** Gives a setting's value its canonical spelling. @throws SqlError 22023 for no value of it, 0A000 for one not supported */
export type Normalise = (value: string, name: string) => string;

export function invalidValue(name: string, value: string, hint?: string): SqlError {
  return new SqlError('22023', `invalid value for parameter "${name}": "${value}"`, { hint });
}

export function unsupportedValue(name: string, value: string, supported: string): SqlError {
  return new SqlError('0A000', `${name} "${value}" is not supported`, { hint: `Supported: ${supported}.` });
}

const TRUE_WORDS = ['on', 'true', 'yes', '1'];
const FALSE_WORDS = ['off', 'false', 'no', '0'];

function isWord(value: string, words: readonly string[]): boolean {
  const lower = value.toLowerCase();
  // `o` begins both `on` and `off`.
  return lower !== '' && lower !== 'o' && words.some((word) => word.startsWith(lower));
}

export const boolean: Normalise = (value, name) => {
  if (isWord(value, TRUE_WORDS)) return 'on';
  if (isWord(value, FALSE_WORDS)) return 'off';
  throw new SqlError('22023', `parameter "${name}" requires a Boolean value`);
};

/** A Boolean that has only one value here. */
export function only(supported: 'on' | 'off'): Normalise {
  return (value, name) => {
    if (boolean(value, name) === supported) return supported;
    throw unsupportedValue(name, value, supported);
  };
}

/** `other`: values that Postgres knows and this server does not. */
export function oneOf(values: readonly string[], other: readonly string[] = []): Normalise {
  return (value, name) => {
    const lower = value.toLowerCase();
    if (values.includes(lower)) return lower;
    if (other.includes(lower)) throw unsupportedValue(name, value, values.join(', '));
    throw invalidValue(name, value, `Available values: ${values.join(', ')}.`);
  };
}

export function integer(min: number, max: number): Normalise {
  return (value, name) => {
    const number = /^\s*[+-]?\d+(\.\d+)?\s*$/.test(value) ? Math.round(Number(value)) : Number.NaN;
    if (Number.isNaN(number)) throw invalidValue(name, value);
    if (number >= min && number <= max) return String(number);
    throw new SqlError('22023', `${number} is outside the valid range for parameter "${name}" (${min} .. ${max})`);
  };
}

export const number: Normalise = (value, name) => {
  if (/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(value)) return String(Number(value));
  throw invalidValue(name, value);
};

const MAX_TEXT_LENGTH = 4_096;

export const text: Normalise = (value, name) => {
  if (value.length <= MAX_TEXT_LENGTH) return value;
  throw new SqlError('54000', `value of parameter "${name}" is longer than ${MAX_TEXT_LENGTH} characters`);
};
