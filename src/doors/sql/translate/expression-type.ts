import { constantBytes } from '../analysis/constant-bytes.js';
import type { PgNode } from '../analysis/read-node.js';
import { OID, PG_TYPES } from '../types/pg-types.js';
import { flagOf, nodeOf, nodesOf, numberOf } from './pg-tree.js';

/** Which field holds the result type of each kind of expression. */
const TYPE_FIELDS: Readonly<Record<string, string>> = {
  VAR: 'vartype',
  CONST: 'consttype',
  PARAM: 'paramtype',
  AGGREF: 'aggtype',
  WINDOWFUNC: 'wintype',
  SUBSCRIPTINGREF: 'refrestype',
  FUNCEXPR: 'funcresulttype',
  OPEXPR: 'opresulttype',
  NULLIFEXPR: 'opresulttype',
  RELABELTYPE: 'resulttype',
  COERCEVIAIO: 'resulttype',
  ARRAYCOERCEEXPR: 'resulttype',
  CASEEXPR: 'casetype',
  CASETESTEXPR: 'typeId',
  ARRAYEXPR: 'array_typeid',
  COALESCEEXPR: 'coalescetype',
  MINMAXEXPR: 'minmaxtype',
  SQLVALUEFUNCTION: 'type',
  ROWEXPR: 'row_typeid',
};

const MODIFIER_FIELDS: Readonly<Record<string, string>> = {
  VAR: 'vartypmod',
  CONST: 'consttypmod',
  PARAM: 'paramtypmod',
  RELABELTYPE: 'resulttypmod',
  ARRAYCOERCEEXPR: 'resulttypmod',
  CASETESTEXPR: 'typeMod',
  SQLVALUEFUNCTION: 'typmod',
};

const SCALAR_SUBLINK = 4;
const ARRAY_SUBLINK = 6;

function sublinkType(node: PgNode): number {
  const kind = numberOf(node, 'subLinkType');
  if (kind !== SCALAR_SUBLINK && kind !== ARRAY_SUBLINK) return OID.bool;
  const [first] = nodesOf(nodeOf(node, 'subselect'), 'targetList');
  if (first === undefined) return OID.unknown;
  const type = typeOidOf(nodeOf(first, 'expr'));
  return kind === SCALAR_SUBLINK ? type : (PG_TYPES.get(type)?.arrayOid ?? 0);
}

/** The type that Postgres gave an expression of its tree. */
export function typeOidOf(node: PgNode): number {
  const field = TYPE_FIELDS[node.tag];
  if (field !== undefined) return numberOf(node, field);
  if (node.tag === 'SUBLINK') return sublinkType(node);
  if (node.tag === 'GROUPINGFUNC') return OID.int4;
  if (node.tag === 'COLLATEEXPR' || node.tag === 'NAMEDARGEXPR') return typeOidOf(nodeOf(node, 'arg'));
  return OID.bool;
}

/** An aggregate's or function's type modifier is none of Postgres's business: -1. */
export function typeModifierOf(node: PgNode): number {
  const field = MODIFIER_FIELDS[node.tag];
  if (field !== undefined) return numberOf(node, field);
  if (node.tag === 'FUNCEXPR') return lengthCoercion(node) ?? -1;
  if (node.tag === 'COLLATEEXPR') return typeModifierOf(nodeOf(node, 'arg'));
  return -1;
}

const EXPLICIT_CALL = 0;

/** The modifier that a cast to `numeric(p,s)`, `varchar(n)` and the like applies, where the call is such a cast. */
export function lengthCoercion(node: PgNode): number | undefined {
  if (node.tag !== 'FUNCEXPR' || numberOf(node, 'funcformat') === EXPLICIT_CALL) return undefined;
  const second = nodesOf(node, 'args')[1];
  if (second?.tag !== 'CONST' || numberOf(second, 'consttype') !== OID.int4 || flagOf(second, 'constisnull')) {
    return undefined;
  }
  return constantBytes(second)?.readInt32LE(0);
}
