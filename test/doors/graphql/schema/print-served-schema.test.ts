import { readFile } from 'node:fs/promises';
import { buildSchema as buildFromSdl, findBreakingChanges } from 'graphql';
import { expect, test } from 'vitest';
import { buildSchema } from '../../../../src/doors/graphql/schema/build-schema.js';
import { printServedSchema } from '../../../../src/doors/graphql/schema/print-served-schema.js';
import { contractOf, demoContract, OPTIONS } from './demo-contract.js';

const golden = new URL('golden/demo.sdl', import.meta.url);

test('prints the served schema', async () => {
  expect(printServedSchema(demoContract, OPTIONS)).toBe(await readFile(golden, 'utf8'));
});

test('the order of the contract does not matter', () => {
  const types = demoContract.types.map((type) => ({ ...type, fields: type.fields.toReversed() })).toReversed();
  expect(printServedSchema({ ...demoContract, types }, OPTIONS)).toBe(printServedSchema(demoContract, OPTIONS));
});

test('the SDL says all that the schema does', () => {
  const schema = buildSchema(demoContract, OPTIONS);
  const parsed = buildFromSdl(printServedSchema(demoContract, OPTIONS));
  expect(findBreakingChanges(schema, parsed)).toEqual([]);
  expect(findBreakingChanges(parsed, schema)).toEqual([]);
});

test('an empty contract prints a bare Query', () => {
  expect(printServedSchema(contractOf([]), OPTIONS)).toBe('"""What can be asked."""\ntype Query\n');
});
