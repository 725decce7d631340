import type { ByteWriter } from './byte-writer.js';

/** A decimal number: whole digits without leading zeros, and all fractional digits. NaN and infinities apart. */
export interface ExactNumber {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

export type SpecialNumber = 'NaN' | 'Infinity' | '-Infinity';

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const LEADING_ZEROS = /^0+/;
/** What Postgres's numeric holds, before and after the point. */
const MAX_WHOLE_DIGITS = 131_072;
const MAX_FRACTION_DIGITS = 16_383;

/** The exact number that a text in decimal or scientific notation names; undefined if it names none. */
export function exactNumber(text: string): ExactNumber | undefined {
  const match = NUMBER.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  if (whole === '' && fraction === '') return undefined;
  if (Math.abs(exponent) > MAX_WHOLE_DIGITS) return undefined;
  const digits = whole + fraction;
  const point = whole.length + exponent;
  const shifted =
    point <= 0
      ? { whole: '', fraction: '0'.repeat(-point) + digits }
      : { whole: digits.slice(0, point).padEnd(point, '0'), fraction: digits.slice(point) };
  return { negative: sign === '-', whole: shifted.whole.replace(LEADING_ZEROS, ''), fraction: shifted.fraction };
}

export function isZero(number: ExactNumber): boolean {
  return number.whole === '' && !/[1-9]/.test(number.fraction);
}

/** Whether Postgres's numeric holds a number of so many digits. */
export function isInNumericRange(number: ExactNumber): boolean {
  return number.whole.length <= MAX_WHOLE_DIGITS && number.fraction.length <= MAX_FRACTION_DIGITS;
}

/** The number with exactly `scale` fractional digits (none and whole zeros for a negative scale); undefined if it has more. */
export function atScale(number: ExactNumber, scale: number): ExactNumber | undefined {
  const { fraction, whole } = number;
  if (scale < 0) {
    const isMultiple = !/[1-9]/.test(fraction) && !/[1-9]/.test(whole.slice(scale));
    return isMultiple ? { ...number, fraction: '' } : undefined;
  }
  if (/[1-9]/.test(fraction.slice(scale))) return undefined;
  return { ...number, fraction: fraction.slice(0, scale).padEnd(scale, '0') };
}

export function exactNumberText(number: ExactNumber): string {
  const digits = `${number.whole === '' ? '0' : number.whole}${number.fraction === '' ? '' : `.${number.fraction}`}`;
  return number.negative && !isZero(number) ? `-${digits}` : digits;
}

const DIGITS_PER_GROUP = 4;
const NEGATIVE = 0x4000;
const SPECIAL_SIGNS: Readonly<Record<SpecialNumber, number>> = { NaN: 0xc000, Infinity: 0xd000, '-Infinity': 0xf000 };

/** numeric_send: number of groups, weight of the first, sign, digits after the point, groups of base 10,000. */
export function writeBinaryNumeric(number: ExactNumber | SpecialNumber, out: ByteWriter): void {
  if (typeof number === 'string') {
    writeHeader(out, 0, 0, SPECIAL_SIGNS[number], number === 'NaN' ? 0 : 0x20);
    return;
  }
  const { whole, fraction } = number;
  const wholeGroups = Math.ceil(whole.length / DIGITS_PER_GROUP);
  const fractionGroups = Math.ceil(fraction.length / DIGITS_PER_GROUP);
  const digits =
    whole.padStart(wholeGroups * DIGITS_PER_GROUP, '0') + fraction.padEnd(fractionGroups * DIGITS_PER_GROUP, '0');
  let first = 0;
  let end = wholeGroups + fractionGroups;
  while (first < end && groupAt(digits, first) === 0) first++;
  while (end > first && groupAt(digits, end - 1) === 0) end--;
  if (first === end) {
    writeHeader(out, 0, 0, 0, fraction.length);
    return;
  }
  writeHeader(out, end - first, wholeGroups - 1 - first, number.negative ? NEGATIVE : 0, fraction.length);
  for (let group = first; group < end; group++) out.int16(groupAt(digits, group));
}

/** The same of a text that is plain digits, perhaps with a sign and a point: the common case, without a copy of them. */
export function writePlainBinaryNumeric(text: string, out: ByteWriter): void {
  const isNegative = text.charCodeAt(0) === 0x2d;
  const point = text.indexOf('.');
  const wholeEnd = point === -1 ? text.length : point;
  const scale = point === -1 ? 0 : text.length - point - 1;
  const wholeGroups = Math.ceil((wholeEnd - (isNegative ? 1 : 0)) / DIGITS_PER_GROUP);
  const groups = wholeGroups + Math.ceil(scale / DIGITS_PER_GROUP);
  const header = out.position;
  out.reserve(8 + groups * 2);
  out.position += 8;
  let first = -1;
  let end = out.position;
  for (let group = 0; group < groups; group++) {
    const fraction = group - wholeGroups;
    const value =
      fraction < 0
        ? digitsAt(text, wholeEnd + fraction * DIGITS_PER_GROUP, isNegative ? 1 : 0, wholeEnd)
        : digitsAt(text, wholeEnd + 1 + fraction * DIGITS_PER_GROUP, wholeEnd, text.length);
    if (value === 0 && first === -1) continue;
    if (first === -1) first = group;
    out.int16(value);
    if (value !== 0) end = out.position;
  }
  out.position = header;
  if (first === -1) {
    writeHeader(out, 0, 0, 0, scale);
    return;
  }
  writeHeader(out, (end - header - 8) / 2, wholeGroups - 1 - first, isNegative ? NEGATIVE : 0, scale);
  out.position = end;
}

/** Four digits from `at` on; those outside of `from` to `end` are zeros. */
function digitsAt(text: string, at: number, from: number, end: number): number {
  let value = 0;
  for (let index = at; index < at + DIGITS_PER_GROUP; index++) {
    value = value * 10 + (index >= from && index < end ? text.charCodeAt(index) - 0x30 : 0);
  }
  return value;
}

function groupAt(digits: string, group: number): number {
  const start = group * DIGITS_PER_GROUP;
  return (
    digits.charCodeAt(start) * 1000 +
    digits.charCodeAt(start + 1) * 100 +
    digits.charCodeAt(start + 2) * 10 +
    digits.charCodeAt(start + 3) -
    0x30 * 1111
  );
}

function writeHeader(out: ByteWriter, groups: number, weight: number, sign: number, scale: number): void {
  out.int16(groups);
  out.int16(weight);
  out.int16(sign);
  out.int16(scale);
}

/** The inverse of `writeBinaryNumeric`; undefined where the bytes are no numeric. */
export function readBinaryNumeric(bytes: Buffer): ExactNumber | SpecialNumber | undefined {
  if (bytes.length < 8) return undefined;
  const groups = bytes.readUInt16BE(0);
  const weight = bytes.readInt16BE(2);
  const sign = bytes.readUInt16BE(4);
  const scale = bytes.readUInt16BE(6);
  if (bytes.length !== 8 + groups * 2 || scale > MAX_FRACTION_DIGITS) return undefined;
  if (sign === SPECIAL_SIGNS.NaN) return 'NaN';
  if (sign === SPECIAL_SIGNS.Infinity) return 'Infinity';
  if (sign === SPECIAL_SIGNS['-Infinity']) return '-Infinity';
  if (sign !== 0 && sign !== NEGATIVE) return undefined;
  let digits = '';
  for (let group = 0; group < groups; group++) {
    const value = bytes.readUInt16BE(8 + group * 2);
    if (value > 9999) return undefined;
    digits += String(value).padStart(DIGITS_PER_GROUP, '0');
  }
  const point = (weight + 1) * DIGITS_PER_GROUP;
  const whole = point <= 0 ? '' : digits.slice(0, point).padEnd(point, '0');
  const fraction = point <= 0 ? '0'.repeat(-point) + digits : digits.slice(point);
  return {
    negative: sign === NEGATIVE,
    whole: whole.replace(LEADING_ZEROS, ''),
    fraction: fraction.slice(0, scale).padEnd(scale, '0'),
  };
}
