import type {
  ColumnField,
  ComputedField,
  Contract,
  ContractType,
  GraphQLScalarName,
  RelationField,
  ResolverField,
} from '../../../../src/catalog/contract.js';
import type { SchemaOptions } from '../../../../src/doors/graphql/schema/options.js';
import { STRING } from '../../../../src/query/types.js';

export const OPTIONS: SchemaOptions = { maxPageSize: 10_000, defaultPageSize: 100, maxGroups: 5_000 };

const HERE = { file: 'schema/demo.graphql', line: 7, column: 3 };
const TEXTS = { description: undefined, deprecationReason: undefined, location: HERE };

/** A column named as its field. The schema never looks at the column's SQL type, so one type serves all. */
export function column(name: string, scalar: GraphQLScalarName, more: Partial<ColumnField> = {}): ColumnField {
  return { ...TEXTS, kind: 'column', name, column: name, scalar, required: false, type: STRING, ...more };
}

export function computed(name: string, scalar: GraphQLScalarName, more: Partial<ComputedField> = {}): ComputedField {
  const expression = { kind: 'literal', value: null, type: STRING } as const;
  return { ...TEXTS, kind: 'computed', name, expression, columns: [], scalar, required: false, type: STRING, ...more };
}

export function toOne(name: string, target: string, more: Partial<RelationField> = {}): RelationField {
  const on = [{ from: name, to: 'id' }];
  return {
    ...TEXTS,
    kind: 'relation',
    cardinality: 'one',
    name,
    target,
    on,
    required: false,
    groups: undefined,
    ...more,
  };
}

export function toMany(name: string, target: string, groups: string | undefined): RelationField {
  const on = [{ from: 'id', to: name }];
  return { ...TEXTS, kind: 'relation', cardinality: 'many', name, target, on, required: true, groups };
}

export function resolver(name: string, sdl: string, more: Partial<ResolverField> = {}): ResolverField {
  return { ...TEXTS, kind: 'resolver', name, sdl, requires: [], ...more };
}

export function measure(
  name: string,
  scalar: GraphQLScalarName,
  description?: string,
): ContractType['measures'][number] {
  const expression = { kind: 'literal', value: null, type: STRING } as const;
  return { name, description, scalar, expression, columns: [], type: STRING, metric: undefined, location: HERE };
}

export function contractType(name: string, more: Partial<ContractType> = {}): ContractType {
  const singular = name.charAt(0).toLowerCase() + name.slice(1);
  return {
    name,
    singular,
    plural: `${singular}s`,
    groups: `${singular}Groups`,
    table: `lakehouse.gold.${singular}s`,
    description: undefined,
    key: ['id'],
    fields: [column('id', 'ID', { required: true })],
    measures: [],
    cacheControl: undefined,
    groupsOnly: false,
    location: HERE,
    ...more,
  };
}

export function contractOf(types: readonly ContractType[], more: Partial<Contract> = {}): Contract {
  return { types, queryFields: [], supportingSdl: '', ...more };
}

const flight = contractType('Flight', {
  description: 'One flight.',
  fields: [
    column('id', 'ID', { required: true, column: 'flight_id', description: 'Stable key.' }),
    column('date', 'DateTime', { required: true, description: 'Scheduled departure.' }),
    column('delay', 'Int', { description: 'Arrival delay in minutes.' }),
    column('distance', 'Int', { deprecationReason: 'Use `miles`.' }),
    computed('delayed', 'Boolean', { description: 'More than 15 minutes late.' }),
    toOne('origin', 'Airport', { description: 'Where it starts.' }),
  ],
  measures: [measure('onTimeRate', 'Float', 'Share of flights at most 15 minutes late.')],
});

const airport = contractType('Airport', {
  key: ['iata'],
  fields: [
    column('iata', 'String', { required: true }),
    column('latitude', 'Float'),
    toMany('departures', 'Flight', 'departureGroups'),
    resolver('nearby', 'nearby(first: Int = 5): [NearbyAirport!]!', { description: 'Closest airports.' }),
  ],
});

/** Flight and Airport with every kind of field, as the demo has them. */
export const demoContract: Contract = contractOf([flight, airport], {
  supportingSdl: '"An airport nearby."\ntype NearbyAirport { airport: Airport! distanceKm: Float! }',
});
