import { GatewayError } from '../../errors.js';
import { type DataType, printType } from '../../query/types.js';

/**
 * SQL Server's name of a type. Its TINYINT has no sign, so that 8 bits take SMALLINT; text is carried without a length,
 * since shorter types cut what is joined beyond 4,000 characters.
 * @throws GatewayError NOT_SUPPORTED for INTERVAL and arrays
 */
export function typeName(type: DataType): string {
  switch (type.kind) {
    case 'boolean':
      return 'bit';
    case 'integer':
      return { 8: 'smallint', 16: 'smallint', 32: 'int', 64: 'bigint' }[type.bits];
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'float':
      return type.bits === 32 ? 'real' : 'float';
    case 'string':
    case 'json':
    case 'null':
      return 'nvarchar(max)';
    case 'binary':
      return 'varbinary(max)';
    case 'date':
      return 'date';
    case 'time':
      return 'time(6)';
    case 'timestamp':
      return type.zoned ? 'datetimeoffset(6)' : 'datetime2(6)';
    case 'uuid':
      return 'uniqueidentifier';
    case 'interval':
    case 'array':
      throw new GatewayError('NOT_SUPPORTED', `Values of type ${printType(type)} are not supported on mssql.`);
  }
}
