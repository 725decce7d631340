import { hash } from 'node:crypto';
import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { GatewayError } from '../errors.js';
import { rememberAssertion } from './assertions.js';
import type { Identity } from './identity.js';
import { identityFromClaims, overageOf } from './token-claims.js';
import { expired, notAccepted, quoteClaim } from './token-errors.js';
import { isMarkedAccessToken, readTokenHeader } from './token-header.js';
import type { TrustedIssuer } from './trusted-issuer.js';

export interface TokenVerifierOptions {
  readonly issuers: readonly TrustedIssuer[];
  /** Seconds that an issuer's clock and this one may differ: 0 to 60. */
  readonly clockSkewSeconds: number;
  /** Verified tokens that are remembered. Default 10,000. */
  readonly cacheEntries?: number;
  readonly now?: () => number;
}

/** Longer than any header that Node's HTTP parser lets through. */
const maxTokenLength = 16_384;
/** Bound of all remembered identities together, in characters of their names. */
const cacheCharacters = 16_777_216;

function sizeOf(identity: Identity): number {
  return identity.groups.reduce((sum, group) => sum + group.length + 8, identity.user.length + 256);
}

/** What is wrong with the token, for the log. jose's errors carry the claims: only their message may go on. */
function translate(thrown: unknown, issuer: TrustedIssuer): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  const reason = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  const detail = `${issuer.issuer}: ${reason}`;
  return thrown instanceof errors.JWTExpired ? expired(detail) : notAccepted(detail);
}

function mapIssuers(issuers: readonly TrustedIssuer[]): ReadonlyMap<string, TrustedIssuer> {
  const map = new Map<string, TrustedIssuer>();
  for (const issuer of issuers) {
    if (map.has(issuer.issuer)) {
      throw new GatewayError('CONFIG_INVALID', `The issuer ${issuer.issuer} is configured twice.`);
    }
    map.set(issuer.issuer, issuer);
  }
  return map;
}

/** Bearer token → Identity. Holds no state but keys and a bounded memory of the tokens that it has verified. */
export class TokenVerifier {
  readonly #issuers: ReadonlyMap<string, TrustedIssuer>;
  readonly #clockSkewSeconds: number;
  readonly #now: () => number;
  readonly #verified: LRUCache<string, Identity>;

  constructor(options: TokenVerifierOptions) {
    if (!(options.clockSkewSeconds >= 0 && options.clockSkewSeconds <= 60)) {
      throw new GatewayError('CONFIG_INVALID', 'The clock skew must be from 0 to 60 seconds.');
    }
    this.#issuers = mapIssuers(options.issuers);
    this.#clockSkewSeconds = options.clockSkewSeconds;
    this.#now = options.now ?? Date.now;
    this.#verified = new LRUCache({
      max: options.cacheEntries ?? 10_000,
      maxSize: cacheCharacters,
      sizeCalculation: sizeOf,
    });
  }

  /** The identity of a token that was verified before and has not expired; undefined if `verify` must decide. */
  peek(token: string): Identity | undefined {
    return this.#recall(hash('sha256', token, 'base64url'));
  }

  /**
   * Verifies a token: header, issuer, signature, audience, times, tenant, kind of token, groups. Refusals are not
   * remembered.
   * @throws GatewayError UNAUTHENTICATED or FORBIDDEN, with the reason in `operatorDetail` only;
   *   SOURCE_UNAVAILABLE if the issuer's keys cannot be had; CANCELLED if `signal` fires first.
   */
  async verify(token: string, signal: AbortSignal): Promise<Identity> {
    const digest = hash('sha256', token, 'base64url');
    const known = this.#recall(digest);
    if (known !== undefined) return known;
    if (token.length > maxTokenLength) throw notAccepted(`the token has ${token.length} characters`);
    const header = readTokenHeader(token);
    const issuer = this.#issuerOf(token);
    const claims = await this.#verifyClaims(token, issuer, signal);
    const resolved =
      issuer.resolveGroups !== undefined && overageOf(claims, issuer) !== undefined
        ? await issuer.resolveGroups(token, signal)
        : undefined;
    const identity = identityFromClaims(claims, issuer, isMarkedAccessToken(header), resolved);
    rememberAssertion(identity, token);
    this.#verified.set(digest, identity);
    return identity;
  }

  #recall(digest: string): Identity | undefined {
    const identity = this.#verified.get(digest);
    if (identity === undefined || this.#now() < identity.expiresAtMs) return identity;
    this.#verified.delete(digest);
    return undefined;
  }

  /** The claim is not verified yet; `jwtVerify` holds the token to this issuer's name and keys afterwards. */
  #issuerOf(token: string): TrustedIssuer {
    let claimed: unknown;
    try {
      claimed = decodeJwt(token).iss;
    } catch {
      throw notAccepted('the claims are not a JSON object');
    }
    const issuer = typeof claimed === 'string' ? this.#issuers.get(claimed) : undefined;
    if (issuer === undefined) throw notAccepted(`the issuer ${quoteClaim(claimed)} is not configured`);
    return issuer;
  }

  async #verifyClaims(token: string, issuer: TrustedIssuer, signal: AbortSignal): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, (header) => issuer.keys.find(header, signal), {
        algorithms: [...issuer.algorithms],
        issuer: issuer.issuer,
        audience: [...issuer.audience],
        requiredClaims: ['exp', 'iss', 'aud'],
        clockTolerance: this.#clockSkewSeconds,
        currentDate: new Date(this.#now()),
      });
      return payload;
    } catch (thrown) {
      if (signal.aborted) throw new GatewayError('CANCELLED', 'The request was cancelled.');
      throw translate(thrown, issuer);
    }
  }
}
