import type { GraphQLScalarName, Measure, RelationField } from '../../../catalog/contract.js';
import type { AggregateName } from './names.js';
import type { ScalarField } from './scalar-field.js';
import { SCALAR_TRAITS } from './scalar-traits.js';

interface ValueAggregate {
  readonly name: Exclude<AggregateName, 'countDistinct'>;
  readonly description: string;
  /** Takes an argument, so that `having` and `orderBy` cannot name it. */
  readonly parametrised: boolean;
}

/** The aggregates that give a value a field, in the order in which a group shows them. */
export const VALUE_AGGREGATES: readonly ValueAggregate[] = Object.freeze([
  { name: 'sum', description: 'Sums', parametrised: false },
  { name: 'avg', description: 'Arithmetic means', parametrised: false },
  { name: 'min', description: 'Smallest values', parametrised: false },
  { name: 'max', description: 'Largest values', parametrised: false },
  { name: 'stddev', description: 'Sample standard deviations', parametrised: false },
  { name: 'percentile', description: 'Interpolated percentiles', parametrised: true },
]);

/** A field of an aggregate's types, with the scalar of the result. */
export interface AggregateMember {
  readonly name: string;
  readonly description: string | undefined;
  readonly deprecationReason: string | undefined;
  readonly scalar: GraphQLScalarName;
}

/** What each aggregate has for one type, and the type's measures. An aggregate without members is left out. */
export type AggregateMembers = Readonly<Record<AggregateName | 'measures', readonly AggregateMember[]>>;

/**
 * Distinct values can be counted of everything that can be grouped by, to-one relations included; the other
 * aggregates are over the scalars that have a result for them.
 */
export function aggregateMembersOf(
  scalars: readonly ScalarField[],
  toOne: readonly RelationField[],
  measures: readonly Measure[],
): AggregateMembers {
  const numeric = scalars.filter((field) => SCALAR_TRAITS[field.scalar].numeric);
  const ordered = scalars.filter((field) => SCALAR_TRAITS[field.scalar].ordered);
  const sortable = scalars.filter((field) => SCALAR_TRAITS[field.scalar].sortable);
  const reals = numeric.map((field) => memberOf(field, 'Float'));
  const extremes = ordered.map((field) => memberOf(field, field.scalar));
  return {
    countDistinct: [...sortable, ...toOne].map((field) => memberOf(field, 'Int')),
    sum: numeric.map((field) => memberOf(field, field.scalar === 'Int' ? 'BigInt' : field.scalar)),
    avg: reals,
    min: extremes,
    max: extremes,
    stddev: reals,
    percentile: reals,
    measures: measures.map(({ name, description, scalar }) => ({
      name,
      description,
      deprecationReason: undefined,
      scalar,
    })),
  };
}

function memberOf(field: ScalarField | RelationField, scalar: GraphQLScalarName): AggregateMember {
  return { name: field.name, description: field.description, deprecationReason: field.deprecationReason, scalar };
}
