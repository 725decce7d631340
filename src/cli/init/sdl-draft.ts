import type { GraphQLScalarName } from '../../catalog/contract.js';

/** A field of a drafted type, before it is printed. */
export type DraftField =
  | {
      readonly kind: 'column';
      readonly name: string;
      readonly column: string;
      readonly scalar: GraphQLScalarName;
      readonly required: boolean;
      readonly comment: string | undefined;
    }
  | {
      readonly kind: 'relation';
      readonly name: string;
      readonly target: string;
      readonly many: boolean;
      readonly on: readonly { readonly from: string; readonly to: string }[];
      readonly comment: string | undefined;
    };

/** A measure of a metric view: `MEASURE(measure)`. */
export interface DraftMeasure {
  readonly name: string;
  readonly measure: string;
  readonly scalar: GraphQLScalarName;
}

/** A type drafted from a table. */
export interface DraftType {
  readonly name: string;
  /** Full name of the table. */
  readonly table: string;
  readonly comment: string | undefined;
  /** Names of the key's fields; none of a metric view. */
  readonly key: readonly string[];
  readonly measures: readonly DraftMeasure[];
  /** The list field of Query where the English rules give a name that is taken. */
  readonly plural: string | undefined;
  readonly fields: readonly DraftField[];
}

/** What init leaves out, and why: a line each. */
export type Notes = string[];
