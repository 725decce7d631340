import { type CryptoKey, createRemoteJWKSet, errors, type JWSHeaderParameters, type RemoteJWKSet } from 'jose';
import type { GatewayError } from '../errors.js';
import { waitFor } from '../lib/wait-for.js';
import { keysUnavailable } from './token-errors.js';
import type { SigningKeys } from './trusted-issuer.js';

export interface RemoteKeysOptions {
  /** Least time between two fetches that a token with an unknown key causes. Default 30 s. */
  readonly cooldownMs?: number;
  /** Least time between two fetches after one failed. Default 1 s. */
  readonly retryAfterMs?: number;
  /** Age past which keys are fetched again in the background, which is how a withdrawn key goes. Default 10 min. */
  readonly refreshAfterMs?: number;
  /** Age past which keys that could not be fetched again are not used any more. Default 1 h. */
  readonly maxAgeMs?: number;
  /** Bound of one fetch. Default 5 s. */
  readonly timeoutMs?: number;
  readonly now?: () => number;
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause instanceof Error ? `${thrown.message}: ${thrown.cause.message}` : thrown.message;
}

/**
 * The keys that an issuer publishes at its `jwks_uri`. jose fetches and matches them; this class decides when:
 * tokens with unknown key ids cause one fetch per cooldown however many come, keys in hand outlive an outage of the
 * issuer for a while, and a failed fetch is not repeated for every request.
 */
export class RemoteKeys implements SigningKeys {
  readonly #uri: string;
  readonly #keySet: RemoteJWKSet;
  readonly #options: Required<RemoteKeysOptions>;
  #fetchedAtMs: number | undefined;
  #unknownKeyFetchAtMs: number | undefined;
  #failure: { readonly atMs: number; readonly reason: string } | undefined;
  #pending: Promise<void> | undefined;

  constructor(uri: string, options: RemoteKeysOptions = {}) {
    this.#uri = uri;
    this.#options = {
      cooldownMs: options.cooldownMs ?? 30_000,
      retryAfterMs: options.retryAfterMs ?? 1000,
      refreshAfterMs: options.refreshAfterMs ?? 600_000,
      maxAgeMs: options.maxAgeMs ?? 3_600_000,
      timeoutMs: options.timeoutMs ?? 5000,
      now: options.now ?? Date.now,
    };
    // Neither age nor an unknown key makes jose fetch on its own: all timing is below.
    this.#keySet = createRemoteJWKSet(new URL(uri), {
      cacheMaxAge: Number.POSITIVE_INFINITY,
      cooldownDuration: Number.POSITIVE_INFINITY,
      timeoutDuration: this.#options.timeoutMs,
    });
  }

  async find(header: JWSHeaderParameters, signal: AbortSignal): Promise<CryptoKey> {
    await this.#ensureUsable(signal);
    try {
      return await this.#keySet(header);
    } catch (thrown) {
      if (!(thrown instanceof errors.JWKSNoMatchingKey)) throw thrown;
      const fetched = this.#fetchForUnknownKey();
      if (fetched !== undefined) await waitFor(fetched, signal);
      // The issuer may have a new key that cannot be seen now: that is its outage, not the caller's fault.
      if (this.#failure !== undefined) throw this.#unavailable();
      if (fetched === undefined) throw thrown;
      return await this.#keySet(header);
    }
  }

  /** Resolves when there are keys young enough to be believed. */
  async #ensureUsable(signal: AbortSignal): Promise<void> {
    const ageMs = this.#ageMs();
    if (ageMs < this.#options.refreshAfterMs) return;
    const fetched = this.#recentlyFailed() ? undefined : this.#fetch();
    if (ageMs < this.#options.maxAgeMs) return;
    if (fetched !== undefined) await waitFor(fetched, signal);
    if (this.#ageMs() < this.#options.maxAgeMs) return;
    throw this.#unavailable();
  }

  /** The fetch that an unknown key waits for; undefined if one was made too recently. */
  #fetchForUnknownKey(): Promise<void> | undefined {
    if (this.#pending !== undefined) return this.#pending;
    const now = this.#options.now();
    const last = this.#unknownKeyFetchAtMs;
    const waitMs = this.#failure === undefined ? this.#options.cooldownMs : this.#options.retryAfterMs;
    if (last !== undefined && Math.abs(now - last) < waitMs) return undefined;
    this.#unknownKeyFetchAtMs = now;
    return this.#fetch();
  }

  #unavailable(): GatewayError {
    return keysUnavailable(`${this.#uri}: ${this.#failure?.reason ?? 'no keys'}`);
  }

  /** Fetches once for all who ask meanwhile. Never rejects: a failure is remembered, and keys in hand stay. */
  #fetch(): Promise<void> {
    this.#pending ??= this.#keySet
      .reload()
      .then(
        () => {
          this.#fetchedAtMs = this.#options.now();
          this.#failure = undefined;
        },
        (thrown: unknown) => {
          this.#failure = { atMs: this.#options.now(), reason: reasonOf(thrown) };
        },
      )
      .finally(() => {
        this.#pending = undefined;
      });
    return this.#pending;
  }

  #ageMs(): number {
    if (this.#fetchedAtMs === undefined) return Number.POSITIVE_INFINITY;
    // A clock that was set back must not make old keys young.
    return Math.abs(this.#options.now() - this.#fetchedAtMs);
  }

  #recentlyFailed(): boolean {
    if (this.#failure === undefined || this.#pending !== undefined) return false;
    return Math.abs(this.#options.now() - this.#failure.atMs) < this.#options.retryAfterMs;
  }
}
