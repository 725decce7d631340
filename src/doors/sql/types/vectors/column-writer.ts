import type { ColumnVector } from '../../../../engine.js';
import type { FieldDescription, Format } from '../../border.js';
import type { ByteWriter } from '../byte-writer.js';
import type { OutputSettings } from '../output-settings.js';
import { binaryNumberWriter, numberWriter } from './number-writers.js';
import { bytesWriter } from './text-writers.js';
import { binaryTimeWriter, timeWriter } from './time-writers.js';

/** Writes the value of a row, which is not NULL, without its length. At most 64 bytes unless it makes room itself. */
export type RowWriter = (row: number, out: ByteWriter) => void;

/** Room that a row's writers may count on for each cell, its length included. */
export const CELL_BYTES = 68;

/**
 * What writes a column in the engine's own form, just as the cell encoder of its type would.
 * @param slow writes a row's value from its JavaScript form; for the values that are rare or wrong
 * @returns undefined where the vector is not of a form that the type is written from
 */
export function columnWriter(
  vector: ColumnVector,
  field: FieldDescription,
  format: Format,
  settings: OutputSettings,
  slow: RowWriter,
): RowWriter | undefined {
  switch (vector.type.kind) {
    case 'boolean':
    case 'integer':
    case 'decimal':
    case 'float':
      return format === 0 ? numberWriter(vector, field, settings, slow) : binaryNumberWriter(vector, field, slow);
    case 'date':
    case 'time':
    case 'timestamp':
      return format === 0 ? timeWriter(vector, field, settings, slow) : binaryTimeWriter(vector, field, slow);
    case 'string':
    case 'json':
    case 'binary':
      return bytesWriter(vector, field, format, slow);
    default:
      return undefined;
  }
}
