import { GatewayError } from '../../errors.js';
import { type DataType, printType } from '../../query/types.js';
import { jsonValue } from './json-value.js';
import { typeName } from './type-name.js';

function refused(from: DataType, to: DataType): GatewayError {
  return new GatewayError(
    'NOT_SUPPORTED',
    `A cast of ${printType(from)} to ${printType(to)} is not supported on databricks.`,
  );
}

/** Types whose text Databricks does not check, or that it has no casts of. */
const isOwnKind = ({ kind }: DataType) => kind === 'interval' || kind === 'array' || kind === 'time';
const isTimeLike = ({ kind }: DataType) => kind === 'date' || kind === 'timestamp';
const isCarriedAsText = ({ kind }: DataType) => kind === 'json' || kind === 'uuid';

/**
 * A cast in ANSI mode, which the IR's casts are defined by.
 * @throws GatewayError NOT_SUPPORTED for pairs whose meaning the engines do not share.
 */
export function cast(operand: string, from: DataType, to: DataType, tryCast: boolean): string {
  const plain = () => `${tryCast ? 'TRY_CAST' : 'CAST'}(${operand} AS ${typeName(to)})`;
  if (from.kind === 'null') return plain();
  if (from.kind === to.kind && printType(from) === printType(to)) return operand;
  if (isOwnKind(from) || isOwnKind(to)) throw refused(from, to);
  if (to.kind === 'json' && from.kind !== 'string') return jsonValue(operand, 'json', from);
  if (isCarriedAsText(from) && to.kind === 'string') return operand;
  if (isCarriedAsText(from) || isCarriedAsText(to)) throw refused(from, to);
  if (from.kind === 'string' || to.kind === 'string') return plain();
  if (from.kind === 'binary' || to.kind === 'binary') throw refused(from, to);
  if (isTimeLike(from) !== isTimeLike(to)) throw refused(from, to);
  return plain();
}
