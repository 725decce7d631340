import { GatewayError } from '../../errors.js';
import { type DataType, printType } from '../../query/types.js';
import { clock, day, utc } from './moments.js';
import { readTwice } from './read-twice.js';

/** The text of a value as Databricks gives it, but for floats: 17 digits, which read back as the same number. */
export function plainText(operand: string, type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'json':
    case 'null':
      return operand;
    case 'boolean':
      return `CASE ${operand} WHEN 1 THEN N'true' WHEN 0 THEN N'false' END`;
    case 'integer':
      return `CONVERT(nvarchar(20), ${operand})`;
    case 'decimal':
      return `CONVERT(nvarchar(41), ${operand})`;
    case 'float':
      return `CONVERT(nvarchar(40), ${operand}, 3)`;
    case 'uuid':
      return `LOWER(CONVERT(nvarchar(36), ${operand}))`;
    case 'date':
      return day(operand);
    case 'time':
      return readTwice(operand, (value) => `(${clock(value)})`);
    case 'timestamp':
      return readTwice(utc(operand, type), (value) => `(${day(value)} + N' ' + ${clock(value)})`);
    case 'binary':
    case 'interval':
    case 'array':
      throw new GatewayError('NOT_SUPPORTED', `Text of a ${printType(type)} is not supported on mssql.`);
  }
}
