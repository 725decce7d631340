import {
  execute,
  type GraphQLSchema,
  introspectionFromSchema,
  isInputObjectType,
  isObjectType,
  parse,
  printType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Contract, ContractField } from '../../../../src/catalog/contract.js';
import { buildSchema } from '../../../../src/doors/graphql/schema/build-schema.js';
import { findSchemaProblems } from '../../../../src/doors/graphql/schema/schema-problems.js';
import { column, contractOf, contractType, demoContract, OPTIONS, resolver, toMany, toOne } from './demo-contract.js';

const SUPPORTING = `
  "How to search."
  input Search @oneOf { near: Near byName: String }
  input Near { lat: Float! lon: Float! km: Float = 10.5 since: DateTime = "2001-01-31T01:00:00+01:00" }
  enum Shade { LIGHT DARK @deprecated(reason: "Too dark.") }
  scalar Colour @specifiedBy(url: "https://example.test/colour")
  scalar DateTime
  type Hit { place: Place! score(unit: Shade = LIGHT): Float! more: [Hit!] colour: Colour }
  type Unused { a: Int }
`;

function schemaWith(fields: readonly ContractField[], more: Partial<Contract> = {}): GraphQLSchema {
  const place = contractType('Place', { fields: [column('id', 'ID', { required: true }), ...fields] });
  return buildSchema(contractOf([place], { supportingSdl: SUPPORTING, ...more }), OPTIONS);
}

function printed(schema: GraphQLSchema, name: string): string {
  const type = schema.getType(name);
  return type === undefined ? '' : printType(type);
}

test('a resolver field has the arguments, defaults and texts of its SDL', () => {
  const schema = schemaWith([
    resolver(
      'search',
      '"Finds places." search("How." by: Search!, first: Int = 5, shades: [Shade!] = [LIGHT], limit: BigInt = 9007199254740993, old: String @deprecated(reason: "Use by.")): [Hit!]! @deprecated(reason: "Use hits.") @cacheControl(maxAge: 5)',
    ),
  ]);
  expect(printed(schema, 'Place')).toBe(`"""One Place."""
type Place {
  id: ID!

  """Finds places."""
  search(
    """How."""
    by: Search!
    first: Int = 5
    shades: [Shade!] = [LIGHT]
    limit: BigInt = "9007199254740993"
    old: String @deprecated(reason: "Use by.")
  ): [Hit!]! @deprecated(reason: "Use hits.")
}`);
  expect(printed(schema, 'Search')).toBe(`"""How to search."""
input Search @oneOf {
  near: Near
  byName: String
}`);
  expect(printed(schema, 'Near')).toContain('since: DateTime = "2001-01-31T00:00:00Z"');
  expect(printed(schema, 'Shade')).toContain('DARK @deprecated(reason: "Too dark.")');
  expect(printed(schema, 'Colour')).toBe('scalar Colour @specifiedBy(url: "https://example.test/colour")');
  expect(printed(schema, 'Hit')).toContain('score(unit: Shade = LIGHT): Float!');
  expect(schema.getType('Unused')).toBeUndefined();
  expect(() => introspectionFromSchema(schema)).not.toThrow();
});

test('the texts of the contract come before those of the SDL', () => {
  const field = resolver('a', '"SDL." a: Int @deprecated(reason: "SDL.")', {
    description: 'Contract.',
    deprecationReason: 'Contract.',
  });
  expect(printed(schemaWith([field]), 'Place')).toContain('"""Contract."""\n  a: Int @deprecated(reason: "Contract.")');
});

test('root fields of the contract follow those of its types', () => {
  const schema = schemaWith([], { queryFields: [resolver('best', 'best(by: Near): Hit')] });
  expect(Object.keys(schema.getQueryType()?.getFields() ?? {})).toEqual(['places', 'place', 'placeGroups', 'best']);
});

test('a resolver field runs once it has a function, with its arguments in the form of the IR', () => {
  const schema = schemaWith([], { queryFields: [resolver('echo', 'echo(at: DateTime, n: BigInt = 7): String')] });
  const field = schema.getQueryType()?.getFields().echo;
  if (field === undefined) throw new Error('no field echo');
  field.resolve = (_source, args: { at: unknown; n: unknown }) => `${args.at} ${typeof args.n}`;
  const document = parse('{ echo(at: "2001-01-31T00:00:00-01:00") }');
  expect(execute({ schema, document })).toEqual({ data: { echo: '2001-01-31 01:00:00 bigint' } });
});

