import { isValid } from '../../../../lib/is-valid.js';
import { civilOfDays, MICROS_PER_DAY } from '../calendar.js';
import { type ColumnEncoder, LENGTH_BYTES, NULL_LENGTH, putLength } from './column-encoder.js';
import type { ColumnScratch } from './column-scratch.js';
import { putDigits, putTwoDigits } from './digits.js';
import type { RowValues } from './row-values.js';

const COLON = 0x3a;
const DASH = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const SPACE = 0x20;
const ZERO = 0x30;
const DATE_BYTES = 10;
const CLOCK_BYTES = 8;
const UTC_BYTES = 3;
const MILLION = 1_000_000;

/** Dates are few where rows are many: the last of each of so many classes are kept. */
const KEPT_DAYS = 1_024;
const keptDays = new Int32Array(KEPT_DAYS).fill(-2_147_483_648);
const keptDates = new Int32Array(KEPT_DAYS);

/** A day of the years 1 to 9999 as its year, month and day, of 5 bits the last two. */
function dateOf(days: number): number {
  const place = days & (KEPT_DAYS - 1);
  if (keptDays[place] !== days) {
    const { year, month, day } = civilOfDays(days);
    keptDays[place] = days;
    keptDates[place] = (year << 10) | (month << 5) | day;
  }
  return keptDates[place] ?? 0;
}

/** @returns where the next byte goes */
function putDate(bytes: Uint8Array, at: number, days: number): number {
  const date = dateOf(days);
  putDigits(bytes, at + 4, date >> 10, 4);
  bytes[at + 4] = DASH;
  putTwoDigits(bytes, at + 5, (date >> 5) & 31);
  bytes[at + 7] = DASH;
  putTwoDigits(bytes, at + 8, date & 31);
  return at + DATE_BYTES;
}

/** Bytes of a point and the digits of a fraction of a second, without zeros at its end. */
function fractionBytes(micros: number): number {
  if (micros === 0) return 0;
  let rest = micros | 0;
  let length = 7;
  while (rest % 10 === 0) {
    rest = (rest / 10) | 0;
    length--;
  }
  return length;
}

/** @returns where the next byte goes */
function putClock(bytes: Uint8Array, at: number, seconds: number, micros: number): number {
  const minutes = (seconds / 60) | 0;
  const hours = (minutes / 60) | 0;
  putTwoDigits(bytes, at, hours);
  bytes[at + 2] = COLON;
  putTwoDigits(bytes, at + 3, minutes - hours * 60);
  bytes[at + 5] = COLON;
  putTwoDigits(bytes, at + 6, seconds - minutes * 60);
  const end = at + CLOCK_BYTES;
  if (micros === 0) return end;
  const length = fractionBytes(micros);
  // The digits left out are zeros.
  let rest = micros | 0;
  for (let zeros = 7 - length; zeros > 0; zeros--) rest = (rest / 10) | 0;
  bytes[end] = POINT;
  putDigits(bytes, end + length, rest, length - 1);
  return end + length;
}

/** Dates of the years 1 to 9999 as text. */
export class DateTextColumn implements ColumnEncoder {
  constructor(
    private readonly days: ArrayLike<number>,
    private readonly validity: Uint8Array | undefined,
  ) {}

  measure(start: number, end: number, sizes: Int32Array): void {
    const { validity } = this;
    for (let row = start; row < end; row++) {
      sizes[row - start] = (sizes[row - start] ?? 0) + LENGTH_BYTES + (isValid(validity, row) ? DATE_BYTES : 0);
    }
  }

  write(start: number, end: number, bytes: Uint8Array, places: Int32Array): void {
    const { days, validity } = this;
    for (let row = start; row < end; row++) {
      const hasValue = isValid(validity, row);
      const at = putLength(bytes, places[row - start] ?? 0, hasValue ? DATE_BYTES : NULL_LENGTH);
      places[row - start] = hasValue ? putDate(bytes, at, days[row] ?? 0) : at;
    }
  }
}

/** Parts of a timestamp or a time that are written. */
export type MomentForm = 'time' | 'timestamp' | 'instant in UTC';

/** Times of day, and timestamps of the years 1 to 9999, in microseconds, as text. */
export class MomentTextColumn implements ColumnEncoder {
  private readonly plainBytes: number;

  constructor(
    private readonly micros: RowValues,
    private readonly validity: Uint8Array | undefined,
    private readonly form: MomentForm,
    private readonly scratch: ColumnScratch,
  ) {
    this.plainBytes =
      CLOCK_BYTES + (form === 'time' ? 0 : DATE_BYTES + 1) + (form === 'instant in UTC' ? UTC_BYTES : 0);
  }

  measure(start: number, end: number, sizes: Int32Array): void {
    const { validity, plainBytes } = this;
    const lengths = this.scratch.lengths(end - start);
    const micros = this.micros.load(start, end);
    for (let row = start; row < end; row++) {
      let length = NULL_LENGTH;
      if (isValid(validity, row)) {
        const value = micros[row - start] ?? 0;
        length = plainBytes + fractionBytes(value - Math.floor(value / MILLION) * MILLION);
      }
      lengths[row - start] = length;
      sizes[row - start] = (sizes[row - start] ?? 0) + LENGTH_BYTES + Math.max(length, 0);
    }
  }

  write(start: number, end: number, bytes: Uint8Array, places: Int32Array): void {
    const { form } = this;
    const lengths = this.scratch.lengths(end - start);
    const micros = this.micros.loaded;
    for (let row = start; row < end; row++) {
      const length = lengths[row - start] ?? 0;
      let at = putLength(bytes, places[row - start] ?? 0, length);
      if (length >= 0) {
        const value = micros[row - start] ?? 0;
        const days = form === 'time' ? 0 : Math.floor(value / MICROS_PER_DAY);
        if (form !== 'time') {
          at = putDate(bytes, at, days);
          bytes[at++] = SPACE;
        }
        const ofDay = value - days * MICROS_PER_DAY;
        const seconds = Math.floor(ofDay / MILLION);
        at = putClock(bytes, at, seconds, ofDay - seconds * MILLION);
        if (form === 'instant in UTC') {
          bytes[at] = PLUS;
          bytes[at + 1] = ZERO;
          bytes[at + 2] = ZERO;
          at += UTC_BYTES;
        }
      }
      places[row - start] = at;
    }
  }
}
