import { SqlError } from '../../sql-error.js';
import { daysInMonth, daysOfCivil, MICROS_PER_DAY, SECONDS_PER_DAY } from '../calendar.js';
import { DATE_END_DAY, FIRST_DAY, TIMESTAMP_END_DAY } from '../postgres-range.js';
import { sourceDateText, sourceMomentText, sourceTimeText } from '../source-time.js';
import { offsetOfWallClock } from '../zone.js';
import { type DateTimeFields, scanDateTime } from './datetime-scan.js';
import { invalidDateTime } from './input-error.js';
import type { ParameterSettings } from './parameter-settings.js';

function fieldOutOfRange(text: string): SqlError {
  return new SqlError('22008', `date/time field value out of range: "${text}"`);
}

/** The day a date names. @throws SqlError 22008 for one the calendar does not have */
function daysOf(fields: DateTimeFields, text: string): number | undefined {
  const { date } = fields;
  if (date === undefined) return undefined;
  if (date.year < 1) throw fieldOutOfRange(text);
  const year = fields.beforeChrist ? 1 - date.year : date.year;
  if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > daysInMonth(year, date.month)) {
    throw fieldOutOfRange(text);
  }
  return daysOfCivil(year, date.month, date.day);
}

/** Half to even, as C's rint. */
function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Microseconds since midnight; 24:00:00 is the next one. */
function microsOf({ time }: DateTimeFields, text: string): number {
  if (time === undefined) return 0;
  const { minute, second, half } = time;
  if (half !== undefined && time.hour > 12) throw fieldOutOfRange(text);
  const hour = half === undefined ? time.hour : (time.hour % 12) + (half === 'pm' ? 12 : 0);
  const fraction = roundToEven(Number(`0.${time.fraction || '0'}`) * 1_000_000);
  if (minute > 59 || second > 60) throw fieldOutOfRange(text);
  const micros = (hour * 3600 + minute * 60 + second) * 1_000_000 + fraction;
  if (hour > 24 || micros > MICROS_PER_DAY) throw fieldOutOfRange(text);
  return micros;
}

function scan(text: string, title: string, settings: ParameterSettings): DateTimeFields | 'infinity' | '-infinity' {
  const fields = scanDateTime(text, settings);
  if (fields === undefined) throw invalidDateTime(title, text);
  if (fields === 'bad-zone') throw new SqlError('22023', `unknown time zone in "${text}"`);
  if (fields === 'bad-offset') throw new SqlError('22009', `time zone displacement out of range: "${text}"`);
  return fields;
}

/** Reads a date, as ISO text; a time behind it counts for nothing. */
export function dateInput(text: string, settings: ParameterSettings): string {
  const fields = scan(text, 'date', settings);
  if (typeof fields === 'string') return fields;
  if (fields.now !== undefined) return sourceDateText(today(fields, settings));
  const days = daysOf(fields, text);
  if (days === undefined) throw invalidDateTime('date', text);
  microsOf(fields, text);
  if (days < FIRST_DAY || days >= DATE_END_DAY) throw new SqlError('22008', `date out of range: "${text}"`);
  return sourceDateText(days);
}

/** Reads a time of day, as ISO text; a date and a zone beside it count for nothing. */
export function timeInput(text: string, settings: ParameterSettings): string {
  const fields = scan(text, 'time', settings);
  if (typeof fields === 'string' || fields.time === undefined) throw invalidDateTime('time', text);
  daysOf(fields, text);
  return sourceTimeText(microsOf(fields, text));
}

/** Days since 1970-01-01 of the day that `today`, `tomorrow` or `yesterday` is in the session's zone. */
function today({ now }: DateTimeFields, settings: ParameterSettings): number {
  const seconds = settings.nowMs() / 1000;
  const local = seconds + settings.zone.offsetAt(seconds);
  return Math.floor(local / SECONDS_PER_DAY) + (now === 'tomorrow' ? 1 : now === 'yesterday' ? -1 : 0);
}

function wallClock(fields: DateTimeFields, text: string, title: string, settings: ParameterSettings): [number, number] {
  if (fields.now === 'now') {
    const seconds = settings.nowMs() / 1000;
    const local = Math.round((seconds + settings.zone.offsetAt(seconds)) * 1000) * 1000;
    const days = Math.floor(local / MICROS_PER_DAY);
    return [days, local - days * MICROS_PER_DAY];
  }
  const days = fields.now === undefined ? daysOf(fields, text) : today(fields, settings);
  if (days === undefined) throw invalidDateTime(title, text);
  return [days, microsOf(fields, text)];
}

/** Reads a timestamp, as ISO text. With `zoned` it becomes an instant: what bears no offset is of the session's zone. */
export function timestampInput(text: string, zoned: boolean, settings: ParameterSettings): string {
  const title = zoned ? 'timestamp with time zone' : 'timestamp';
  const fields = scan(text, title, settings);
  if (typeof fields === 'string') return fields;
  const [days, micros] = wallClock(fields, text, title, settings);
  const wallSeconds = days * SECONDS_PER_DAY + Math.floor(micros / 1_000_000);
  const offset = zoned ? (fields.offset ?? offsetOfWallClock(fields.zone ?? settings.zone, wallSeconds)) : 0;
  const shifted = micros - offset * 1_000_000;
  const carry = Math.floor(shifted / MICROS_PER_DAY);
  const moment = { days: days + carry, micros: shifted - carry * MICROS_PER_DAY, zoned };
  if (moment.days < FIRST_DAY || moment.days >= TIMESTAMP_END_DAY) {
    throw new SqlError('22008', `timestamp out of range: "${text}"`);
  }
  return sourceMomentText(moment);
}