test('a resolver field is not filtered, sorted or grouped by', () => {
  const schema = buildSchema(demoContract, OPTIONS);
  for (const name of ['AirportFilter', 'AirportOrderBy', 'AirportGroupKey', 'AirportCountDistinct']) {
    const type = schema.getType(name);
    const fields = isObjectType(type) || isInputObjectType(type) ? Object.keys(type.getFields()) : [];
    expect(fields).toContain('iata');
    expect(fields).not.toContain('nearby');
  }
});

describe('what leads to a hidden type is hidden', () => {
  test('fields of supporting types, and supporting types that are left without fields', () => {
    const contract = contractOf(
      [
        contractType('Place', {
          fields: [column('id', 'ID'), resolver('hit', 'hit: Hit'), resolver('secret', 'secret: [Wrapper!]!')],
        }),
      ],
      {
        supportingSdl:
          'type Hit { score: Float secret: Secret! } type Wrapper { inner: Inner } type Inner { secret: Secret back: Wrapper }',
        queryFields: [resolver('root', 'root: Wrapper'), resolver('count', 'count: Int')],
      },
    );
    const schema = buildSchema(contract, OPTIONS);
    expect(printed(schema, 'Place')).not.toContain('secret');
    expect(printed(schema, 'Hit')).toBe('type Hit {\n  score: Float\n}');
    expect(schema.getType('Wrapper')).toBeUndefined();
    expect(Object.keys(schema.getQueryType()?.getFields() ?? {})).toEqual(['places', 'place', 'placeGroups', 'count']);
    expect(JSON.stringify(introspectionFromSchema(schema))).not.toMatch(/secret|wrapper|inner/i);
  });

  test('relations', () => {
    const fields = [column('id', 'ID'), toOne('owner', 'Secret'), toMany('secrets', 'Secret', 'secretGroups')];
    const schema = buildSchema(contractOf([contractType('Place', { fields })]), OPTIONS);
    expect(JSON.stringify(introspectionFromSchema(schema))).not.toMatch(/secret|owner/i);
  });

  test('over the whole contract such a type is reported instead', () => {
    const fields = [column('id', 'ID'), toOne('owner', 'Secret'), resolver('hit', 'hit: [Hti!]')];
    expect(findSchemaProblems(contractOf([contractType('Place', { fields })])).map(({ message }) => message)).toEqual([
      'Place.owner has the type Secret, which is not a type of the contract.',
      'Place.hit has the type Hti, which is not a type of the contract.',
    ]);
  });
});

describe('what cannot be a resolver field', () => {
  const where = 'schema/demo.graphql:7:3';
  test.each([
    ['a: Int } type Query { b: Int', `${where} field a: its SDL is not the definition of one field named "a".`],
    ['a: Int b: Int', `${where} field a: its SDL is not the definition of one field named "a".`],
    ['b: Int', `${where} field a: its SDL is not the definition of one field named "a".`],
    ['a Int', `${where} field a: its SDL does not parse (Syntax Error: Expected ":", found Name "Int".).`],
    ['a: Near', `${where} Place.a has the type Near, which is for input only.`],
    ['a(b: Hit): Int', `${where} Place.a, b, has the type Hit, which is for output only.`],
    ['a(b: Nothing): Int', `${where} Place.a, b, has the type Nothing, which is not a type of the contract.`],
    ['a(b: Int = "x"): Int', `${where} a(b:): the default does not fit Int.`],
    ['a(b: Shade = RED): Int', `${where} a(b:): the default does not fit Shade.`],
    ['a(b: JSON = {c: 1}): Int', `${where} a(b:): a default of JSON cannot be an object or a list.`],
  ])('%s', (sdl, message) => {
    expect(() => schemaWith([resolver('a', sdl)])).toThrow(
      expect.objectContaining({ code: 'CONTRACT_INVALID', message }),
    );
  });

  test.each([
    ['type A {', 'The supporting types of the contract do not parse: Syntax Error: Expected Name, found <EOF>.'],
    [
      'union U = Place',
      'The supporting definition `union U = Place` is neither an object, input, enum nor scalar type.',
    ],
    [
      'extend type Place { a: Int }',
      'The supporting definition `extend type Place {` is neither an object, input, enum nor scalar type.',
    ],
    ['type A implements B { a: Int }', 'The supporting definition `type A implements B {` implements an interface.'],
    ['input I { a: Missing }', 'I, a, has the type Missing, which is not a type of the contract.'],
  ])('supporting SDL: %s', (supportingSdl, message) => {
    expect(() => schemaWith([], { supportingSdl })).toThrow(
      expect.objectContaining({ code: 'CONTRACT_INVALID', message }),
    );
  });
});
