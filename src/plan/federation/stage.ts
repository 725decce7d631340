import type { ColumnExpression } from '../../query/expression.js';
import type { Field, Relation } from '../../query/relation.js';
import type { Prediction } from '../models/lower-models.js';

/** Keys, found at the host, by which a fragment is reduced before it is fetched. */
export interface KeySet {
  /** What the fragment's `in-subquery` refers to. */
  readonly name: string;
  /** The keys, without repetition: a relation over the host's tables and the stages before. */
  readonly relation: Relation;
  /** Of how many columns a key is, and their types. */
  readonly columns: readonly ColumnExpression[];
  /** What a person reads of where the keys come from. */
  readonly from: string;
}

/** Rows that another source gives, put into a table of the host. */
export interface FetchStage {
  readonly kind: 'fetch';
  readonly name: string;
  readonly source: string;
  /** All that the source can do itself; its optional `in-subquery`s read references to the key sets. */
  readonly relation: Relation;
  readonly fields: readonly Field[];
  readonly keys: readonly KeySet[];
  /** A guess, from which the order of stages was chosen. */
  readonly estimatedRows: number;
}

/** Rows that the host computes once, because several stages or parts of the query read them. */
export interface ComputeStage {
  readonly kind: 'compute';
  readonly name: string;
  readonly relation: Relation;
}

/** What a served model answers for rows of the host, each once: its inputs, and behind them what it gives. */
export interface PredictStage {
  readonly kind: 'predict';
  readonly name: string;
  readonly model: string;
  /** The inputs, without repetition, in the model's order. */
  readonly relation: Relation;
  /** Which values of a prediction are kept. */
  readonly outputs: Prediction['outputs'];
  /** A guess at how many different inputs there are. */
  readonly estimatedRows: number;
}

/** A step before the last statement; each leaves a table of its name at the host. */
export type Stage = FetchStage | ComputeStage | PredictStage;
