import { call } from '../../../functions/registry.js';
import { column, inList, literal, project } from '../../../query/build.js';
import type { Expression } from '../../../query/expression.js';
import type { Relation } from '../../../query/relation.js';
import { BOOLEAN, sameType } from '../../../query/types.js';
import type { PgNode } from '../analysis/read-node.js';
import { OID, PG_TYPES } from '../types/pg-types.js';
import { operatorName } from './calls.js';
import { castTo } from './casts.js';
import { comparesPlainly } from './comparable.js';
import { arrayOf, constantElements, parameterElements } from './constants.js';
import { nullTypeOf } from './datum.js';
import { typeOidOf } from './expression-type.js';
import type { Level } from './level.js';
import { flagOf, listOf, nodeOf, nodesOf, numberOf, twoArguments } from './pg-tree.js';
import { quantifiable } from './quantifiable.js';
import type { Translation } from './translation.js';

function elementOid(arrayOid: number): number {
  return PG_TYPES.get(arrayOid)?.elementOid ?? 0;
}

/** The elements of an array that is written out; null for a NULL array, undefined for one that is computed. */
function writtenElements(
  translation: Translation,
  node: PgNode,
  level: Level,
): readonly Expression[] | null | undefined {
  switch (node.tag) {
    case 'CONST':
      return constantElements(node) ?? null;
    case 'PARAM':
      return numberOf(node, 'paramkind') === 0 ? (parameterElements(translation, node) ?? null) : undefined;
    case 'ARRAYEXPR':
      if (flagOf(node, 'multidims')) throw translation.refuse('an array of several dimensions', node);
      return nodesOf(node, 'elements').map((element) => translation.expression(element, level));
    case 'RELABELTYPE':
      return writtenElements(translation, nodeOf(node, 'arg'), level);
    case 'ARRAYCOERCEEXPR': {
      const inner = nodeOf(node, 'arg');
      const cast = { from: elementOid(typeOidOf(inner)), to: elementOid(typeOidOf(node)), modifier: -1, node };
      return writtenElements(translation, inner, level)?.map((element) => castTo(translation, element, cast));
    }
    default:
      return undefined;
  }
}

/** `ARRAY[…]`. */
export function arrayExpression(translation: Translation, node: PgNode, level: Level): Expression {
  const elements = writtenElements(translation, node, level) ?? [];
  return arrayOf(translation, node, elements, numberOf(node, 'array_typeid'));
}

/** A cast of an array: of its elements where they are written out, or of none where the types are one in the IR. */
export function arrayCoercion(translation: Translation, node: PgNode, level: Level): Expression {
  const elements = writtenElements(translation, node, level);
  const target = numberOf(node, 'resulttype');
  if (elements === null) return literal(null, nullTypeOf(target, -1));
  if (elements !== undefined) return arrayOf(translation, node, elements, target);
  const operand = translation.expression(nodeOf(node, 'arg'), level);
  if (sameType(operand.type, nullTypeOf(target, -1))) return operand;
  throw translation.refuse('a cast of an array', node);
}

/** `array[index]`. */
export function subscript(translation: Translation, node: PgNode, level: Level): Expression {
  const [index, ...more] = nodesOf(node, 'refupperindexpr');
  const isElement = more.length === 0 && listOf(node, 'reflowerindexpr').length === 0;
  if (index === undefined || !isElement) throw translation.refuse('an array slice', node);
  const array = nodeOf(node, 'refexpr');
  const args = [translation.expression(array, level), translation.expression(index, level)] as const;
  const [{ type }, place] = args;
  if (type.kind === 'array' && place.kind === 'literal' && typeof place.value === 'bigint' && place.value < 1n) {
    return literal(null, type.element);
  }
  const argTypes = [typeOidOf(array), typeOidOf(index)];
  const resultType = numberOf(node, 'refrestype');
  return translation.builtin({ kind: 'operator', name: 'subscript', args, argTypes, resultType }, node);
}

/** `operand op ANY|ALL (array)` for an array that is computed: over its elements as rows. */
function overElements(translation: Translation, node: PgNode, level: Level): Expression {
  const [operandNode, arrayNode] = twoArguments(node);
  const operand = translation.expression(operandNode, level);
  const array = translation.expression(arrayNode, level);
  const isPlain =
    array.type.kind === 'array' &&
    comparesPlainly(
      { type: operand.type, typeOid: typeOidOf(operandNode) },
      { type: array.type.element, typeOid: elementOid(typeOidOf(arrayNode)) },
    );
  if (!isPlain) throw translation.refuse('a comparison of these types with an array', node);
  if (operatorName(translation, node) === '=' && flagOf(node, 'useOr')) {
    const argTypes = [typeOidOf(operandNode), typeOidOf(arrayNode)];
    const call = { kind: 'operator', name: '= any', args: [operand, array], argTypes, resultType: OID.bool } as const;
    return translation.builtin(call, node);
  }
  const compared = quantifiable(operatorName(translation, node));
  if (compared === undefined || array.type.kind !== 'array')
    throw translation.refuse('this operator over an array', node);
  const alias = translation.fresh('f');
  const field = { name: 'c1', type: array.type.element, nullable: true };
  const rows: Relation = { kind: 'unnest', alias, field, array, ordinality: undefined };
  const outer = translation.fresh('s');
  const relation = project(rows, outer, [{ name: 'c1', expression: column(alias, 'c1', field.type) }]);
  const quantifier = flagOf(node, 'useOr') ? 'any' : 'all';
  const test: Expression = { kind: 'quantified', function: compared, quantifier, operand, relation, type: BOOLEAN };
  // A NULL array has no rows, but the answer is NULL.
  return {
    kind: 'case',
    branches: [{ when: call('is_not_null', [array]), then: test }],
    otherwise: undefined,
    type: BOOLEAN,
  };
}

/** `operand op ANY|ALL (array)`, and with that every IN list. */
export function scalarArray(translation: Translation, node: PgNode, level: Level): Expression {
  const [operandNode, arrayNode] = twoArguments(node);
  const isAny = flagOf(node, 'useOr');
  const elements = writtenElements(translation, arrayNode, level);
  if (elements === undefined) return overElements(translation, node, level);
  const operand = translation.expression(operandNode, level);
  if (elements === null) return literal(null, BOOLEAN);
  if (elements.length === 0) return literal(!isAny, BOOLEAN);
  const name = operatorName(translation, node);
  const argTypes = [typeOidOf(operandNode), elementOid(typeOidOf(arrayNode))] as const;
  const [left, right] = argTypes;
  const isPlain = elements.every(({ type }) =>
    comparesPlainly({ type: operand.type, typeOid: left }, { type, typeOid: right }),
  );
  if (isPlain && name === '=' && isAny) return inList(operand, elements);
  if (isPlain && name === '<>' && !isAny) return call('not', [inList(operand, elements)]);
  const terms = elements.map((element) =>
    translation.builtin({ kind: 'operator', name, args: [operand, element], argTypes, resultType: OID.bool }, node),
  );
  return call(isAny ? 'or' : 'and', terms);
}
