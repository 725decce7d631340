import type { DataType } from '../../query/types.js';
import { readTwice } from './read-twice.js';

/** The engine's text of a value (VARCHAR), NULL for NULL. DuckDB leaves the zero out before the point of DECIMAL(p,p). */
export function plainText(operand: string, type: DataType): string {
  if (type.kind !== 'decimal' || type.precision > type.scale) return `${operand}::VARCHAR`;
  return readTwice(operand, (value) => {
    const text = `${value}::VARCHAR`;
    return `CASE WHEN ${value} < 0 THEN concat('-0', substr(${text}, 2)) WHEN ${value} >= 0 THEN concat('0', ${text}) END`;
  });
}
