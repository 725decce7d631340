import type { GraphQLScalarName } from '../../../catalog/contract.js';

/** The aggregates of a group that are objects with a member a field. */
export type AggregateName = 'countDistinct' | 'sum' | 'avg' | 'min' | 'max' | 'stddev' | 'percentile';

export const AGGREGATE_NAMES: readonly AggregateName[] = Object.freeze([
  'countDistinct',
  'sum',
  'avg',
  'min',
  'max',
  'stddev',
  'percentile',
]);

export const QUERY_NAME = 'Query';
export const PAGE_INFO_NAME = 'PageInfo';
export const ORDER_DIRECTION_NAME = 'OrderDirection';
export const DATE_BUCKET_NAME = 'DateBucket';

/** Members with which a filter combines filters; no contract field may bear one of these names. */
export const FILTER_COMBINATORS: readonly string[] = Object.freeze(['and', 'or', 'not']);

export const connectionName = (type: string): string => `${type}Connection`;
export const edgeName = (type: string): string => `${type}Edge`;
export const filterName = (type: string): string => `${type}Filter`;
export const listFilterName = (type: string): string => `${type}ListFilter`;
export const orderByName = (type: string): string => `${type}OrderBy`;
export const groupName = (type: string): string => `${type}Group`;
export const groupKeyName = (type: string): string => `${type}GroupKey`;
export const groupKeyOrderByName = (type: string): string => `${type}GroupKeyOrderBy`;
export const groupOrderByName = (type: string): string => `${type}GroupOrderBy`;
export const havingName = (type: string): string => `${type}Having`;
export const measuresName = (type: string): string => `${type}Measures`;
export const measuresHavingName = (type: string): string => `${type}MeasuresHaving`;
export const measuresOrderByName = (type: string): string => `${type}MeasuresOrderBy`;

/** `FlightSum`, `FlightCountDistinct`, …: the type of one aggregate of a group. */
export const aggregateName = (type: string, aggregate: AggregateName): string => `${type}${capitalise(aggregate)}`;
export const aggregateHavingName = (type: string, aggregate: AggregateName): string =>
  `${aggregateName(type, aggregate)}Having`;
export const aggregateOrderByName = (type: string, aggregate: AggregateName): string =>
  `${aggregateName(type, aggregate)}OrderBy`;

/** The filter type that all fields of a scalar share, such as `IntFilter`. */
export const scalarFilterName = (scalar: GraphQLScalarName): string => `${scalar}Filter`;

/**
 * Every type name that the schema may make for a contract type, the type itself first. Names are claimed whether
 * or not the type's present columns need them, so that adding a column can never bring a collision about.
 */
export function namesClaimedBy(type: string): readonly string[] {
  return [
    type,
    connectionName(type),
    edgeName(type),
    filterName(type),
    listFilterName(type),
    orderByName(type),
    groupName(type),
    groupKeyName(type),
    groupKeyOrderByName(type),
    groupOrderByName(type),
    havingName(type),
    measuresName(type),
    measuresHavingName(type),
    measuresOrderByName(type),
    ...AGGREGATE_NAMES.flatMap((aggregate) => [
      aggregateName(type, aggregate),
      aggregateHavingName(type, aggregate),
      aggregateOrderByName(type, aggregate),
    ]),
  ];
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
