import { hash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { GatewayError } from '../errors.js';
import type { AccessToken } from '../lib/access-token.js';
import { assertionOf } from './assertions.js';
import { EntraApplication, type EntraSettings } from './entra/entra-application.js';
import { type Identity, principalKey } from './identity.js';
import { readPem } from './read-pem.js';
import { TokenStore } from './token-store.js';
import { DATABRICKS, type WorkspaceCredential, workspaceToken } from './workspace-token.js';

/** A caller at a source that runs as the caller. */
export interface CallerPrincipal {
  /** Equal keys are the same user to the source. */
  readonly key: string;
  readonly token: AccessToken;
}

/** A remote that the gateway signs in at: who it is there, and whom it trusts. Members of gateway.yaml. */
export interface RemoteSettings {
  readonly kind: string;
  readonly host?: string;
  readonly ca?: string | undefined;
  readonly credential?: WorkspaceCredential;
}

/** How the gateway, and callers through it, sign in at remote systems. */
export interface SignIn {
  /** The gateway's own token at a remote, and the PEM of the authority it trusts there. */
  at(remote: RemoteSettings): { readonly ownToken: AccessToken; readonly ca: string | undefined };
  /** @throws GatewayError UNAUTHENTICATED for a caller without a token that can be exchanged */
  principal(identity: Identity): CallerPrincipal;
}

export interface SignInSettings {
  readonly onBehalfOf?: { readonly application: EntraSettings; readonly maxEntries: number } | undefined;
}

function notExchangeable(operatorDetail: string): GatewayError {
  const message = 'This data is read as the person who asks: sign in with a token of a person.';
  return new GatewayError('UNAUTHENTICATED', message, { operatorDetail });
}

/** Delegated tokens carry the scopes that a person agreed to; an application's own carries none, and stands for nobody. */
function requirePerson(assertion: string): void {
  const { scp, idtyp } = decodeJwt(assertion);
  if (typeof scp !== 'string' || scp === '' || idtyp === 'app')
    throw notExchangeable("the token is an application's own");
}

class Exchange {
  private readonly application: EntraApplication;
  private readonly store: TokenStore;

  constructor({ application, maxEntries }: NonNullable<SignInSettings['onBehalfOf']>) {
    this.application = new EntraApplication(application);
    this.store = new TokenStore(maxEntries);
  }

  principal(identity: Identity): CallerPrincipal {
    const assertion = assertionOf(identity);
    if (assertion === undefined) throw notExchangeable('the credential is no token');
    requirePerson(assertion);
    const scope = `${DATABRICKS}/.default`;
    const key = hash('sha256', `${this.application.settings.tenantId}\n${scope}\n${assertion}`, 'base64url');
    return {
      key: principalKey(identity),
      token: (signal, refused) =>
        this.store.get(key, signal, () => this.application.onBehalfOf(assertion, scope), refused),
    };
  }
}

/** Opens sign-in by the settings of gateway.yaml's `identity`; asks no authority yet. */
export function openSignIn(settings: SignInSettings): SignIn {
  const exchange = settings.onBehalfOf === undefined ? undefined : new Exchange(settings.onBehalfOf);
  return {
    at({ host, ca: path, credential }) {
      const ca = path === undefined ? undefined : readPem(path, 'a certificate authority');
      const ownToken: AccessToken =
        host === undefined || credential === undefined
          ? () => Promise.reject(new GatewayError('INTERNAL', 'This remote has no credential.'))
          : workspaceToken(credential, host, ca);
      return { ownToken, ca };
    },
    principal(identity) {
      if (exchange === undefined) throw notExchangeable('identity.onBehalfOf is not set');
      return exchange.principal(identity);
    },
  };
}
