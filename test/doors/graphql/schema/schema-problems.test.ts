import * as fc from 'fast-check';
import { GraphQLSchema, isObjectType, validateSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Contract, ContractField } from '../../../../src/catalog/contract.js';
import { buildSchema } from '../../../../src/doors/graphql/schema/build-schema.js';
import { namesClaimedBy } from '../../../../src/doors/graphql/schema/names.js';
import { findSchemaProblems } from '../../../../src/doors/graphql/schema/schema-problems.js';
import {
  column,
  contractOf,
  contractType,
  demoContract,
  measure,
  OPTIONS,
  resolver,
  toMany,
  toOne,
} from './demo-contract.js';

function messagesOf(contract: Contract): readonly string[] {
  return findSchemaProblems(contract).map(({ message }) => message);
}

function typeWith(...fields: readonly ContractField[]): Contract {
  return contractOf([contractType('Row', { fields: [column('id', 'ID'), ...fields] })]);
}

test('a sound contract has none', () => {
  expect(findSchemaProblems(demoContract)).toEqual([]);
});

describe('type names', () => {
  test.each([
    [
      'FlightGroup',
      'The type name FlightGroup is taken by what is made for type Flight and by type FlightGroup: rename one.',
    ],
    [
      'FlightSumOrderBy',
      'The type name FlightSumOrderBy is taken by what is made for type Flight and by type FlightSumOrderBy: rename one.',
    ],
    ['DateTime', 'The type name DateTime is taken by the gateway itself and by type DateTime: rename one.'],
    ['IntFilter', 'The type name IntFilter is taken by the gateway itself and by type IntFilter: rename one.'],
    ['Subscription', 'The type name Subscription is taken by the gateway itself and by type Subscription: rename one.'],
    ['Flight', 'The type name Flight is taken by type Flight and by type Flight: rename one.'],
    ['__Row', 'The type name __Row starts with "__": rename it.'],
  ])('%s', (name, message) => {
    const contract = contractOf([
      contractType('Flight'),
      contractType(name, { plural: 'a', singular: 'b', groups: 'c' }),
    ]);
    expect(messagesOf(contract)).toContain(message);
    expect(() => buildSchema(contract, OPTIONS)).toThrow(message);
  });

  test('of supporting types, even where the type that claims the name has no such columns', () => {
    const contract = contractOf([contractType('Flight')], {
      supportingSdl: 'enum FlightSum { A } type PageInfo { a: Int }',
    });
    expect(findSchemaProblems(contract)).toEqual([
      {
        message:
          'The type name FlightSum is taken by what is made for type Flight and by supporting type FlightSum: rename one.',
        location: undefined,
      },
      {
        message: 'The type name PageInfo is taken by the gateway itself and by supporting type PageInfo: rename one.',
        location: undefined,
      },
    ]);
  });
});

describe('field names', () => {
  test.each([
    [typeWith(column('a', 'Int'), column('a', 'Float')), 'Row has the field a twice: rename one.'],
    [
      typeWith(column('rowGroups', 'Int'), toMany('rows', 'Row', 'rowGroups')),
      'Row has the field rowGroups twice: rename one.',
    ],
    [typeWith(column('or', 'Int')), "Row.or bears the name of a filter's combinator (and, or, not): rename it."],
    [typeWith(toOne('not', 'Row')), "Row.not bears the name of a filter's combinator (and, or, not): rename it."],
    [typeWith(column('__a', 'Int')), 'The field Row.__a starts with "__": rename it.'],
    [
      contractOf([contractType('Row', { measures: [measure('m', 'Int'), measure('m', 'Int')] })]),
      'Row has the measure m twice: rename one.',
    ],
    [contractOf([contractType('Row', { plural: 'row' })]), 'Query has the field row twice: rename one.'],
    [
      contractOf([contractType('Row')], { queryFields: [resolver('rowGroups', 'rowGroups: Int')] }),
      'Query has the field rowGroups twice: rename one.',
    ],
  ])('%#: %o', (contract, message) => {
    expect(findSchemaProblems(contract)).toEqual([
      { message, location: { file: 'schema/demo.graphql', line: 7, column: 3 } },
    ]);
    expect(() => buildSchema(contract, OPTIONS)).toThrow(`schema/demo.graphql:7:3 ${message}`);
  });

  test('a resolver field may bear the name of a combinator', () => {
    expect(messagesOf(typeWith(resolver('and', 'and: Int')))).toEqual([]);
  });
});

const TYPE_NAMES = [
  'Flight',
  'FlightGroup',
  'FlightEdge',
  'FlightSum',
  'FlightGroupKey',
  'Date',
  'Query',
  'Int',
  'Row',
  'RowList',
];
const FIELD_NAMES = ['id', 'a', 'b', 'and', 'count', 'key', 'constructor', '__proto__', 'aGroups'];

const SCALARS_AMONG_THEM = ['Date', 'Int'];

const anyField: fc.Arbitrary<ContractField> = fc
  .tuple(fc.constantFrom(...FIELD_NAMES), fc.nat(4), fc.constantFrom(...TYPE_NAMES))
  .map(([name, kind, target]) => {
    if (kind === 0) return toOne(name, target);
    if (kind === 1) return toMany(name, target, `${name}Groups`);
    if (kind === 2) return resolver(name, `${name}: ${target}`);
    return column(name, kind === 3 ? 'Int' : 'JSON');
  });
const anyContract: fc.Arbitrary<Contract> = fc
  .array(fc.record({ name: fc.constantFrom(...TYPE_NAMES), fields: fc.array(anyField, { maxLength: 4 }) }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((types) => {
    const names = types.map(({ name }) => name);
    const leadsSomewhere = (field: ContractField): boolean => {
      if (field.kind === 'relation') return names.includes(field.target);
      if (field.kind !== 'resolver') return true;
      return [...names, ...SCALARS_AMONG_THEM].some((name) => field.sdl.endsWith(`: ${name}`));
    };
    const withKey = (fields: readonly ContractField[]) => [column('key', 'ID'), ...fields.filter(leadsSomewhere)];
    return contractOf(types.map(({ name, fields }) => contractType(name, { key: ['key'], fields: withKey(fields) })));
  });

/** Names from small pools collide often; what is not reported must really be in the schema, each name once. */
test('every collision is reported, and what is not reported makes a valid schema with every field', () => {
  let built = 0;
  fc.assert(
    fc.property(anyContract, (contract) => {
      if (findSchemaProblems(contract).length > 0) {
        expect(() => buildSchema(contract, OPTIONS)).toThrow(expect.objectContaining({ code: 'CONTRACT_INVALID' }));
        return;
      }
      built += 1;
      const schema = buildSchema(contract, OPTIONS);
      expect(validateSchema(new GraphQLSchema({ ...schema.toConfig(), assumeValid: false }))).toEqual([]);
      const names = contract.types.flatMap(({ name }) => namesClaimedBy(name));
      expect(new Set(names).size).toBe(names.length);
      for (const { name, fields } of contract.types) {
        const type = schema.getType(name);
        const count = fields.length + fields.filter((field) => field.kind === 'relation' && field.groups).length;
        expect(isObjectType(type) ? Object.keys(type.getFields()).length : 0).toBe(count);
      }
    }),
    { numRuns: 2000 },
  );
  expect(built).toBeGreaterThan(200);
});
