import {
  buildClientSchema,
  execute,
  GraphQLSchema,
  getIntrospectionQuery,
  introspectionFromSchema,
  isObjectType,
  parse,
  validate,
  validateSchema,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Contract } from '../../../../src/catalog/contract.js';
import { buildSchema } from '../../../../src/doors/graphql/schema/build-schema.js';
import { SCALAR_NAMES } from '../../../../src/doors/graphql/schema/scalars.js';
import {
  column,
  computed,
  contractOf,
  contractType,
  demoContract,
  measure,
  OPTIONS,
  toMany,
  toOne,
} from './demo-contract.js';

/** Everything graphql-js has to say against the schema, which itself is built unvalidated. */
function faultsOf(schema: GraphQLSchema): readonly string[] {
  return validateSchema(new GraphQLSchema({ ...schema.toConfig(), assumeValid: false })).map(({ message }) => message);
}

function fieldsOf(contract: Contract, type: string): readonly string[] {
  const found = buildSchema(contract, OPTIONS).getType(type);
  if (found === undefined || !('getFields' in found)) return [];
  return Object.values(found.getFields()).map((field) => `${field.name}: ${field.type}`);
}

function errorsOf(contract: Contract, query: string): readonly string[] {
  return validate(buildSchema(contract, OPTIONS), parse(query)).map(({ message }) => message);
}

/** One type with a column of each scalar, all of them required. */
const everyScalar = contractOf([
  contractType('Thing', {
    key: ['fieldID'],
    fields: SCALAR_NAMES.map((scalar) => column(`field${scalar}`, scalar, { required: true })),
    measures: SCALAR_NAMES.map((scalar) => measure(`measure${scalar}`, scalar)),
  }),
]);

test.each([
  ['demo', demoContract],
  ['every scalar', everyScalar],
])('graphql-js finds nothing against the schema: %s', (_, contract) => {
  const schema = buildSchema(contract, OPTIONS);
  expect(faultsOf(schema)).toEqual([]);
  expect(faultsOf(buildClientSchema(introspectionFromSchema(schema)))).toEqual([]);
});

test('the queries of the documentation are valid', () => {
  const query = `
    query Delays($after: String) {
      flights(
        filter: { delay: { gt: 60 }, origin: { iata: { in: ["SFO", "OAK"] } }, not: { origin: { iata: { eq: "LAX" } } } }
        orderBy: [{ delay: DESC }, { origin: { iata: ASC_NULLS_FIRST } }]
        first: 50, after: $after
      ) {
        nodes { id date delay distance delayed origin { iata } }
        edges { cursor node { __typename id } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        totalCount
      }
      flightGroups(
        filter: { date: { gte: "2001-01-01T00:00:00Z" } }
        having: { count: { gte: 100 }, avg: { delay: { gt: 1.5 } }, or: [{ sum: { delay: { gt: "9007199254740993" } } }] }
        orderBy: [{ avg: { delay: DESC } }, { key: { origin: { iata: ASC } } }, { measures: { onTimeRate: ASC } }]
        first: 10, offset: 5
      ) {
        key { origin { iata latitude(bin: 2.5) } month: date(bucket: MONTH) delay(bin: 15) }
        count avg { delay } sum { delay } max { delay id } min { date } stddev { delay }
        countDistinct { origin delay } median: percentile(p: 0.5) { delay } measures { onTimeRate }
      }
      airport(iata: "SFO") {
        nearby { airport { iata } distanceKm }
        departures(first: 5, orderBy: [{ delay: DESC }]) { nodes { delay } totalCount }
        departureGroups(orderBy: [{ count: DESC }], first: 3) { key { origin { iata } } count }
      }
      airports(filter: { departures: { some: { delay: { isNull: false } }, none: { id: { eq: 7 } } } }) { totalCount }
    }`;
  expect(errorsOf(demoContract, query)).toEqual([]);
});

