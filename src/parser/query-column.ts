import { GatewayError } from '../errors.js';
import type { Relation } from '../query/relation.js';
import type { DataType } from '../query/types.js';

/** The type of the one column of a query that `parseQuery` built for IN or a scalar. */
export function queryColumnType(relation: Relation): DataType {
  if (relation.kind === 'distinct') return queryColumnType(relation.input);
  const [item] = relation.kind === 'project' ? relation.items : [];
  if (item === undefined) throw new GatewayError('INTERNAL', 'A query without its column.');
  return item.expression.type;
}
