import type { Execution, RowBatch } from '../border.js';
import { SqlError } from '../sql-error.js';
import type { Portal } from './portal.js';
import type { RowSlice } from './row-reader.js';
import type { RowsRunnable } from './runnable.js';

const MOST_ROWS = 2 ** 31 - 1;

/** @throws SqlError 0A000 for anything but forward from where the cursor stands */
function assertForward(cursor: Portal, count: number | 'all'): void {
  // Zero rows mean the current row once more.
  if (count === 'all' || count > 0 || (count === 0 && cursor.position === 0)) return;
  throw new SqlError('0A000', 'cursors only move forward', {
    hint: 'Declare the cursor again, or order the query the other way round.',
  });
}

function rowsOf(cursor: Portal): RowsRunnable {
  if (cursor.runnable.kind === 'rows' && cursor.runnable.copy === undefined) return cursor.runnable;
  throw new SqlError('55000', `portal "${cursor.name}" cannot be run`);
}

async function* slices(cursor: Portal, count: number | 'all', signal: AbortSignal): AsyncGenerator<RowSlice> {
  let left = count === 'all' ? MOST_ROWS : count;
  while (left > 0) {
    const slice = await cursor.take(left, signal);
    if (slice === undefined) return;
    if (count !== 'all') left -= slice.end - slice.start;
    yield slice;
  }
}

function viewOf({ batch, start, end }: RowSlice): RowBatch {
  return { rowCount: end - start, encode: (from, to, take) => batch.encode(start + from, start + to, take) };
}

/** FETCH: some rows of a cursor, as a result of their own. The cursor starts at the first of them. */
export function fetchRows(cursor: Portal, count: number | 'all'): RowsRunnable {
  const rows = rowsOf(cursor);
  return {
    kind: 'rows',
    fields: rows.fields,
    copy: undefined,
    formats: (requested) => rows.formats(cursor.requestedFormats.length > 0 ? cursor.requestedFormats : requested),
    start: async (formats, signal): Promise<Execution> => {
      assertForward(cursor, count);
      await cursor.open(rows, formats, signal);
      async function* batches(): AsyncGenerator<RowBatch> {
        for await (const slice of slices(cursor, count, signal)) yield viewOf(slice);
      }
      return { batches: batches(), tag: (rowCount) => `FETCH ${rowCount}` };
    },
  };
}

/** MOVE: passes over rows of a cursor. @returns how many */
export async function moveCursor(cursor: Portal, count: number | 'all', signal: AbortSignal): Promise<number> {
  const rows = rowsOf(cursor);
  assertForward(cursor, count);
  await cursor.open(rows, rows.formats(cursor.requestedFormats), signal);
  let moved = 0;
  for await (const { start, end } of slices(cursor, count, signal)) moved += end - start;
  return moved;
}
