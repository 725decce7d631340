import { GatewayError } from '../../errors.js';
import { type DataType, printType } from '../../query/types.js';

/**
 * Databricks' name of a type. JSON and UUID are carried as STRING. TIME is in preview there, and the IR's interval is
 * neither of the two that Databricks can store.
 * @throws GatewayError NOT_SUPPORTED for TIME and INTERVAL
 */
export function typeName(type: DataType): string {
  switch (type.kind) {
    case 'json':
    case 'uuid':
      return 'STRING';
    case 'array':
      return `ARRAY<${typeName(type.element)}>`;
    case 'time':
    case 'interval':
      throw new GatewayError('NOT_SUPPORTED', `Values of type ${printType(type)} are not supported on databricks.`);
    default:
      return printType(type);
  }
}
