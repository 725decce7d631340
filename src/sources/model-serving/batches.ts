/** Splits encoded rows into calls of at most so many rows and bytes; a row that is larger alone makes a call alone. */
export function batchesOf(rows: readonly string[], maxRows: number, maxBytes: number): readonly (readonly string[])[] {
  const batches: string[][] = [];
  let current: string[] = [];
  let size = 0;
  for (const row of rows) {
    const bytes = Buffer.byteLength(row) + 1;
    if (current.length > 0 && (current.length === maxRows || size + bytes > maxBytes)) {
      batches.push(current);
      current = [];
      size = 0;
    }
    current.push(row);
    size += bytes;
  }
  if (current.length > 0) batches.push(current);
  return batches;
}
