import { TRUE } from '../query/build.js';
import type { Expression } from '../query/expression.js';
import { call } from './registry.js';

/** All of the terms: the one itself, TRUE for none. */
export function conjunction(terms: readonly Expression[]): Expression {
  const [first] = terms;
  if (first === undefined) return TRUE;
  return terms.length === 1 ? first : call('and', terms);
}
