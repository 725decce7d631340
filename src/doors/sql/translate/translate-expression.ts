import type { Expression } from '../../../query/expression.js';
import type { PgNode } from '../analysis/read-node.js';
import { aggregateReference, groupingFunction, windowReference } from './aggregates.js';
import { arrayCoercion, arrayExpression, scalarArray, subscript } from './array-expressions.js';
import { functionExpression, operatorExpression } from './calls.js';
import { castTo } from './casts.js';
import { caseExpression, caseOperand, coalesce, extreme } from './choices.js';
import { columnOf } from './columns.js';
import { booleanExpression, booleanTest, distinctExpression, nullIf, nullTest, rowComparison } from './conditions.js';
import { constant, parameterOf, valueFunction } from './constants.js';
import { typeOidOf } from './expression-type.js';
import type { Level } from './level.js';
import { nodeOf, numberOf } from './pg-tree.js';
import { sublink } from './sublinks.js';
import type { Translation } from './translation.js';

/** A conversion that Postgres makes without a function: by text, or by calling the same bytes another type. */
function conversion(translation: Translation, node: PgNode, level: Level): Expression {
  const operand = nodeOf(node, 'arg');
  return castTo(translation, translation.expression(operand, level), {
    from: typeOidOf(operand),
    to: numberOf(node, 'resulttype'),
    modifier: -1,
    node,
  });
}

const DEFAULT_COLLATION = 100;
const C_COLLATION = 950;
const POSIX_COLLATION = 951;
const ORDERED_BY_BYTES = new Set([DEFAULT_COLLATION, C_COLLATION, POSIX_COLLATION]);

function collated(translation: Translation, node: PgNode, level: Level): Expression {
  if (!ORDERED_BY_BYTES.has(numberOf(node, 'collOid'))) throw translation.refuse('COLLATE other than "C"', node);
  return translation.expression(nodeOf(node, 'arg'), level);
}

type Translator = (translation: Translation, node: PgNode, level: Level) => Expression;

/** The list of expressions that are let through, by the tags of Postgres's tree. */
const TRANSLATORS: Readonly<Record<string, Translator>> = {
  VAR: columnOf,
  CONST: constant,
  PARAM: parameterOf,
  OPEXPR: operatorExpression,
  FUNCEXPR: functionExpression,
  BOOLEXPR: booleanExpression,
  NULLTEST: nullTest,
  BOOLEANTEST: booleanTest,
  DISTINCTEXPR: distinctExpression,
  NULLIFEXPR: nullIf,
  ROWCOMPAREEXPR: rowComparison,
  SCALARARRAYOPEXPR: scalarArray,
  ARRAYEXPR: arrayExpression,
  ARRAYCOERCEEXPR: arrayCoercion,
  SUBSCRIPTINGREF: subscript,
  CASEEXPR: caseExpression,
  CASETESTEXPR: caseOperand,
  COALESCEEXPR: coalesce,
  MINMAXEXPR: extreme,
  RELABELTYPE: conversion,
  COERCEVIAIO: conversion,
  COLLATEEXPR: collated,
  SQLVALUEFUNCTION: valueFunction,
  AGGREF: aggregateReference,
  WINDOWFUNC: windowReference,
  GROUPINGFUNC: groupingFunction,
  SUBLINK: sublink,
};

/** Names of what is refused, as its author would call it. */
const REFUSED: Readonly<Record<string, string>> = {
  ROWEXPR: 'a row as a value',
  FIELDSELECT: 'a field of a row',
  NAMEDARGEXPR: 'a named argument',
  XMLEXPR: 'XML',
  JSONEXPR: 'a JSON query function',
  JSONCONSTRUCTOREXPR: 'a JSON constructor',
  JSONISPREDICATE: 'IS JSON',
};

/** An expression of the tree. @throws SqlError 0A000 for every kind that is not in the list */
export function translateExpression(translation: Translation, node: PgNode, level: Level): Expression {
  const translator = TRANSLATORS[node.tag];
  if (translator === undefined) throw translation.refuse(REFUSED[node.tag] ?? node.tag, node);
  return translator(translation, node, level);
}
