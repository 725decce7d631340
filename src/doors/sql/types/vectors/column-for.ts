import type { ColumnVector, LongVector, NumberVector } from '../../../../engine.js';
import { isValid } from '../../../../lib/is-valid.js';
import type { FieldDescription, Format } from '../../border.js';
import { daysOfCivil, MICROS_PER_DAY, POSTGRES_EPOCH_DAYS } from '../calendar.js';
import { writeInstant } from '../cells/time-cells.js';
import type { OutputSettings } from '../output-settings.js';
import { lengthBound, numericBounds, OID } from '../pg-types.js';
import { UTC } from '../zone.js';
import { BytesColumn } from './bytes-column.js';
import type { ColumnEncoder } from './column-encoder.js';
import type { ColumnScratch } from './column-scratch.js';
import { DecimalTextColumn } from './decimal-text-column.js';
import { LongColumn, WordColumn } from './fixed-column.js';
import { writeFloat8 } from './float-writer.js';
import { DateTextColumn, type MomentForm, MomentTextColumn } from './moment-text-column.js';
import { maxNumeric, NumericColumn } from './numeric-column.js';
import { type CellWriter, RenderedColumn } from './rendered-column.js';
import { areWithin, RowValues } from './row-values.js';

const MAX_NAME_BYTES = 63;
const MAX_SCALE = 15;
const LETTERS = { false: 0x66, true: 0x74 };
/** Days of the years 1 to 9999, which are printed without more ado. */
const FIRST_DAY = daysOfCivil(1, 1, 1);
const LAST_DAY = daysOfCivil(10_000, 1, 1) - 1;
const FIRST_MICROS = FIRST_DAY * MICROS_PER_DAY;
const LAST_MICROS = (LAST_DAY + 1) * MICROS_PER_DAY - 1;

/** A column of a batch, and how the client wants it. */
interface Wanted {
  readonly field: FieldDescription;
  readonly format: Format;
  readonly settings: OutputSettings;
  readonly rowCount: number;
  readonly scratch: ColumnScratch;
}

function rendered({ validity }: ColumnVector, { scratch }: Wanted, write: CellWriter): ColumnEncoder {
  return new RenderedColumn((row) => !isValid(validity, row), write, scratch);
}

function wholeNumbers(
  vector: NumberVector | LongVector,
  scale: number,
  { format, rowCount, scratch }: Wanted,
): ColumnEncoder | undefined {
  const most = format === 0 ? Number.MAX_SAFE_INTEGER : maxNumeric(scale);
  if (scale > MAX_SCALE || !areWithin(vector, rowCount, -most, most)) return undefined;
  const values = new RowValues(vector, scratch);
  const Column = format === 0 ? DecimalTextColumn : NumericColumn;
  return new Column(values, vector.validity, scale, scratch);
}

/** Bits of the integers that a type holds all of; 0 for other types. */
function bitsOf(typeOid: number): number {
  return typeOid === OID.int2 ? 16 : typeOid === OID.int4 ? 32 : typeOid === OID.int8 ? 64 : 0;
}

function integers(vector: NumberVector | LongVector, bits: number, wanted: Wanted): ColumnEncoder | undefined {
  const { typeOid } = wanted.field;
  if (bits > bitsOf(typeOid)) return undefined;
  const { validity } = vector;
  if (wanted.format === 0) {
    const column = wholeNumbers(vector, 0, wanted);
    if (column !== undefined || vector.kind !== 'longs') return column;
    const { buffer, byteOffset } = vector.words;
    const values = new BigInt64Array(buffer, byteOffset, wanted.rowCount);
    return rendered(vector, wanted, (row, out) => out.text(String(values[row])));
  }
  if (vector.kind === 'longs') return new LongColumn(vector.words, validity, 0);
  if (typeOid === OID.int2) return new WordColumn(vector.values, validity, 2, 0);
  if (typeOid === OID.int4) return new WordColumn(vector.values, validity, 4, 0);
  const { values } = vector;
  return rendered(vector, wanted, (row, out) => out.int64(values[row] ?? 0));
}

function decimals(
  vector: NumberVector | LongVector,
  { precision, scale }: { readonly precision: number; readonly scale: number },
  wanted: Wanted,
): ColumnEncoder | undefined {
  const { typeOid, typeModifier } = wanted.field;
  if (typeOid !== OID.numeric) return undefined;
  const bounds = numericBounds(typeModifier);
  // Of another scale it would be rounded, of a smaller precision checked.
  const isSame = bounds === undefined || (bounds.scale === scale && bounds.precision >= precision);
  return isSame ? wholeNumbers(vector, scale, wanted) : undefined;
}

function booleans(vector: NumberVector, wanted: Wanted): ColumnEncoder | undefined {
  if (wanted.field.typeOid !== OID.bool) return undefined;
  const { values, validity } = vector;
  if (wanted.format === 1) return new WordColumn(values, validity, 1, 0);
  return rendered(vector, wanted, (row, out) => out.uint8(values[row] === 0 ? LETTERS.false : LETTERS.true));
}

