import type { GraphQLScalarName } from '../../../catalog/contract.js';
import type { ModelValue } from '../../../engine.js';

/** Where an input of a prediction is: a place in the marker of each row, or one value for all rows. */
export type ModelSiteInput =
  | { readonly kind: 'row'; readonly index: number }
  | { readonly kind: 'fixed'; readonly value: ModelValue };

/** One selected field with `@model`. What the rows give stands in the reply's markers; the rest is here. */
export interface ModelSite {
  readonly endpoint: string;
  readonly inputs: readonly ModelSiteInput[];
  /** Which value of a prediction the field is, by index. */
  readonly output: number;
  readonly scalar: GraphQLScalarName;
  /** `Type.field`, for messages. */
  readonly field: string;
}
