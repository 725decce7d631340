import type { Format } from '../border.js';
import { malformedMessage } from '../wire/protocol-error.js';

/** One format a column, from none (all text), one (for all) or one a column. @throws SqlError 08P01 for another count */
export function spreadFormats(requested: readonly Format[], columns: number): readonly Format[] {
  if (requested.length <= 1) return Array.from({ length: columns }, () => requested[0] ?? 0);
  if (requested.length === columns) return requested;
  throw malformedMessage(`bind message has ${requested.length} result formats but query has ${columns} columns`);
}
