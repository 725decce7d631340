import { expect, test } from 'vitest';
import { type IssuedToken, TokenStore } from '../../src/identity/token-store.js';

const never = new AbortController().signal;

/** Gives token-1, token-2 and so on, each for an hour. */
function authority() {
  let count = 0;
  const fetch = async (): Promise<IssuedToken> => {
    count += 1;
    return { token: `token-${count}`, expiresAtMs: Date.now() + 3_600_000 };
  };
  return { fetch, calls: () => count };
}

test('a kept token is given until it is said to be refused', async () => {
  const { fetch, calls } = authority();
  const store = new TokenStore(4);
  const get = (refused?: string) => store.get('own', never, fetch, refused);
  expect([await get(), await get()]).toEqual(['token-1', 'token-1']);
  expect(await get('token-1')).toBe('token-2');
  expect(await get()).toBe('token-2');
  expect(calls()).toBe(2);
});

test('many that were refused one token fetch one other', async () => {
  const { fetch, calls } = authority();
  const store = new TokenStore(4);
  const first = await store.get('own', never, fetch);
  const others = await Promise.all(Array.from({ length: 20 }, () => store.get('own', never, fetch, first)));
  // Who hears late of a refusal does not throw away what came since.
  others.push(await store.get('own', never, fetch, first));
  expect(new Set(others)).toEqual(new Set(['token-2']));
  expect(calls()).toBe(2);
});
