import type { DataType } from '../../query/types.js';
import { typeName } from './type-name.js';

/**
 * A table's column at the type that the catalog gives it. What has that type already stays as it is, to the engine and
 * to an index of it too: of a text or a numeric of the same digits a cast is nothing. `char(n)` loses its blanks, and
 * what the catalog calls a string is one: `citext`, an enum, an address, a range.
 */
export function tableColumn(printed: string, type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'decimal':
    case 'time':
    case 'timestamp':
      return `${printed}::${typeName(type)}`;
    // Of arrays and composites too.
    case 'json':
      return `to_json(${printed})::text`;
    default:
      return printed;
  }
}
