import type { DevIssuer } from './dev-issuer.js';
import { RemoteKeys } from './remote-keys.js';
import { TokenVerifier } from './token-verifier.js';
import type { TrustedIssuer } from './trusted-issuer.js';

/** An issuer of the config: a TrustedIssuer whose keys are at a URL. */
export interface IssuerSettings extends Omit<TrustedIssuer, 'keys'> {
  readonly jwksUri: string;
}

export interface IdentitySettings {
  readonly issuers: readonly IssuerSettings[];
  readonly clockSkewSeconds: number;
}

/** The verifier of a gateway: the issuers of its config, and the dev issuer if that is open. Fetches nothing yet. */
export function openVerifier(settings: IdentitySettings, devIssuer: DevIssuer | undefined): TokenVerifier {
  const remote = settings.issuers.map(({ jwksUri, ...issuer }) => ({ ...issuer, keys: new RemoteKeys(jwksUri) }));
  return new TokenVerifier({
    issuers: devIssuer === undefined ? remote : [...remote, devIssuer.trusted],
    clockSkewSeconds: settings.clockSkewSeconds,
  });
}
