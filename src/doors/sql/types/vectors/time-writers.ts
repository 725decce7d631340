import type { ColumnVector } from '../../../../engine.js';
import type { FieldDescription } from '../../border.js';
import type { ByteWriter } from '../byte-writer.js';
import { daysOfCivil, MICROS_PER_DAY, POSTGRES_EPOCH_DAYS } from '../calendar.js';
import { writeClock, writeDate, writeInstant } from '../cells/time-cells.js';
import type { OutputSettings } from '../output-settings.js';
import { OID } from '../pg-types.js';
import { UTC } from '../zone.js';
import type { RowWriter } from './column-writer.js';
import { longAt } from './long-at.js';

const SPACE = 0x20;
/** Days of the years 1 to 9999, which are printed without more ado; the rest, infinities too, goes the slow way. */
const FIRST_PLAIN_DAY = daysOfCivil(1, 1, 1);
const END_PLAIN_DAY = daysOfCivil(10_000, 1, 1);
const POSTGRES_EPOCH_MICROS = POSTGRES_EPOCH_DAYS * MICROS_PER_DAY;

function isPlainDay(day: number): boolean {
  return day >= FIRST_PLAIN_DAY && day < END_PLAIN_DAY;
}

/** NaN is no plain moment. */
function isPlainMoment(micros: number): boolean {
  return micros >= FIRST_PLAIN_DAY * MICROS_PER_DAY && micros < END_PLAIN_DAY * MICROS_PER_DAY;
}

function isTimeOfDay(micros: number): boolean {
  return micros >= 0 && micros <= MICROS_PER_DAY;
}

/** The moments of a column of the field's type; undefined for another column. */
function wordsOf(vector: ColumnVector, { typeOid }: FieldDescription): Int32Array | undefined {
  const { type } = vector;
  if (vector.kind !== 'longs') return undefined;
  const isSame =
    (type.kind === 'time' && typeOid === OID.time) ||
    (type.kind === 'timestamp' && typeOid === (type.zoned ? OID.timestamptz : OID.timestamp));
  return isSame ? vector.words : undefined;
}

function daysOf(vector: ColumnVector, { typeOid }: FieldDescription): ArrayLike<number> | undefined {
  return vector.kind === 'numbers' && vector.type.kind === 'date' && typeOid === OID.date ? vector.values : undefined;
}

function writeWallClock(micros: number, out: ByteWriter): void {
  const days = Math.floor(micros / MICROS_PER_DAY);
  writeDate(days, out);
  out.uint8(SPACE);
  writeClock(micros - days * MICROS_PER_DAY, out);
}

/** Dates, times, timestamps and instants as text. */
export function timeWriter(
  vector: ColumnVector,
  field: FieldDescription,
  { zone }: OutputSettings,
  slow: RowWriter,
): RowWriter | undefined {
  const days = daysOf(vector, field);
  if (days !== undefined) {
    return (row, out) => {
      const day = days[row] ?? 0;
      if (isPlainDay(day)) writeDate(day, out);
      else slow(row, out);
    };
  }
  const words = wordsOf(vector, field);
  if (words === undefined) return undefined;
  const each =
    (isPlain: (micros: number) => boolean, write: (micros: number, out: ByteWriter) => void): RowWriter =>
    (row, out) => {
      const micros = longAt(words, row);
      if (isPlain(micros)) write(micros, out);
      else slow(row, out);
    };
  if (field.typeOid === OID.time) return each(isTimeOfDay, writeClock);
  if (field.typeOid === OID.timestamp) return each(isPlainMoment, writeWallClock);
  if (zone === UTC) {
    return each(isPlainMoment, (micros, out) => {
      writeWallClock(micros, out);
      out.text('+00');
    });
  }
  return each(isPlainMoment, (micros, out) => {
    const days = Math.floor(micros / MICROS_PER_DAY);
    writeInstant(days, micros - days * MICROS_PER_DAY, zone, out);
  });
}

/** Dates, times, timestamps and instants in binary. */
export function binaryTimeWriter(
  vector: ColumnVector,
  field: FieldDescription,
  slow: RowWriter,
): RowWriter | undefined {
  const days = daysOf(vector, field);
  if (days !== undefined) {
    return (row, out) => {
      const day = days[row] ?? 0;
      if (isPlainDay(day)) out.int32(day - POSTGRES_EPOCH_DAYS);
      else slow(row, out);
    };
  }
  const words = wordsOf(vector, field);
  if (words === undefined) return undefined;
  const isTime = field.typeOid === OID.time;
  const isPlain = isTime ? isTimeOfDay : isPlainMoment;
  const epoch = isTime ? 0 : POSTGRES_EPOCH_MICROS;
  return (row, out) => {
    const micros = longAt(words, row);
    if (isPlain(micros) && Number.isSafeInteger(micros - epoch)) out.int64(micros - epoch);
    else slow(row, out);
  };
}
