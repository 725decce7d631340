import { call } from '../functions/registry.js';
import type { Expression } from '../query/expression.js';
import { parsePredicate } from './parse-predicate.js';
import type { ParserState } from './parser-state.js';

/** OR below AND below NOT below predicates. */
export function parseBoolean(state: ParserState): Expression {
  return parseConnective(state, 'OR', () => parseConnective(state, 'AND', () => parseNot(state)));
}

function parseConnective(state: ParserState, word: 'OR' | 'AND', operand: () => Expression): Expression {
  const first = operand();
  if (!state.sees(word)) return first;
  const token = state.peek();
  const operands = [first];
  while (state.accept(word)) operands.push(operand());
  const id = word.toLowerCase();
  const flat = operands.flatMap((part) => (part.kind === 'call' && part.function === id ? part.arguments : [part]));
  return state.at(token, word, () => call(id, flat));
}

function parseNot(state: ParserState): Expression {
  const token = state.peek();
  if (!state.accept('NOT') && !state.accept('!')) return parsePredicate(state);
  const operand = state.nested(() => parseNot(state));
  return state.at(token, 'NOT', () => call('not', [operand]));
}
