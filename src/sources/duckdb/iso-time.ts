/** ISO 8601 text ↔ DuckDB's counts of days and microseconds. Years 1 to 9999, proleptic Gregorian, no leap seconds. */

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

function fractionText(micros: number): string {
  return micros === 0 ? '' : `.${String(micros).padStart(6, '0').replace(/0+$/, '')}`;
}

/** `HH:MM:SS`, with the fraction only where there is one. */
export function isoTimeOfMicros(micros: bigint): string {
  const seconds = Number(micros / 1_000_000n);
  const pad = (value: number) => String(value).padStart(2, '0');
  const clock = `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return clock + fractionText(Number(micros % 1_000_000n));
}

/** `YYYY-MM-DD`; years outside 1 to 9999 in ISO's expanded form (`+010000-01-01`, `-000043-03-15`). */
export function isoDateOfDays(days: number): string {
  // The calendar repeats every 400 years, and a JS Date cannot hold all of DuckDB's.
  const cycles = Math.floor(days / 146_097);
  const date = new Date((days - cycles * 146_097) * MS_PER_DAY);
  const year = date.getUTCFullYear() + cycles * 400;
  const monthDay = date.toISOString().slice(4, 10);
  if (year >= 1 && year <= 9999) return String(year).padStart(4, '0') + monthDay;
  return `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}${monthDay}`;
}

/** `YYYY-MM-DDTHH:MM:SS[.fraction]`, without an offset. */
export function isoTimestampOfMicros(micros: bigint): string {
  const number = Number(micros);
  if (Number.isSafeInteger(number)) {
    // 1684 to 2255: plain numbers are several times as quick as bigints.
    const seconds = Math.floor(number / 1_000_000);
    return new Date(seconds * 1000).toISOString().slice(0, 19) + fractionText(number - seconds * 1_000_000);
  }
  const time = ((micros % MICROS_PER_DAY) + MICROS_PER_DAY) % MICROS_PER_DAY;
  return `${isoDateOfDays(Number((micros - time) / MICROS_PER_DAY))}T${isoTimeOfMicros(time)}`;
}
