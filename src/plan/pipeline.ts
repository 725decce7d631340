import type { Relation } from '../query/relation.js';
import { dissolveBarriers } from './passes/dissolve-barriers.js';
import { lowerLimitPer } from './passes/lower-limit-per.js';
import { lowerNest } from './passes/lower-nest.js';
import { pushLeakproofPredicates } from './passes/push-leakproof-predicates.js';

export interface Pass {
  readonly name: string;
  readonly run: (relation: Relation) => Relation;
}

/** The passes over an authorised query, in order. Each keeps its meaning; policy is not among them. */
export const PIPELINE: readonly Pass[] = Object.freeze([
  { name: 'push-leakproof-predicates', run: pushLeakproofPredicates },
  { name: 'dissolve-barriers', run: dissolveBarriers },
  { name: 'lower-nest', run: lowerNest },
  { name: 'lower-limit-per', run: lowerLimitPer },
]);
