import { typeName } from '../../functions/dialects/mysql/type-name.js';
import type { DataType } from '../../query/types.js';

/**
 * A numbered placeholder, which `server-text.ts` turns into MySQL's own, those being told apart by their order alone.
 * Values travel as text, so that nothing is rounded on the way; the cast gives them their type, also where they are NULL.
 */
export function parameter(index: number, type: DataType): string {
  return type.kind === 'binary' ? `UNHEX(CAST(?${index} AS CHAR))` : `CAST(?${index} AS ${typeName(type)})`;
}
