import type { DataType } from '../../query/types.js';
import { utc } from './moments.js';

/** How a column of the result is written, so that the driver reads it exactly: it makes doubles of decimal numbers. */
export function resultColumn(value: string, type: DataType): string {
  switch (type.kind) {
    case 'decimal':
      return `CONVERT(varchar(41), ${value})`;
    case 'timestamp':
      return utc(value, type);
    case 'time':
      return `CAST(${value} AS time(6))`;
    default:
      return value;
  }
}
