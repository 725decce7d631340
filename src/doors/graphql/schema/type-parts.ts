import type { ContractType, RelationField } from '../../../catalog/contract.js';
import { type AggregateMembers, aggregateMembersOf } from './aggregates.js';
import type { ScalarField } from './scalar-field.js';
import { SCALAR_TRAITS } from './scalar-traits.js';

/** A contract type with its fields sorted by what the schema makes of them, each list in contract order. */
export interface TypeParts {
  readonly type: ContractType;
  /** Columns and computed fields that can be sorted and grouped by. */
  readonly sortable: readonly ScalarField[];
  readonly toOne: readonly RelationField[];
  readonly aggregates: AggregateMembers;
}

export function typePartsOf(type: ContractType): TypeParts {
  const scalars = type.fields.filter((field) => field.kind === 'column' || field.kind === 'computed');
  const toOne = type.fields
    .filter((field) => field.kind === 'relation')
    .filter((relation) => relation.cardinality === 'one');
  return {
    type,
    sortable: scalars.filter((field) => SCALAR_TRAITS[field.scalar].sortable),
    toOne,
    // A metric view has its measures; what else its rows would come to is not for anyone to know.
    aggregates: aggregateMembersOf(type.groupsOnly ? [] : scalars, toOne, type.measures),
  };
}

/**
 * Names of the types that can be sorted and grouped by something: by a column of their own or, through to-one
 * relations, by another's. Types that only refer to each other in a circle are not among them.
 */
export function sortableTypeNames(parts: readonly TypeParts[]): ReadonlySet<string> {
  const names = new Set(parts.filter((part) => part.sortable.length > 0).map((part) => part.type.name));
  for (let before = -1; before !== names.size; ) {
    before = names.size;
    for (const part of parts) {
      if (part.toOne.some((relation) => names.has(relation.target))) names.add(part.type.name);
    }
  }
  return names;
}
