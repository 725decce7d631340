import { GatewayError } from '../../../errors.js';
import { type DataType, printType } from '../../../query/types.js';

/**
 * The type as CAST takes it. Integers are BIGINT in every expression, and booleans are numbers; JSON and UUID are
 * carried as text.
 * @throws GatewayError NOT_SUPPORTED for INTERVAL and arrays, which are no types of values there
 */
export function typeName(type: DataType): string {
  switch (type.kind) {
    case 'boolean':
    case 'integer':
      return 'SIGNED';
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'float':
      return type.bits === 32 ? 'FLOAT' : 'DOUBLE';
    case 'string':
    case 'json':
    case 'uuid':
    case 'null':
      return 'CHAR';
    case 'binary':
      return 'BINARY';
    case 'date':
      return 'DATE';
    case 'time':
      return 'TIME(6)';
    case 'timestamp':
      return 'DATETIME(6)';
    case 'interval':
    case 'array':
      throw new GatewayError('NOT_SUPPORTED', `Values of type ${printType(type)} are not supported on mysql.`);
  }
}
