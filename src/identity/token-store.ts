import { LRUCache } from 'lru-cache';
import { GatewayError } from '../errors.js';
import { waitFor } from '../lib/wait-for.js';

/** An access token as an authority gave it. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** A token that ends sooner is fetched anew before it is used. */
const MARGIN_MS = 120_000;

/**
 * Tokens by what they were got with: kept until shortly before they end, and got once however many ask meanwhile. The
 * client library's own store is not used: it searches all of its entries for each look-up and shares no call.
 */
export class TokenStore {
  readonly #kept: LRUCache<string, IssuedToken>;
  readonly #pending = new Map<string, Promise<IssuedToken>>();
  readonly #now: () => number;

  constructor(maxEntries: number, now: () => number = Date.now) {
    this.#kept = new LRUCache({ max: maxEntries });
    this.#now = now;
  }

  /**
   * @param key everything that the token depends on; secrets hashed
   * @param refused a token that was not taken: if it is the kept one, another is fetched, once for all who were refused
   * @throws as `fetch`; CANCELLED once the signal aborts
   */
  async get(key: string, signal: AbortSignal, fetch: () => Promise<IssuedToken>, refused?: string): Promise<string> {
    if (refused !== undefined && this.#kept.get(key)?.token === refused) this.#kept.delete(key);
    const kept = this.#kept.get(key);
    if (kept !== undefined && kept.expiresAtMs - this.#now() > MARGIN_MS) return kept.token;
    const pending = this.#pending.get(key) ?? this.#start(key, fetch);
    try {
      return (await waitFor(pending, signal)).token;
    } catch (error) {
      throw signal.aborted ? new GatewayError('CANCELLED', 'The request was cancelled.') : error;
    }
  }

  #start(key: string, fetch: () => Promise<IssuedToken>): Promise<IssuedToken> {
    const pending = fetch()
      .then((issued) => {
        this.#kept.set(key, issued);
        return issued;
      })
      .finally(() => this.#pending.delete(key));
    this.#pending.set(key, pending);
    // Those who wait are told; nobody may be left to be.
    pending.catch(() => undefined);
    return pending;
  }
}
