import type { CryptoKey, JWSHeaderParameters } from 'jose';

/** Finds the public key that a token's header names. Only the issuer's own published keys are ever looked at. */
export interface SigningKeys {
  /**
   * @throws jose's JWKSNoMatchingKey if the issuer has no such key;
   *   GatewayError SOURCE_UNAVAILABLE if its keys cannot be fetched and none are known.
   */
  find(header: JWSHeaderParameters, signal: AbortSignal): Promise<CryptoKey>;
}

/** An issuer whose access tokens are accepted, and what its tokens must look like. */
export interface TrustedIssuer {
  /** Exact `iss` claim. */
  readonly issuer: string;
  readonly keys: SigningKeys;
  /** Asymmetric algorithms; any other `alg` is refused. */
  readonly algorithms: readonly string[];
  /** One of these must be in `aud`. */
  readonly audience: readonly string[];
  /** Claims that name the user; the first that is present counts. */
  readonly userClaim: readonly string[];
  readonly groupsClaim: string;
  /** Exact `tid` claim; undefined takes tokens without looking at it. */
  readonly tenantId?: string | undefined;
}
