/**
 * Compares text by its bytes and pads nothing. MySQL has another name for it, which `server-text.ts` puts in. Functions
 * such as JSON_QUOTE bring a collation of their own, and texts of two collations do not meet.
 */
export const BYTEWISE = 'utf8mb4_nopad_bin';

/** Text whose collation is an engine's or a table's own, compared by bytes from here on. */
export function bytewise(text: string): string {
  return `(${text} COLLATE ${BYTEWISE})`;
}

/** A table's column as text that is compared by bytes. */
export const asBytewise = (column: string) => bytewise(`CONVERT(${column} USING utf8mb4)`);

const COLUMN = new RegExp(`^\\(CONVERT\\((\`[^\`]+\`\\.\`[^\`]+\`) USING utf8mb4\\) COLLATE ${BYTEWISE}\\)$`, 'u');

/** The column of such a text; undefined for any other text. */
export function columnOf(text: string): string | undefined {
  return COLUMN.exec(text)?.[1];
}

/** Stand around what a statement holds for the sake of an index alone: it means the same without. */
export const INDEX_HINT = { start: '/* index: */ ', end: '/* end */ ' } as const;
