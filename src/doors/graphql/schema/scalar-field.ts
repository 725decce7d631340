import type { ColumnField, ComputedField } from '../../../catalog/contract.js';

/** A field that holds one scalar of the row itself: a column or a computed field. */
export type ScalarField = ColumnField | ComputedField;
