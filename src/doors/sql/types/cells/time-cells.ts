import type { Format } from '../../border.js';
import { SqlError } from '../../sql-error.js';
import type { ByteWriter } from '../byte-writer.js';
import { civilOfDays, MICROS_PER_DAY, POSTGRES_EPOCH_DAYS, SECONDS_PER_DAY } from '../calendar.js';
import { type Interval, intervalText, sourceInterval } from '../interval.js';
import type { OutputSettings } from '../output-settings.js';
import { DATE_END_DAY, FIRST_DAY, TIMESTAMP_END_DAY } from '../postgres-range.js';
import {
  isPlainTimestamp,
  plainFraction,
  plainTimestampSeconds,
  type SourceMoment,
  sourceMoment,
  sourceTimeMicros,
} from '../source-time.js';
import { unfitValue } from '../unfit-value.js';
import { UTC, type Zone } from '../zone.js';
import type { CellEncoder } from './cell-encoder.js';

const COLON = 0x3a;
const DASH = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const SPACE = 0x20;
const LETTER_Z = 0x5a;
const ZERO = 0x30;

/** Bytes of the longest date and clock. */
const DATE_ROOM = 16;
const CLOCK_ROOM = 16;

/** Writes a number from 0 to 99 at `position`. */
function setTwoDigits(bytes: Buffer, position: number, value: number): void {
  const tens = (value * 205) >> 11;
  bytes[position] = ZERO + tens;
  bytes[position + 1] = ZERO + value - tens * 10;
}

/** `YYYY-MM-DD`. @returns true if ` BC` must follow */
export function writeDate(days: number, out: ByteWriter): boolean {
  const { year, month, day } = civilOfDays(days);
  const isBeforeChrist = year <= 0;
  out.reserve(DATE_ROOM);
  out.digits(isBeforeChrist ? 1 - year : year, 4);
  const { bytes, position } = out;
  bytes[position] = DASH;
  setTwoDigits(bytes, position + 1, month);
  bytes[position + 3] = DASH;
  setTwoDigits(bytes, position + 4, day);
  out.position = position + 6;
  return isBeforeChrist;
}

function writeFraction(micros: number, out: ByteWriter): void {
  if (micros === 0) return;
  out.uint8(POINT);
  out.digits(micros, 6);
  while (out.bytes[out.position - 1] === ZERO) out.position--;
}

export function writeClock(microsOfDay: number, out: ByteWriter): void {
  const seconds = Math.floor(microsOfDay / 1_000_000);
  const minutes = (seconds / 60) | 0;
  const hours = (minutes / 60) | 0;
  out.reserve(CLOCK_ROOM);
  const { bytes, position } = out;
  setTwoDigits(bytes, position, hours);
  bytes[position + 2] = COLON;
  setTwoDigits(bytes, position + 3, minutes - hours * 60);
  bytes[position + 5] = COLON;
  setTwoDigits(bytes, position + 6, seconds - minutes * 60);
  out.position = position + 8;
  writeFraction(microsOfDay - seconds * 1_000_000, out);
}

/** `-08`, `+05:30`, `-07:52:58`. */
function writeOffset(offset: number, out: ByteWriter): void {
  out.uint8(offset < 0 ? DASH : PLUS);
  const seconds = Math.abs(offset);
  out.digits(Math.floor(seconds / 3600), 2);
  if (seconds % 3600 === 0) return;
  out.uint8(COLON);
  out.digits(Math.floor(seconds / 60) % 60, 2);
  if (seconds % 60 === 0) return;
  out.uint8(COLON);
  out.digits(seconds % 60, 2);
}

/** -1 and 1 for the infinities a source names. */
function infinitySign(value: unknown): -1 | 0 | 1 {
  return value === 'infinity' ? 1 : value === '-infinity' ? -1 : 0;
}

function momentOf(value: unknown, title: string): SourceMoment {
  const moment = typeof value === 'string' ? sourceMoment(value) : undefined;
  if (moment === undefined) throw unfitValue(title);
  return moment;
}

/** Nearly every date is `YYYY-MM-DD`, which is what Postgres prints. */
function isPlainDate(text: string): boolean {
  return text.length === 10 && text.charCodeAt(4) === DASH && text.charCodeAt(7) === DASH && !text.startsWith('0000');
}

/** date; from a timestamp without zone where that is a midnight. */
export function dateEncoder(format: Format): CellEncoder {
  const daysOf = (value: unknown): number => {
    const { days, micros, zoned } = momentOf(value, 'date');
    if (micros !== 0 || zoned) throw unfitValue('date');
    if (days < FIRST_DAY || days >= DATE_END_DAY) throw new SqlError('22008', 'date out of range');
    return days;
  };
  if (format === 1) {
    return (value, out) => {
      const sign = infinitySign(value);
      if (sign !== 0) out.int32(sign === 1 ? 0x7fffffff : 0x80000000);
      else out.int32(daysOf(value) - POSTGRES_EPOCH_DAYS);
    };
  }
  return (value, out) => {
    if (typeof value === 'string' && (isPlainDate(value) || infinitySign(value) !== 0)) out.text(value);
    else if (writeDate(daysOf(value), out)) out.text(' BC');
  };
}

export function timeEncoder(format: Format): CellEncoder {
  const write = format === 1 ? (micros: number, out: ByteWriter) => out.int64(micros) : writeClock;
  return (value, out) => {
    const micros = typeof value === 'string' ? sourceTimeMicros(value) : Number.NaN;
    if (Number.isNaN(micros)) throw unfitValue('time');
    write(micros, out);
  };
}

const MAX_MICROS = 0x7fff_ffff_ffff_ffffn;

