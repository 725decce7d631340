/** Width at which Postgres wraps a printed tree (LINELEN of its print.c). */
export const LINE_BYTES = 78;
const NEWLINE = 10;
const SPACE = 32;

/**
 * Takes back the line breaks that Postgres puts into a printed tree. A break stands for a space, except after a full
 * line that holds none: there it was put into a token. A name whose pieces stay within `LONGEST_RUN_BYTES` never fills
 * a line, so it is not taken apart and nothing is ambiguous. Names must hold no line break of their own.
 */
export function unwrapDump(dump: Buffer): string {
  const pieces: Buffer[] = [];
  let start = 0;
  while (start < dump.length) {
    const found = dump.indexOf(NEWLINE, start);
    const end = found === -1 ? dump.length : found;
    const line = dump.subarray(start, end);
    pieces.push(line);
    if (found !== -1 && !brokeToken(line)) pieces.push(Buffer.from(' '));
    start = end + 1;
  }
  return Buffer.concat(pieces).toString('utf8').trimEnd();
}

/** A line that is full and has no space but perhaps its first byte: what Postgres could only break inside a token. */
function brokeToken(line: Buffer): boolean {
  return line.length === LINE_BYTES && line.indexOf(SPACE, 1) === -1;
}

/** Longest piece of a name between two spaces that is safe to print, backslashes included. */
export const LONGEST_RUN_BYTES = LINE_BYTES - 8;

/** Bytes of the longest piece without a space of `name` as Postgres prints it. */
export function longestRunBytes(name: string): number {
  const escaped = name.replace(/[\t(){}\\]/gu, '\\$&');
  return Math.max(...escaped.split(' ').map((run) => Buffer.byteLength(run) + 1));
}
