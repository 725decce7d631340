/** ISO 8601 text ↔ counts of days and microseconds. Years 1 to 9999, proleptic Gregorian, no leap seconds. */

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/;
const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}[\d:.]*)\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;
const MS_PER_DAY = 86_400_000;
const MICROS_PER_DAY = 86_400_000_000n;
const MIN_MICROS = BigInt(Date.parse('0001-01-01T00:00:00Z')) * 1000n;
const MAX_MICROS = BigInt(Date.UTC(10000, 0, 1)) * 1000n - 1n;

/** Days since 1970-01-01 of `YYYY-MM-DD`; undefined if that is no day of the calendar. */
export function daysOfIsoDate(text: string): number | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isReal = year >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.getTime() / MS_PER_DAY : undefined;
}

/** Microseconds since midnight of `HH:MM[:SS[.fraction]]`; undefined if malformed or finer than a microsecond. */
export function microsOfIsoTime(text: string): bigint | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [hour, minute, second] = [match[1], match[2], match[3] ?? '0'].map(Number) as [number, number, number];
  const nanos = (match[4] ?? '').padEnd(9, '0');
  if (hour > 23 || minute > 59 || second > 59 || !nanos.endsWith('000')) return undefined;
  return BigInt((hour * 60 + minute) * 60 + second) * 1_000_000n + BigInt(nanos.slice(0, 6));
}

function microsOfOffset(text: string | undefined): bigint | undefined {
  if (text === undefined || text.toUpperCase() === 'Z') return 0n;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3).replace(':', '') || '0');
  if (hours > 18 || minutes > 59) return undefined;
  const micros = BigInt(hours * 60 + minutes) * 60_000_000n;
  return text.startsWith('-') ? -micros : micros;
}

/**
 * Microseconds since 1970-01-01T00:00Z of `YYYY-MM-DD[THH:MM[:SS[.fraction]][Z|±HH:MM]]`. No offset means UTC: a
 * wall-clock timestamp is written and read as UTC, an instant is meant in UTC unless it says otherwise.
 */
export function microsOfIsoTimestamp(text: string): bigint | undefined {
  const match = TIMESTAMP.exec(text);
  if (match === null) return undefined;
  const days = daysOfIsoDate(match[1] ?? '');
  const time = microsOfIsoTime(match[2] ?? '00:00');
  const offset = microsOfOffset(match[3]);
  if (days === undefined || time === undefined || offset === undefined) return undefined;
  const micros = BigInt(days) * MICROS_PER_DAY + time - offset;
  return micros < MIN_MICROS || micros > MAX_MICROS ? undefined : micros;
}

const TWO_DIGITS = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));

/** Text of a whole number from 0 to 99. A table, because a result may hold millions of times. */
function two(value: number): string {
  return TWO_DIGITS[value] ?? '';
}

function clockText(secondsOfDay: number, micros: number): string {
  const minutes = Math.floor(secondsOfDay / 60);
  const clock = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(secondsOfDay % 60)}`;
  return micros === 0 ? clock : `${clock}.${String(micros).padStart(6, '0').replace(/0+$/, '')}`;
}

/** `HH:MM:SS`, with the fraction only where there is one. */
export function isoTimeOfMicros(micros: bigint): string {
  return clockText(Number(micros / 1_000_000n), Number(micros % 1_000_000n));
}

/** `YYYY-MM-DD`; years outside 1 to 9999 in ISO's expanded form (`+010000-01-01`, `-000043-03-15`). */
export function isoDateOfDays(days: number): string {
  // Counted from the first of March of year 0, so that the leap day ends a year, four-year and century cycle.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  return `${yearText(year)}-${two(month)}-${two(day)}`;
}

function yearText(year: number): string {
  if (year >= 1 && year <= 9999) return two(Math.floor(year / 100)) + two(year % 100);
  return `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`;
}

/** `YYYY-MM-DDTHH:MM:SS[.fraction]`, without an offset. */
export function isoTimestampOfMicros(micros: bigint): string {
  const number = Number(micros);
  if (Number.isSafeInteger(number)) {
    // 1684 to 2255: plain numbers are several times as quick as bigints.
    const seconds = Math.floor(number / 1_000_000);
    const days = Math.floor(seconds / 86_400);
    return `${isoDateOfDays(days)}T${clockText(seconds - days * 86_400, number - seconds * 1_000_000)}`;
  }
  const time = ((micros % MICROS_PER_DAY) + MICROS_PER_DAY) % MICROS_PER_DAY;
  return `${isoDateOfDays(Number((micros - time) / MICROS_PER_DAY))}T${isoTimeOfMicros(time)}`;
}
