import type { Identity } from './identity.js';

/**
 * The token that each identity was made of, for as long as the identity is in use: what an on-behalf-of exchange shows.
 * Apart from the identity itself, so that it cannot end up in a log, a cache key or a plan with it.
 */
const assertions = new WeakMap<Identity, string>();

export function rememberAssertion(identity: Identity, token: string): void {
  assertions.set(identity, token);
}

export function assertionOf(identity: Identity): string | undefined {
  return assertions.get(identity);
}
