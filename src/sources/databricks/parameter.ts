import type { DataType } from '../../query/types.js';
import { typeName } from './type-name.js';

/**
 * A named marker: a value that is read several times is sent once. The cast gives it its type also where it is NULL;
 * bytes travel as hexadecimal text, for which no typed parameter is documented.
 */
export function parameter(index: number, type: DataType): string {
  return type.kind === 'binary' ? `unhex(CAST(:p${index} AS STRING))` : `CAST(:p${index} AS ${typeName(type)})`;
}
