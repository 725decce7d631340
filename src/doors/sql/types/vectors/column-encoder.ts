/** Bytes of the length before each cell. */
export const LENGTH_BYTES = 4;
export const NULL_LENGTH = -1;

/**
 * Writes the cells of one column into rows that are laid out together: all columns are measured, the rows get their
 * places, and each column is written. A loop over one column of one type is several times quicker than one over the
 * cells of a row.
 */
export interface ColumnEncoder {
  /**
   * Adds the bytes of each cell, its length included, to its row's size.
   * @param sizes its first is of row `start`
   */
  measure(start: number, end: number, sizes: Int32Array): void;
  /**
   * Writes the cells that were measured last.
   * @param places where the cell of each row goes, the first of row `start`; moved behind the cell
   */
  write(start: number, end: number, bytes: Uint8Array, places: Int32Array): void;
}

/** @returns where the value goes */
export function putLength(bytes: Uint8Array, at: number, length: number): number {
  bytes[at] = length >>> 24;
  bytes[at + 1] = length >>> 16;
  bytes[at + 2] = length >>> 8;
  bytes[at + 3] = length;
  return at + LENGTH_BYTES;
}
