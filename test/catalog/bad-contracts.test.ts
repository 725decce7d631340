import { expect, test } from 'vitest';
import { BAD_CONTRACTS } from './bad-contracts.js';
import { DEMO_UNITY, problemsOf } from './contract-problems.js';

test.each(BAD_CONTRACTS)('$name', async ({ sdl, resolvers = [], sources, models, problems }) => {
  expect(problems).not.toEqual([]);
  expect(await problemsOf(sdl, resolvers, DEMO_UNITY, sources, models)).toEqual(problems);
});
