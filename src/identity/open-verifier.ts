import type { DevIssuer } from './dev-issuer.js';
import { EntraApplication, type EntraSettings } from './entra/entra-application.js';
import { graphGroups } from './entra/graph-groups.js';
import { RemoteKeys } from './remote-keys.js';
import { TokenVerifier } from './token-verifier.js';
import type { TrustedIssuer } from './trusted-issuer.js';

/** An issuer of the config: a TrustedIssuer whose keys are at a URL. */
export interface IssuerSettings extends Omit<TrustedIssuer, 'keys' | 'resolveGroups'> {
  readonly jwksUri: string;
  readonly groupsOverage: 'deny' | 'graph';
}

export interface IdentitySettings {
  readonly issuers: readonly IssuerSettings[];
  readonly clockSkewSeconds: number;
  readonly onBehalfOf?: { readonly application: EntraSettings; readonly graph: string } | undefined;
}

/** The verifier of a gateway: the issuers of its config, and the dev issuer if that is open. Fetches nothing yet. */
export function openVerifier(settings: IdentitySettings, devIssuer: DevIssuer | undefined): TokenVerifier {
  const { onBehalfOf } = settings;
  const resolve =
    onBehalfOf === undefined ? undefined : graphGroups(new EntraApplication(onBehalfOf.application), onBehalfOf.graph);
  const remote = settings.issuers.map(({ jwksUri, groupsOverage, ...issuer }) => ({
    ...issuer,
    keys: new RemoteKeys(jwksUri),
    resolveGroups: groupsOverage === 'graph' ? resolve : undefined,
  }));
  return new TokenVerifier({
    issuers: devIssuer === undefined ? remote : [...remote, devIssuer.trusted],
    clockSkewSeconds: settings.clockSkewSeconds,
  });
}
