import { commonTypeOf } from '../functions/common-type.js';
import { atType } from '../functions/fold/literal-values.js';
import { call } from '../functions/registry.js';
import { FALSE, inList } from '../query/build.js';
import type { Expression } from '../query/expression.js';
import { BOOLEAN } from '../query/types.js';
import { comparable } from './coerce.js';
import { parseValue } from './parse-value.js';
import type { ParserState } from './parser-state.js';
import { queryColumnType } from './query-column.js';
import { copyProblem } from './repeatable.js';
import type { Token } from './token.js';

/** A value, or a value with one predicate behind it: IS, IN, BETWEEN, LIKE. */
export function parsePredicate(state: ParserState): Expression {
  const operand = parseValue(state);
  const token = state.peek();
  if (state.accept('IS')) return parseIs(state, token, operand);
  const negated = state.accept('NOT');
  const negate = (predicate: Expression) =>
    negated ? state.at(token, 'NOT', () => call('not', [predicate])) : predicate;
  if (state.accept('IN')) return negate(parseIn(state, token, operand));
  if (state.accept('BETWEEN')) return negate(parseBetween(state, token, operand));
  if (state.accept('LIKE')) return negate(parseLike(state, token, 'like', operand));
  if (state.accept('ILIKE')) return negate(parseLike(state, token, 'ilike', operand));
  if (state.sees('RLIKE') || state.sees('REGEXP')) throw state.refused(token, state.peek().key);
  if (negated) throw state.wrong(state.peek(), 'expected IN, BETWEEN, LIKE or ILIKE behind NOT');
  return operand;
}

function parseIs(state: ParserState, token: Token, operand: Expression): Expression {
  const negated = state.accept('NOT');
  const test = state.next();
  const build = (): Expression => {
    switch (test.key) {
      case 'NULL':
        return call(negated ? 'is_not_null' : 'is_null', [operand]);
      case 'TRUE':
        return maybeNot(negated, call('coalesce', [call('and', [operand]), FALSE]));
      case 'FALSE':
        return maybeNot(negated, call('coalesce', [call('not', [operand]), FALSE]));
      case 'UNKNOWN':
        return call(negated ? 'is_not_null' : 'is_null', [call('and', [operand])]);
      case 'DISTINCT': {
        state.expect('FROM');
        const other = parseValue(state);
        return maybeNot(!negated, call('is_not_distinct_from', comparable([operand, other])));
      }
      default:
        throw state.wrong(test, 'expected NULL, TRUE, FALSE or DISTINCT FROM behind IS');
    }
  };
  return state.at(token, `IS ${test.key}`, build);
}

const maybeNot = (negated: boolean, condition: Expression) => (negated ? call('not', [condition]) : condition);

function parseIn(state: ParserState, token: Token, operand: Expression): Expression {
  state.expect('(');
  if (state.sees('SELECT') || state.sees('WITH')) {
    const relation = state.nested(() => state.grammar.query(state, 'in'));
    state.expect(')');
    const type = queryColumnType(relation);
    const common = commonTypeOf([operand.type, type]);
    if (common === undefined || common.kind !== type.kind) {
      // Names both types in its refusal.
      state.at(token, 'IN', () => call('eq', [operand, { kind: 'literal', value: null, type }]));
      throw state.refused(token, 'IN', 'its two sides have different types');
    }
    return { kind: 'in-subquery', operands: [atType(operand, common)], relation, type: BOOLEAN };
  }
  const values: Expression[] = [];
  do values.push(state.nested(() => state.grammar.expression(state)));
  while (state.accept(','));
  state.expect(')');
  return state.at(token, 'IN', () => inListOf(operand, values));
}

/** All at one type, so that no engine widens by rules of its own. */
function inListOf(operand: Expression, values: readonly Expression[]): Expression {
  const met = comparable([operand, ...values]);
  const common = commonTypeOf(met.map((value) => value.type));
  const [left, ...right] = common === undefined ? met : met.map((value) => atType(value, common));
  // Refuses what EQ refuses, naming the types.
  for (const value of right) call('eq', [left ?? operand, value]);
  return inList(left ?? operand, right);
}

function parseBetween(state: ParserState, token: Token, operand: Expression): Expression {
  const low = parseValue(state);
  state.expect('AND');
  const high = parseValue(state);
  const problem = copyProblem(operand, 2);
  if (problem !== undefined) throw state.refused(token, 'BETWEEN', problem);
  return state.at(token, 'BETWEEN', () =>
    call('and', [call('gte', comparable([operand, low])), call('lte', comparable([operand, high]))]),
  );
}

/** A pattern from data goes to the function that checks nothing beforehand and may raise. */
function parseLike(state: ParserState, token: Token, id: 'like' | 'ilike', operand: Expression): Expression {
  const quantifier = state.peek();
  if (['ANY', 'ALL', 'SOME'].includes(quantifier.key)) {
    throw state.refused(quantifier, `${id.toUpperCase()} ${quantifier.key}`);
  }
  const pattern = parseValue(state);
  const escapeToken = state.accept('ESCAPE') ? state.next() : undefined;
  if (escapeToken !== undefined && escapeToken.kind !== 'string')
    throw state.wrong(escapeToken, 'expected a string behind ESCAPE');
  const construct = id.toUpperCase();
  return state.at(token, construct, () => {
    if (pattern.kind !== 'literal' && escapeToken === undefined) return call(`${id}_dynamic`, [operand, pattern]);
    if (escapeToken === undefined) return call(id, [operand, pattern]);
    return call(id, [operand, pattern, { kind: 'literal', value: escapeToken.text, type: { kind: 'string' } }]);
  });
}
