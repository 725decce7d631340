import type { Expression } from '../../../query/expression.js';

/** The link from a parent's rows to the rows of a list below it: parent value = the list's column. */
export interface ParentLink {
  readonly on: readonly { readonly parent: Expression; readonly column: string }[];
}
