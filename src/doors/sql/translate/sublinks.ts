import { aggregate, column, exists, project } from '../../../query/build.js';
import type { Expression } from '../../../query/expression.js';
import { BOOLEAN } from '../../../query/types.js';
import type { PgNode } from '../analysis/read-node.js';
import { PG_TYPES } from '../types/pg-types.js';
import { operatorName } from './calls.js';
import { coalesceOf } from './choices.js';
import { comparesPlainly } from './comparable.js';
import { arrayOf } from './constants.js';
import { typeOidOf } from './expression-type.js';
import type { Level } from './level.js';
import { nodeOf, nodesOf, numberOf, textOf, twoArguments } from './pg-tree.js';
import { quantifiable } from './quantifiable.js';
import type { TranslatedQuery, Translation } from './translation.js';

const EXISTS = 0;
const ALL = 1;
const ANY = 2;
const SCALAR = 4;
const ARRAY = 6;

/** A comparison of an outer value with a column of the sub-query. */
interface Comparison {
  readonly operator: string;
  readonly operand: Expression;
  readonly column: Expression;
}

/** The comparisons of `(a, b) op (SELECT …)`; the sub-query's columns are put in for their stand-ins. */
function comparisonsOf(
  translation: Translation,
  level: Level,
  test: PgNode,
  query: TranslatedQuery,
): readonly Comparison[] {
  if (test.tag === 'BOOLEXPR' && textOf(test, 'boolop') === 'and') {
    return nodesOf(test, 'args').flatMap((arg) => comparisonsOf(translation, level, arg, query));
  }
  if (test.tag !== 'OPEXPR') throw translation.refuse('this comparison with a sub-query', test);
  const [left, right] = twoArguments(test);
  const operand = translation.expression(left, level);
  const outside = level.sublinkColumns;
  level.sublinkColumns = query.columns;
  try {
    const value = translation.expression(right, level);
    const sides = [
      { type: operand.type, typeOid: typeOidOf(left) },
      { type: value.type, typeOid: typeOidOf(right) },
    ] as const;
    if (!comparesPlainly(...sides)) throw translation.refuse('a comparison of these types with a sub-query', test);
    return [{ operator: operatorName(translation, test), operand, column: value }];
  } finally {
    level.sublinkColumns = outside;
  }
}

function quantified(translation: Translation, node: PgNode, level: Level, query: TranslatedQuery): Expression {
  const comparisons = comparisonsOf(translation, level, nodeOf(node, 'testexpr'), query);
  const isPlain = comparisons.every((item, index) => item.column === query.columns[index]);
  const items = comparisons.map((item, index) => ({ name: `c${index + 1}`, expression: item.column }));
  const relation =
    isPlain && comparisons.length === query.columns.length
      ? query.relation
      : project(query.relation, translation.fresh('s'), items);
  const isAny = numberOf(node, 'subLinkType') === ANY;
  if (isAny && comparisons.every(({ operator }) => operator === '=')) {
    return { kind: 'in-subquery', operands: comparisons.map(({ operand }) => operand), relation, type: BOOLEAN };
  }
  const [only, ...more] = comparisons;
  const name = only === undefined ? undefined : quantifiable(only.operator);
  if (only === undefined || name === undefined || more.length > 0) {
    throw translation.refuse(`this comparison with ${isAny ? 'ANY' : 'ALL'} of a sub-query`, node);
  }
  const quantifier = isAny ? 'any' : 'all';
  return { kind: 'quantified', function: name, quantifier, operand: only.operand, relation, type: BOOLEAN };
}

/** `ARRAY(SELECT …)`: its rows in their order, an empty array for none. */
function arraySublink(translation: Translation, node: PgNode, level: Level): Expression {
  const query = translation.query(nodeOf(node, 'subselect'), level, { keepSortKeys: true });
  const [value] = query.columns;
  const [typeOid = 0] = query.typeOids;
  const arrayOid = PG_TYPES.get(typeOid)?.arrayOid ?? 0;
  if (value === undefined || arrayOid === 0) throw translation.refuse('an array of this sub-query', node);
  const options = { orderBy: query.sortKeys };
  const call = { kind: 'aggregate', name: 'array_agg', args: [value], argTypes: [typeOid] } as const;
  const gathered = translation.builtin({ ...call, resultType: arrayOid, options }, node);
  const alias = translation.fresh('a');
  const one = aggregate(query.relation, alias, [], [{ name: 'a1', expression: gathered }]);
  const choices = [column(alias, 'a1', gathered.type), arrayOf(translation, node, [], arrayOid)];
  const expression = coalesceOf(translation, node, choices, arrayOid);
  const relation = project(one, translation.fresh('s'), [{ name: 'c1', expression }]);
  return { kind: 'scalar-subquery', relation, type: expression.type };
}

/** A `SUBLINK`: a sub-query within an expression. */
export function sublink(translation: Translation, node: PgNode, level: Level): Expression {
  const kind = numberOf(node, 'subLinkType');
  if (kind === ARRAY) return arraySublink(translation, node, level);
  if (kind !== EXISTS && kind !== ALL && kind !== ANY && kind !== SCALAR) {
    throw translation.refuse('this kind of sub-query', node);
  }
  const query = translation.query(nodeOf(node, 'subselect'), level);
  if (kind === EXISTS) {
    const { relation } = query;
    return exists(relation.kind === 'project' ? relation.input : relation);
  }
  if (kind !== SCALAR) return quantified(translation, node, level, query);
  const [value] = query.columns;
  if (value === undefined) throw translation.refuse('a sub-query without columns', node);
  return { kind: 'scalar-subquery', relation: query.relation, type: value.type };
}
