import type { ParameterExpression } from '../query/expression.js';
import type { Relation } from '../query/relation.js';
import type { Dialect } from './dialect.js';
import type { PrintContext } from './print-context.js';
import { RelationPrinter } from './print-relation.js';
import { resultTypes } from './result-types.js';
import type { Scope } from './scope.js';
import type { BoundParameter, SqlStatement } from './statement.js';

function boundOf(parameter: ParameterExpression): BoundParameter {
  const { slot, type } = parameter;
  return slot === undefined ? { value: parameter.value, type } : { value: slot.value, type, slot };
}

/** Equal for values that one placeholder may stand for: a slot's next value may be another than its neighbour's. */
function keyOf({ value, type, slot }: BoundParameter): unknown {
  if (slot !== undefined) return slot;
  return `${type.kind}:${typeof value}:${value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value)}`;
}

/**
 * One statement for a relation whose nests and per-group limits are lowered already.
 * @throws GatewayError NOT_SUPPORTED if the dialect cannot spell a function of it.
 */
export function printStatement(relation: Relation, dialect: Dialect): SqlStatement {
  const parameters: BoundParameter[] = [];
  const known = new Map<unknown, number>();
  const hoisted: string[] = [];
  let names = 0;
  const context: PrintContext = {
    dialect,
    bind(parameter) {
      const bound = boundOf(parameter);
      const key = keyOf(bound);
      const existing = known.get(key);
      if (existing !== undefined && parameters[existing - 1]?.type === bound.type) return existing;
      parameters.push(bound);
      known.set(key, parameters.length);
      return parameters.length;
    },
    subquery(inner: Relation, outer: Scope, use) {
      const printer = new RelationPrinter(context, outer);
      if (use === 'list') return printer.printForList(inner);
      return use === 'exists' ? printer.printForExists(inner) : printer.print(inner);
    },
    freshName() {
      names += 1;
      return `d${names}`;
    },
    hoist(binding) {
      hoisted.push(binding);
    },
    inFront: new Set(),
  };
  const text = new RelationPrinter(context, undefined).printWith(relation, hoisted);
  return dialect.needsResultTypes === true
    ? { text, parameters, resultTypes: resultTypes(relation) }
    : { text, parameters };
}