export function writeBinaryMoment(days: number, micros: number, out: ByteWriter): void {
  const pgDays = days - POSTGRES_EPOCH_DAYS;
  const total = pgDays * MICROS_PER_DAY + micros;
  if (Number.isSafeInteger(total)) out.int64(total);
  else out.bigInt64(BigInt(pgDays) * BigInt(MICROS_PER_DAY) + BigInt(micros));
}

function checkedMoment(value: unknown, isInstant: boolean): SourceMoment {
  const title = isInstant ? 'timestamp with time zone' : 'timestamp without time zone';
  const moment = momentOf(value, title);
  // What a clock shows without a zone is an instant of UTC; an instant is no wall clock's time without a zone.
  if (moment.zoned && !isInstant) throw unfitValue(title);
  if (moment.days < FIRST_DAY || moment.days >= TIMESTAMP_END_DAY)
    throw new SqlError('22008', 'timestamp out of range');
  return moment;
}

/** Where the layout's clock ends, if it is all that a text of the type may be; 0 where the text needs a closer look. */
function plainEnd(text: string, isInstant: boolean): number {
  if (!isPlainTimestamp(text)) return 0;
  const end = text.charCodeAt(text.length - 1) === LETTER_Z ? text.length - 1 : text.length;
  return isInstant === end < text.length ? end : 0;
}

function binaryTimestampEncoder(isInstant: boolean): CellEncoder {
  return (value, out) => {
    if (typeof value === 'string') {
      const end = plainEnd(value, isInstant);
      const micros = end === 0 ? Number.NaN : plainFraction(value, end);
      if (!Number.isNaN(micros)) {
        const seconds = plainTimestampSeconds(value);
        const days = Math.floor(seconds / SECONDS_PER_DAY);
        writeBinaryMoment(days, (seconds - days * SECONDS_PER_DAY) * 1_000_000 + micros, out);
        return;
      }
    }
    const sign = infinitySign(value);
    if (sign !== 0) {
      out.bigInt64(sign === 1 ? MAX_MICROS : -MAX_MICROS - 1n);
      return;
    }
    const moment = checkedMoment(value, isInstant);
    writeBinaryMoment(moment.days, moment.micros, out);
  };
}

/** Writes `YYYY-MM-DD HH:MM:SS[.fraction]` of a text in that layout but for its T; false if Postgres prints another. */
function writePlain(text: string, end: number, out: ByteWriter): boolean {
  if (end === 0 || Number.isNaN(plainFraction(text, end))) return false;
  if (end > 19 && text.charCodeAt(end - 1) === ZERO) return false;
  out.reserve(end);
  const { bytes, position } = out;
  for (let index = 0; index < end; index++) bytes[position + index] = text.charCodeAt(index);
  bytes[position + 10] = SPACE;
  out.position = position + end;
  return true;
}

/** timestamp; from a date, its midnight. */
export function timestampEncoder(format: Format): CellEncoder {
  if (format === 1) return binaryTimestampEncoder(false);
  return (value, out) => {
    if (typeof value === 'string') {
      if (writePlain(value, plainEnd(value, false), out)) return;
      if (infinitySign(value) !== 0) {
        out.text(value);
        return;
      }
    }
    const { days, micros } = checkedMoment(value, false);
    const isBeforeChrist = writeDate(days, out);
    out.uint8(SPACE);
    writeClock(micros, out);
    if (isBeforeChrist) out.text(' BC');
  };
}

export function writeInstant(days: number, micros: number, zone: Zone, out: ByteWriter): void {
  const offset = zone.offsetAt(days * SECONDS_PER_DAY + Math.floor(micros / 1_000_000));
  const local = micros + offset * 1_000_000;
  const carry = Math.floor(local / MICROS_PER_DAY);
  const isBeforeChrist = writeDate(days + carry, out);
  out.uint8(SPACE);
  writeClock(local - carry * MICROS_PER_DAY, out);
  writeOffset(offset, out);
  if (isBeforeChrist) out.text(' BC');
}

/** timestamptz, printed in the session's zone. A source's text without offset is UTC. */
export function timestamptzEncoder(format: Format, settings: OutputSettings): CellEncoder {
  if (format === 1) return binaryTimestampEncoder(true);
  const { zone } = settings;
  return (value, out) => {
    if (typeof value === 'string') {
      const end = plainEnd(value, true);
      if (zone === UTC && writePlain(value, end, out)) {
        out.text('+00');
        return;
      }
      const micros = end === 0 ? Number.NaN : plainFraction(value, end);
      if (!Number.isNaN(micros)) {
        const seconds = plainTimestampSeconds(value);
        const days = Math.floor(seconds / SECONDS_PER_DAY);
        writeInstant(days, (seconds - days * SECONDS_PER_DAY) * 1_000_000 + micros, zone, out);
        return;
      }
      if (infinitySign(value) !== 0) {
        out.text(value);
        return;
      }
    }
    const { days, micros } = checkedMoment(value, true);
    writeInstant(days, micros, zone, out);
  };
}

export function intervalEncoder(format: Format, settings: OutputSettings): CellEncoder {
  const intervalOf = (value: unknown): Interval => {
    const interval = typeof value === 'string' ? sourceInterval(value) : undefined;
    if (interval === undefined) throw unfitValue('interval');
    return interval;
  };
  if (format === 0) return (value, out) => out.text(intervalText(intervalOf(value), settings.intervalStyle));
  return (value, out) => {
    const { months, days, micros } = intervalOf(value);
    out.bigInt64(micros);
    out.int32(days);
    out.int32(months);
  };
}
