import { expect, test } from 'vitest';
import { BAD_CONTRACTS } from './bad-contracts.js';
import { problemsOf } from './contract-problems.js';

test.each(BAD_CONTRACTS)('$name', async ({ sdl, resolvers = [], problems }) => {
  expect(problems).not.toEqual([]);
  expect(await problemsOf(sdl, resolvers)).toEqual(problems);
});
