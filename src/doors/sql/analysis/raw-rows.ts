import type { RowBatch } from '../border.js';

/** DataRow messages as Postgres made them, one after the other. */
export function rawRows(frames: Buffer): RowBatch {
  const starts: number[] = [];
  for (let at = 0; at < frames.length; at += 1 + frames.readInt32BE(at + 1)) starts.push(at);
  const offset = (row: number): number => starts[row] ?? frames.length;
  return {
    rowCount: starts.length,
    encode: (start, end) => frames.subarray(offset(start), offset(end)),
  };
}
