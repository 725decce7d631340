import { call } from '../functions/registry.js';
import type { Expression } from '../query/expression.js';
import { comparable } from './coerce.js';
import { addInterval, concatenate } from './lower-call.js';
import { parsePrimary } from './parse-primary.js';
import type { ParserState } from './parser-state.js';
import type { Token } from './token.js';

/** Databricks' binary operators; a higher number binds tighter. All of them group to the left. */
const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  ['=', 1],
  ['==', 1],
  ['<>', 1],
  ['!=', 1],
  ['<', 1],
  ['<=', 1],
  ['>', 1],
  ['>=', 1],
  ['<=>', 1],
  ['|', 2],
  ['^', 3],
  ['&', 4],
  ['<<', 5],
  ['>>', 5],
  ['+', 6],
  ['-', 6],
  ['||', 6],
  ['*', 7],
  ['/', 7],
  ['%', 7],
  ['DIV', 7],
]);

const COMPARISONS: ReadonlyMap<string, string> = new Map([
  ['=', 'eq'],
  ['==', 'eq'],
  ['<>', 'neq'],
  ['!=', 'neq'],
  ['<', 'lt'],
  ['<=', 'lte'],
  ['>', 'gt'],
  ['>=', 'gte'],
  ['<=>', 'is_not_distinct_from'],
]);

const ARITHMETIC: ReadonlyMap<string, string> = new Map([
  ['*', 'multiply'],
  ['/', 'divide'],
  ['%', 'modulo'],
  ['DIV', 'integer_divide'],
]);

/** Comparisons, concatenation and arithmetic, by precedence climbing. */
export function parseValue(state: ParserState): Expression {
  return parseAbove(state, 0);
}

/** Operators that bind tighter than `floor`. Each further one of a chain counts as a level of nesting. */
function parseAbove(state: ParserState, floor: number): Expression {
  return climb(state, parsePrimary(state), floor);
}

function climb(state: ParserState, left: Expression, floor: number): Expression {
  const operator = state.peek();
  const precedence = PRECEDENCE.get(operator.key) ?? 0;
  if (precedence <= floor) return left;
  state.next();
  if (operator.key === '||') return climb(state, parseConcatenation(state, operator, left), floor);
  const joined =
    state.sees('INTERVAL') && precedence === 6
      ? parseInterval(state, operator, left)
      : combine(state, operator, left, parseAbove(state, precedence));
  return state.nested(() => climb(state, joined, floor));
}

/** A chain of `||` is one call. */
function parseConcatenation(state: ParserState, operator: Token, left: Expression): Expression {
  const parts = [left];
  do parts.push(parseAbove(state, 6));
  while (state.accept('||'));
  return state.at(operator, 'operator ||', () => concatenate(parts));
}

function combine(state: ParserState, operator: Token, left: Expression, right: Expression): Expression {
  const construct = `operator ${operator.key}`;
  return state.at(operator, construct, () => {
    const comparison = COMPARISONS.get(operator.key);
    if (comparison !== undefined) return call(comparison, comparable([left, right]));
    if (operator.key === '+' || operator.key === '-') return addOrSubtract(operator.key, left, right);
    const id = ARITHMETIC.get(operator.key);
    if (id === undefined) throw state.refused(operator, construct);
    return call(id, [left, right]);
  });
}

/** A whole number beside a DATE counts days. */
function addOrSubtract(operator: '+' | '-', left: Expression, right: Expression): Expression {
  if (left.type.kind === 'date' && right.type.kind === 'integer') {
    return call(operator === '+' ? 'date_add' : 'date_sub', [left, right]);
  }
  return call(operator === '+' ? 'add' : 'subtract', [left, right]);
}

/** `date ± INTERVAL 3 MONTHS`: a whole constant and one unit. */
function parseInterval(state: ParserState, operator: Token, left: Expression): Expression {
  const token = state.expect('INTERVAL');
  const sign = state.accept('-') ? -1 : 1;
  const amount = state.next();
  const text = amount.kind === 'string' || amount.kind === 'number' ? amount.text.trim() : '';
  const unit = state.next();
  if (!/^-?\d{1,6}$/.test(text) || unit.kind !== 'word' || state.sees('TO')) throw state.refused(token, 'INTERVAL');
  const count = Number(text) * sign * (operator.key === '-' ? -1 : 1);
  return state.at(token, 'INTERVAL', () => {
    const added = addInterval(left, count, unit.key);
    if (typeof added === 'string') throw state.refused(token, 'INTERVAL', added);
    return added;
  });
}
