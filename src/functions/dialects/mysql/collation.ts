/**
 * Compares text by its bytes and pads nothing. MySQL has another name for it, which `server-text.ts` puts in. Functions
 * such as JSON_QUOTE bring a collation of their own, and texts of two collations do not meet.
 */
export const BYTEWISE = 'utf8mb4_nopad_bin';

/** Text whose collation is an engine's or a table's own, compared by bytes from here on. */
export function bytewise(text: string): string {
  return `(${text} COLLATE ${BYTEWISE})`;
}
