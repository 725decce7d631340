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
  /** Applications that may have asked for the token: `azp`, or `appid` of older tokens. */
  readonly clients?: readonly string[] | undefined;
  /** One of these must be among the token's scopes or roles. */
  readonly requiredScopes?: readonly string[] | undefined;
  /** Names of groups by what the token calls them; one without a name keeps what the token says. */
  readonly groupNames?: Readonly<Record<string, string>> | undefined;
  /** Finds the groups that did not fit into a token; without it, such a token is refused. */
  readonly resolveGroups?: ((token: string, signal: AbortSignal) => Promise<readonly string[]>) | undefined;
}
