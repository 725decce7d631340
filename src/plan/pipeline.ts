import type { Relation, RelationKind } from '../query/relation.js';
import type { EngineTraits } from '../sources/source.js';
import { dissolveBarriers } from './passes/dissolve-barriers.js';
import { fetchColumnsLate } from './passes/fetch-columns-late.js';
import { limitByThreshold } from './passes/limit-by-threshold.js';
import { lowerLimitPer } from './passes/lower-limit-per.js';
import { lowerNest } from './passes/lower-nest.js';
import { pushLeakproofPredicates } from './passes/push-leakproof-predicates.js';

export interface Pass {
  readonly name: string;
  /** Only where the tree has a relation of this kind. */
  readonly when: RelationKind;
  readonly run: (relation: Relation, traits: EngineTraits) => Relation;
}

/** Passes that look at the whole of a query, whatever runs it. */
export const WHOLE_TREE: readonly Pass[] = Object.freeze([
  { name: 'push-leakproof-predicates', when: 'barrier', run: pushLeakproofPredicates },
  { name: 'dissolve-barriers', when: 'barrier', run: dissolveBarriers },
  { name: 'lower-nest', when: 'nest', run: lowerNest },
]);

/** Passes for the engine that runs a part, or all, of a query. */
export const PER_SOURCE: readonly Pass[] = Object.freeze([
  { name: 'fetch-columns-late', when: 'limit', run: fetchColumnsLate },
  { name: 'limit-by-threshold', when: 'limit', run: limitByThreshold },
  { name: 'lower-limit-per', when: 'limit', run: lowerLimitPer },
]);

/** The passes over an authorised query, in order. Each keeps its meaning; policy is not among them. */
export const PIPELINE: readonly Pass[] = Object.freeze([...WHOLE_TREE, ...PER_SOURCE]);
