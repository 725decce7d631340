import type { Expression } from './expression.js';

/** The terms of a conjunction, nested ones included; a predicate that is none is its own one term. */
export function conjuncts(predicate: Expression): readonly Expression[] {
  return predicate.kind === 'call' && predicate.function === 'and'
    ? predicate.arguments.flatMap(conjuncts)
    : [predicate];
}
