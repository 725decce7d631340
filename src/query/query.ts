import type { Relation } from './relation.js';

/**
 * What a door asks for. `json-document`: one row with one json column, the text of the reply's data;
 * `rows`: a stream of rows with the fields of the relation.
 */
export interface Query {
  readonly kind: 'query';
  readonly shape: 'json-document' | 'rows';
  readonly relation: Relation;
}