test.each([
  ['{ delay: ASC, date: DESC }', 'OneOf Input Object "FlightOrderBy" must specify exactly one key.'],
  ['{}', 'OneOf Input Object "FlightOrderBy" must specify exactly one key.'],
  ['{ delay: null }', 'Field "FlightOrderBy.delay" must be non-null.'],
  ['{ origin: { iata: ASC, latitude: ASC } }', 'OneOf Input Object "AirportOrderBy" must specify exactly one key.'],
])('orderBy %s is refused', (orderBy, message) => {
  expect(errorsOf(demoContract, `{ flights(orderBy: [${orderBy}]) { totalCount } }`)).toEqual([message]);
});

test('orderBy in a variable has exactly one key too', () => {
  const document = parse('query($by: [FlightOrderBy!]) { flights(orderBy: $by) { totalCount } }');
  const run = (variableValues: Record<string, unknown>) =>
    execute({ schema: buildSchema(demoContract, OPTIONS), document, variableValues });
  expect(run({ by: [{ delay: 'ASC', date: 'ASC' }] })).toMatchObject({
    errors: [{ message: expect.stringContaining('Exactly one key must be specified for OneOf type "FlightOrderBy".') }],
  });
});

describe('which members a type has', () => {
  test('aggregates follow the scalar', () => {
    const numeric = ['Int', 'Float', 'BigInt', 'Decimal'];
    const ordered = ['ID', 'String', ...numeric, 'Date', 'Time', 'DateTime', 'UUID'];
    expect(fieldsOf(everyScalar, 'ThingSum')).toEqual([
      'fieldInt: BigInt',
      'fieldFloat: Float',
      'fieldBigInt: BigInt',
      'fieldDecimal: Decimal',
    ]);
    for (const aggregate of ['Avg', 'Stddev', 'Percentile']) {
      expect(fieldsOf(everyScalar, `Thing${aggregate}`)).toEqual(numeric.map((scalar) => `field${scalar}: Float`));
    }
    for (const aggregate of ['Min', 'Max']) {
      expect(new Set(fieldsOf(everyScalar, `Thing${aggregate}`))).toEqual(
        new Set(ordered.map((scalar) => `field${scalar}: ${scalar}`)),
      );
    }
    const groupable = SCALAR_NAMES.filter((scalar) => scalar !== 'JSON' && scalar !== 'Bytes');
    expect(fieldsOf(everyScalar, 'ThingCountDistinct')).toEqual(groupable.map((scalar) => `field${scalar}: Int!`));
    expect(fieldsOf(everyScalar, 'ThingGroupKey')).toEqual(groupable.map((scalar) => `field${scalar}: ${scalar}`));
    expect(fieldsOf(everyScalar, 'ThingMeasuresOrderBy')).toEqual(
      groupable.map((scalar) => `measure${scalar}: OrderDirection`),
    );
    expect(fieldsOf(everyScalar, 'ThingMeasures')).toEqual(SCALAR_NAMES.map((scalar) => `measure${scalar}: ${scalar}`));
    expect(fieldsOf(everyScalar, 'ThingSumHaving')).toContain('fieldInt: BigIntFilter');
    expect(fieldsOf(everyScalar, 'ThingFilter')).toContain('fieldBytes: BytesFilter');
  });

  test('scalar filters have the operators that fit', () => {
    const operators = (scalar: string): string =>
      fieldsOf(everyScalar, `${scalar}Filter`)
        .map((field) => field.split(':')[0])
        .join(' ');
    expect(operators('JSON')).toBe('isNull');
    expect(operators('Bytes')).toBe('eq neq in notIn isNull');
    expect(operators('Boolean')).toBe('eq neq isNull');
    expect(operators('ID')).toBe('eq neq in notIn lt lte gt gte isNull');
    expect(operators('Decimal')).toBe('eq neq in notIn lt lte gt gte isNull');
    expect(operators('String')).toBe('eq neq in notIn lt lte gt gte like ilike startsWith endsWith contains isNull');
  });

  test('only dates take a bucket and only numbers a bin', () => {
    const type = buildSchema(everyScalar, OPTIONS).getType('ThingGroupKey');
    const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
    const taking = (name: string): readonly string[] =>
      fields.filter((field) => field.args.some((arg) => arg.name === name)).map((field) => field.name);
    expect(taking('bucket')).toEqual(['fieldDate', 'fieldDateTime']);
    expect(taking('bin')).toEqual(['fieldInt', 'fieldFloat', 'fieldBigInt', 'fieldDecimal']);
  });

  test('what would be empty is left out', () => {
    const opaque = contractOf([
      contractType('Blob', {
        key: ['data'],
        fields: [column('data', 'Bytes'), toOne('next', 'Blob'), toMany('all', 'Blob', undefined)],
      }),
    ]);
    const schema = buildSchema(opaque, OPTIONS);
    expect(faultsOf(schema)).toEqual([]);
    expect(fieldsOf(opaque, 'BlobGroup')).toEqual(['count: Int!', 'countDistinct: BlobCountDistinct!']);
    expect(fieldsOf(opaque, 'BlobCountDistinct')).toEqual(['next: Int!']);
    expect(schema.getType('BlobOrderBy')).toBeUndefined();
    expect(schema.getType('BlobGroupKeyOrderBy')).toBeUndefined();
    expect(
      schema
        .getQueryType()
        ?.getFields()
        .blobs?.args.map(({ name }) => name),
    ).toEqual(['filter', 'first', 'after', 'last', 'before', 'offset']);
  });

  test('a type can be sorted through a relation alone', () => {
    const linked = contractOf([
      contractType('Link', {
        key: ['data'],
        fields: [column('data', 'JSON'), toOne('end', 'Node', { required: true })],
      }),
      contractType('Node'),
    ]);
    expect(fieldsOf(linked, 'LinkOrderBy')).toEqual(['end: NodeOrderBy']);
    expect(fieldsOf(linked, 'LinkGroupKey')).toEqual(['end: NodeGroupKey']);
    expect(fieldsOf(linked, 'Link')).toEqual(['data: JSON', 'end: Node!']);
  });

  test('a composite key has an argument a field, and a key that is not visible no lookup', () => {
    const fields = [column('day', 'Date', { required: true }), column('route', 'ID', { required: true })];
    const visible = contractOf([contractType('RouteDay', { key: ['route', 'day'], fields })]);
    const args = buildSchema(visible, OPTIONS).getQueryType()?.getFields().routeDay?.args;
    expect(args?.map(({ name, type }) => `${name}: ${type}`)).toEqual(['route: ID!', 'day: Date!']);
    const hidden = contractOf([contractType('RouteDay', { key: ['route', 'day'], fields: fields.slice(0, 1) })]);
    expect(Object.keys(buildSchema(hidden, OPTIONS).getQueryType()?.getFields() ?? {})).toEqual([
      'routeDays',
      'routeDayGroups',
    ]);
  });

  test('computed fields are filtered, sorted and grouped by like columns', () => {
    const contract = contractOf([contractType('Row', { fields: [column('id', 'ID'), computed('half', 'Float')] })]);
    for (const type of ['Row', 'RowFilter', 'RowOrderBy', 'RowGroupKey', 'RowSum']) {
      expect(fieldsOf(contract, type).map((field) => field.split(':')[0])).toContain('half');
    }
  });
});

describe('a contract without types', () => {
  const schema = buildSchema(contractOf([]), OPTIONS);

  test('answers __typename and introspection', () => {
    const run = (source: string) => {
      const document = parse(source);
      expect(validate(schema, document)).toEqual([]);
      return execute({ schema, document });
    };
    expect(run('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
    expect(run('{ __schema { queryType { fields { name } } } }')).toEqual({
      data: { __schema: { queryType: { fields: [] } } },
    });
    expect(run(getIntrospectionQuery({ oneOf: true, specifiedByUrl: true }))).not.toHaveProperty('errors');
    expect(validate(schema, parse('{ flights { totalCount } }')).map(({ message }) => message)).toEqual([
      'Cannot query field "flights" on type "Query".',
    ]);
  });
});

test('shared types are one instance in a schema, and a build leaves no trace in the next', () => {
  const first = buildSchema(demoContract, OPTIONS);
  const second = buildSchema(demoContract, OPTIONS);
  expect(first.getType('Flight')).not.toBe(second.getType('Flight'));
  expect(Object.keys(first.getTypeMap())).toEqual(Object.keys(second.getTypeMap()));
});
