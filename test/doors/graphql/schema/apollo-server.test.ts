import { createRequire } from 'node:module';
import { ApolloServer } from '@apollo/server';
import { getIntrospectionQuery } from 'graphql';
import { expect, test, vi } from 'vitest';
import { buildSchema } from '../../../../src/doors/graphql/schema/build-schema.js';
import { contractOf, demoContract, OPTIONS } from './demo-contract.js';

// Vitest would give our modules graphql's ESM build and Apollo Server its CommonJS one, and the two refuse each
// other's schemas. Node itself gives both the CommonJS one.
vi.mock('graphql', () => createRequire(import.meta.url)('graphql'));

test.each([
  ['an empty contract', contractOf([])],
  ['the demo', demoContract],
])('Apollo Server serves the schema of %s', async (_, contract) => {
  const server = new ApolloServer({ schema: buildSchema(contract, OPTIONS), introspection: true });
  await server.start();
  const ask = async (query: string) => {
    const { body } = await server.executeOperation({ query });
    if (body.kind !== 'single') throw new Error('an incremental reply');
    return body.singleResult;
  };
  expect(await ask('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  const introspection = await ask(getIntrospectionQuery({ oneOf: true, specifiedByUrl: true }));
  expect(introspection.errors).toBeUndefined();
  expect(introspection.data).toHaveProperty('__schema.queryType.name', 'Query');
  const unknown = await ask('{ nothing }');
  expect(unknown.errors?.map(({ message, extensions }) => [message, extensions?.code])).toEqual([
    ['Cannot query field "nothing" on type "Query".', 'GRAPHQL_VALIDATION_FAILED'],
  ]);
  await server.stop();
});
