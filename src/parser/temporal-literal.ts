import { literal } from '../query/build.js';
import type { Expression } from '../query/expression.js';
import { DATE, type DataType } from '../query/types.js';

const DATE_TEXT = /^\d{4}-\d{2}-\d{2}$/;
const TIMESTAMP_TEXT = /^(\d{4}-\d{2}-\d{2})[ T]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d{1,6})?(Z?)$/;

function isDate(text: string): boolean {
  if (!DATE_TEXT.test(text) || text.startsWith('0000')) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/**
 * The constant that a text such as `2001-02-03` or `2001-02-03 04:05:06.789` is at a DATE or TIMESTAMP type; undefined
 * where the text has another form. Without a zone a TIMESTAMP is in the session's zone, UTC.
 */
export function temporalLiteral(text: string, type: DataType): Expression | undefined {
  const trimmed = text.trim();
  if (type.kind === 'date') return isDate(trimmed) ? literal(trimmed, DATE) : undefined;
  if (type.kind !== 'timestamp') return undefined;
  const zone = type.zoned ? 'Z' : '';
  if (isDate(trimmed)) return literal(`${trimmed}T00:00:00${zone}`, type);
  const match = TIMESTAMP_TEXT.exec(trimmed);
  if (match === null || !isDate(match[1] ?? '') || (match[6] === 'Z' && !type.zoned)) return undefined;
  return literal(`${match[1]}T${match[2]}:${match[3]}:${match[4]}${match[5] ?? ''}${zone}`, type);
}
