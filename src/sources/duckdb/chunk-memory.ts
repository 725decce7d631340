import { collectGarbage } from '../../lib/collect-garbage.js';

const MAX_GARBAGE_BYTES = 8 * 1024 * 1024;
/** Of a chunk's memory: it has room for 2,048 rows, of up to 16 bytes a column. */
const COLUMN_BYTES = 2_048 * 16;

let garbageBytes = 0;

/**
 * Counts a chunk of the engine that was read and let go. Its memory is given back only when V8 finds it dead, and V8 does not see
 * how much that is: a read of a million rows would leave a hundred megabytes behind.
 */
export function countReadChunk(columnCount: number): void {
  garbageBytes += columnCount * COLUMN_BYTES;
  if (garbageBytes < MAX_GARBAGE_BYTES) return;
  garbageBytes = 0;
  collectGarbage('young');
}