function floats(vector: NumberVector, wanted: Wanted): ColumnEncoder | undefined {
  const { values, validity } = vector;
  const { field, format, settings } = wanted;
  if (field.typeOid !== OID.float8) return undefined;
  if (format === 1 && values instanceof Float64Array) {
    return new LongColumn(new Int32Array(values.buffer, values.byteOffset, wanted.rowCount * 2), validity, 0);
  }
  if (format === 1) return rendered(vector, wanted, (row, out) => out.float64(values[row] ?? 0));
  const { extraFloatDigits } = settings;
  return rendered(vector, wanted, (row, out) => writeFloat8(values[row] ?? 0, extraFloatDigits, out));
}

function dates(vector: NumberVector, { field, format, rowCount }: Wanted): ColumnEncoder | undefined {
  if (field.typeOid !== OID.date || !areWithin(vector, rowCount, FIRST_DAY, LAST_DAY)) return undefined;
  const { values, validity } = vector;
  return format === 0
    ? new DateTextColumn(values, validity)
    : new WordColumn(values, validity, 4, -POSTGRES_EPOCH_DAYS);
}

function times(vector: LongVector, { field, format, rowCount, scratch }: Wanted): ColumnEncoder | undefined {
  if (field.typeOid !== OID.time || !areWithin(vector, rowCount, 0, MICROS_PER_DAY)) return undefined;
  const { words, validity } = vector;
  if (format === 1) return new LongColumn(words, validity, 0);
  return new MomentTextColumn(new RowValues(vector, scratch), validity, 'time', scratch);
}

function timestamps(vector: LongVector, zoned: boolean, wanted: Wanted): ColumnEncoder | undefined {
  const { field, format, rowCount, scratch, settings } = wanted;
  if (field.typeOid !== (zoned ? OID.timestamptz : OID.timestamp)) return undefined;
  if (!areWithin(vector, rowCount, FIRST_MICROS, LAST_MICROS)) return undefined;
  const { words, validity } = vector;
  if (format === 1) return new LongColumn(words, validity, POSTGRES_EPOCH_DAYS * MICROS_PER_DAY);
  const { zone } = settings;
  const values = new RowValues(vector, scratch);
  if (zoned && zone !== UTC) {
    const all = values.load(0, rowCount).slice();
    return rendered(vector, wanted, (row, out) => {
      const micros = all[row] ?? 0;
      const days = Math.floor(micros / MICROS_PER_DAY);
      writeInstant(days, micros - days * MICROS_PER_DAY, zone, out);
    });
  }
  const form: MomentForm = zoned ? 'instant in UTC' : 'timestamp';
  return new MomentTextColumn(values, validity, form, scratch);
}

/** Up to how many bytes a text stands on the wire just as the source has it; undefined for types that print another. */
function plainBytes({ typeOid, typeModifier }: FieldDescription): number | undefined {
  switch (typeOid) {
    case OID.text:
    case OID.json:
    case OID.unknown:
      return Number.POSITIVE_INFINITY;
    case OID.varchar:
      // As many bytes are as many characters or fewer.
      return lengthBound(typeModifier) ?? Number.POSITIVE_INFINITY;
    case OID.name:
      return MAX_NAME_BYTES;
    default:
      return undefined;
  }
}

function texts(vector: ColumnVector, { field, rowCount }: Wanted): ColumnEncoder | undefined {
  const maxBytes = plainBytes(field);
  if (vector.kind !== 'bytes' || maxBytes === undefined) return undefined;
  const { bytes, offsets, validity } = vector;
  // A text with NUL in it is refused where its row is written.
  if (bytes.includes(0)) return undefined;
  for (let row = 0; maxBytes < Number.POSITIVE_INFINITY && row < rowCount; row++) {
    if ((offsets[row + 1] ?? 0) - (offsets[row] ?? 0) > maxBytes) return undefined;
  }
  return new BytesColumn(bytes, offsets, validity);
}

/**
 * What writes a column in the engine's own form, just as the cell encoder of its type would.
 * @returns undefined where the type is not written from such a form, or a value of the batch is rare or wrong
 */
export function columnFor(vector: ColumnVector, wanted: Wanted): ColumnEncoder | undefined {
  const { type, kind } = vector;
  switch (type.kind) {
    case 'integer':
      return kind === 'bytes' ? undefined : integers(vector, type.bits, wanted);
    case 'decimal':
      return kind === 'bytes' ? undefined : decimals(vector, type, wanted);
    case 'boolean':
      return kind === 'numbers' ? booleans(vector, wanted) : undefined;
    case 'float':
      return kind === 'numbers' ? floats(vector, wanted) : undefined;
    case 'date':
      return kind === 'numbers' ? dates(vector, wanted) : undefined;
    case 'time':
      return kind === 'longs' ? times(vector, wanted) : undefined;
    case 'timestamp':
      return kind === 'longs' ? timestamps(vector, type.zoned, wanted) : undefined;
    case 'string':
    case 'json':
      return texts(vector, wanted);
    case 'binary':
      return kind === 'bytes' && wanted.field.typeOid === OID.bytea && wanted.format === 1
        ? new BytesColumn(vector.bytes, vector.offsets, vector.validity)
        : undefined;
    default:
      return undefined;
  }
}
