import { civilOfDays, daysInMonth, daysOfCivil, MICROS_PER_DAY, SECONDS_PER_DAY } from './calendar.js';

/** A moment of a source's ISO text. Days count from 1970-01-01; `zoned`: it is UTC, otherwise a wall clock's. */
export interface SourceMoment {
  readonly days: number;
  /** Microseconds since midnight, up to and with 24:00. */
  readonly micros: number;
  readonly zoned: boolean;
}

const MOMENT =
  /^([+-]?\d{4,7})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;
const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/;

function microsOfFraction(fraction: string | undefined): number {
  if (fraction === undefined) return 0;
  // Finer than a microsecond is not exact.
  return /[1-9]/.test(fraction.slice(6)) ? Number.NaN : Number(fraction.slice(0, 6).padEnd(6, '0'));
}

function microsOfClock(hour: string, minute: string, second: string | undefined, fraction: string | undefined): number {
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second ?? 0)];
  if (minutes > 59 || seconds > 59) return Number.NaN;
  const micros = (hours * 3600 + minutes * 60 + seconds) * 1_000_000 + microsOfFraction(fraction);
  return micros > MICROS_PER_DAY ? Number.NaN : micros;
}

function secondsOfOffset(text: string): number {
  if (text === 'Z' || text === 'z') return 0;
  const seconds = Number(text.slice(1, 3)) * 3600 + Number(text.slice(3).replace(':', '')) * 60;
  return text.startsWith('-') ? -seconds : seconds;
}

/** Reads `YYYY-MM-DD[THH:MM[:SS[.fraction]][Z|±HH[:MM]]]`; undefined if it is not that, or finer than a microsecond. */
export function sourceMoment(text: string): SourceMoment | undefined {
  const match = MOMENT.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  const clock = match[4] === undefined ? 0 : microsOfClock(match[4], match[5] ?? '', match[6], match[7]);
  if (Number.isNaN(clock)) return undefined;
  const zone = match[8];
  const micros = clock - (zone === undefined ? 0 : secondsOfOffset(zone)) * 1_000_000;
  const carry = Math.floor(micros / MICROS_PER_DAY);
  return {
    days: daysOfCivil(year, month, day) + carry,
    micros: micros - carry * MICROS_PER_DAY,
    zoned: zone !== undefined,
  };
}

/** Microseconds since midnight of `HH:MM[:SS[.fraction]]`, 24:00 included; NaN if it is not that. */
export function sourceTimeMicros(text: string): number {
  const match = TIME.exec(text);
  return match === null ? Number.NaN : microsOfClock(match[1] ?? '', match[2] ?? '', match[3], match[4]);
}

const DASH = 0x2d;
const COLON = 0x3a;
const LETTER_T = 0x54;
const POINT = 0x2e;
const ZERO = 0x30;

function twoDigits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
}

/** Whether a text has the layout `YYYY-MM-DDTHH:MM:SS…` and a year from 1 on, which nearly all timestamps have. */
export function isPlainTimestamp(text: string): boolean {
  return (
    text.length >= 19 &&
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    text.charCodeAt(10) === LETTER_T &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON &&
    !text.startsWith('0000')
  );
}

/** Whole seconds since 1970-01-01 of a text in that layout, any offset left aside. */
export function plainTimestampSeconds(text: string): number {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const days = daysOfCivil(year, twoDigits(text, 5), twoDigits(text, 8));
  return days * SECONDS_PER_DAY + twoDigits(text, 11) * 3600 + twoDigits(text, 14) * 60 + twoDigits(text, 17);
}

/** The microseconds behind the seconds of such a text, up to `end`; NaN if there is anything but a point and digits. */
export function plainFraction(text: string, end: number): number {
  if (end === 19) return 0;
  if (text.charCodeAt(19) !== POINT || end > 26) return Number.NaN;
  let micros = 0;
  for (let index = 20; index < 26; index++) {
    const digit = index < end ? text.charCodeAt(index) - ZERO : 0;
    if (digit < 0 || digit > 9) return Number.NaN;
    micros = micros * 10 + digit;
  }
  return micros;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** `YYYY-MM-DD`; years outside 1 to 9999 in ISO's expanded form: `+010000-01-01`, `-000043-03-15`. */
export function sourceDateText(days: number): string {
  const { year, month, day } = civilOfDays(days);
  const isPlain = year >= 1 && year <= 9999;
  const yearText = String(Math.abs(year)).padStart(isPlain ? 4 : 6, '0');
  return `${isPlain ? '' : year < 0 ? '-' : '+'}${yearText}-${two(month)}-${two(day)}`;
}

/** `HH:MM:SS`, with the fraction only where there is one. */
export function sourceTimeText(microsOfDay: number): string {
  const seconds = Math.floor(microsOfDay / 1_000_000);
  const minutes = Math.floor(seconds / 60);
  const clock = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}`;
  const fraction = microsOfDay - seconds * 1_000_000;
  return fraction === 0 ? clock : `${clock}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`;
}

/** The inverse of `sourceMoment`; midnight's 24:00 becomes the next day's 00:00. */
export function sourceMomentText({ days, micros, zoned }: SourceMoment): string {
  const carry = Math.floor(micros / MICROS_PER_DAY);
  return `${sourceDateText(days + carry)}T${sourceTimeText(micros - carry * MICROS_PER_DAY)}${zoned ? 'Z' : ''}`;
}
