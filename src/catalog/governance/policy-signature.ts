import { type DataType, printType, sameType } from '../../query/types.js';
import type { CatalogTable, PolicyArgument, PolicyFunction } from '../catalog.js';

/** Whether Databricks passes a value of one type where the other is declared, and no value is lost on the way. */
function passes(from: DataType, to: DataType): boolean {
  if (sameType(from, to)) return true;
  if (from.kind === 'integer' && to.kind === 'integer') return from.bits <= to.bits;
  if (from.kind === 'integer' && to.kind === 'float') return from.bits <= 32 && to.bits === 64;
  return from.kind === 'float' && to.kind === 'float' && from.bits <= to.bits;
}

/** Whether the text of a constant can be read as the type; what is not sure to be is not. */
function constantFits(value: unknown, type: DataType): boolean {
  if (typeof value !== 'string') return false;
  switch (type.kind) {
    case 'string':
      return true;
    case 'boolean':
      return value === 'true' || value === 'false';
    case 'integer':
      return /^-?\d{1,18}$/.test(value) && BigInt.asIntN(type.bits, BigInt(value)) === BigInt(value);
    case 'float':
      return /^-?\d{1,15}(\.\d{1,15})?$/.test(value);
    default:
      return false;
  }
}

function argumentFault(
  table: CatalogTable,
  argument: PolicyArgument,
  name: string,
  type: DataType,
): string | undefined {
  if (argument.kind === 'constant') {
    if (constantFits(argument.value, type)) return undefined;
    return `a constant for parameter ${name} that is no ${printType(type)}`;
  }
  const column = table.columns.find((candidate) => candidate.name === argument.column);
  if (column === undefined)
    return `column ${table.reference.name}.${argument.column}, which is not there or of an unsupported type`;
  if (passes(column.type, type)) return undefined;
  return `column ${table.reference.name}.${column.name} of type ${printType(column.type)} for parameter ${name} of type ${printType(type)}`;
}

/**
 * What keeps a function from being used with these arguments on a table, as a noun phrase.
 * @param returns the type that its value must have: BOOLEAN for a row filter, the column's for a mask.
 */
export function signatureFault(
  policy: PolicyFunction,
  table: CatalogTable,
  given: readonly PolicyArgument[],
  returns: DataType,
): string | undefined {
  if (given.length !== policy.parameters.length) {
    return `${given.length} arguments on ${table.reference.name} for ${policy.parameters.length} parameters`;
  }
  if (!sameType(policy.returns, returns)) {
    return `a result of type ${printType(policy.returns)} on ${table.reference.name} where ${printType(returns)} is needed`;
  }
  for (const [index, { name, type }] of policy.parameters.entries()) {
    const argument = given[index];
    const fault = argument === undefined ? undefined : argumentFault(table, argument, name, type);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
