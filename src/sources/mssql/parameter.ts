import type { DataType } from '../../query/types.js';
import { asText } from './collation.js';
import { typeName } from './type-name.js';

/**
 * A named marker at its type. Numbers with digits behind the point and moments travel as text, which the driver does
 * not round.
 */
export function parameter(index: number, type: DataType): string {
  const marker = `@p${index}`;
  switch (type.kind) {
    case 'string':
    case 'json':
    case 'null':
      return asText(marker);
    case 'date':
      return `CONVERT(date, ${marker}, 23)`;
    case 'timestamp':
      return type.zoned ? `CONVERT(datetimeoffset(6), ${marker}, 127)` : `CONVERT(datetime2(6), ${marker}, 126)`;
    case 'decimal':
    case 'time':
      return `CAST(${marker} AS ${typeName(type)})`;
    case 'boolean':
    case 'integer':
    case 'float':
    case 'binary':
    case 'uuid':
      return marker;
    default:
      return typeName(type);
  }
}
