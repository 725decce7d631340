import { ManagedIdentityApplication } from '@azure/msal-node';
import { z } from 'zod';
import { GatewayError } from '../errors.js';
import type { AccessToken } from '../lib/access-token.js';
import { HttpsFailure, HttpsHost } from '../remote/https-host.js';
import { EntraApplication, type EntraSettings } from './entra/entra-application.js';
import { ownTokenError } from './entra/entra-errors.js';
import { type IssuedToken, TokenStore } from './token-store.js';

/** Databricks in Entra ID: the same application in every tenant. */
export const DATABRICKS = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d';

interface Revealed {
  reveal(): string;
}

/** Who the gateway is to a workspace; see `workspaceCredential` of the config. */
export type WorkspaceCredential =
  | { readonly kind: 'token'; readonly token: Revealed }
  | { readonly kind: 'oauth'; readonly clientId: string; readonly clientSecret: Revealed }
  | ({ readonly kind: 'entra' } & EntraSettings)
  | { readonly kind: 'managed-identity'; readonly clientId?: string | undefined };

const MAX_BODY_BYTES = 65_536;
const TIMEOUT_MS = 10_000;
const grantSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

function refused(detail: string): GatewayError {
  const message = 'The gateway could not sign in at the workspace.';
  return new GatewayError('SOURCE_UNAVAILABLE', message, { operatorDetail: detail });
}

/** OAuth's client credentials at the workspace's own authority. */
async function workspaceGrant(host: HttpsHost, id: string, secret: Revealed): Promise<IssuedToken> {
  const basic = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret.reveal())}`).toString('base64');
  const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' };
  const body = 'grant_type=client_credentials&scope=all-apis';
  const signal = new AbortController().signal;
  const call = { method: 'POST', path: '/oidc/v1/token', headers, body, signal, timeoutMs: TIMEOUT_MS } as const;
  const reply = await host.call(call).catch((error: unknown) => {
    throw refused(error instanceof HttpsFailure ? error.message : String(error));
  });
  if (reply.status !== 200) throw refused(`status ${reply.status}`);
  let value: unknown;
  try {
    value = JSON.parse(reply.body.toString('utf8'));
  } catch {
    throw refused('the reply is not JSON');
  }
  const grant = grantSchema.safeParse(value);
  if (!grant.success) throw refused('the reply holds no token');
  return { token: grant.data.access_token, expiresAtMs: Date.now() + grant.data.expires_in * 1000 };
}

async function managedIdentity(clientId: string | undefined): Promise<IssuedToken> {
  const params = clientId === undefined ? {} : { managedIdentityIdParams: { userAssignedClientId: clientId } };
  try {
    const result = await new ManagedIdentityApplication(params).acquireToken({ resource: DATABRICKS });
    if (result.expiresOn === null) throw refused('the reply held no token');
    return { token: result.accessToken, expiresAtMs: result.expiresOn.getTime() };
  } catch (error) {
    throw ownTokenError(error);
  }
}

function fetcher(credential: Exclude<WorkspaceCredential, { kind: 'token' }>, host: string, ca: string | undefined) {
  switch (credential.kind) {
    case 'oauth': {
      const remote = new HttpsHost(host, ca, MAX_BODY_BYTES);
      return () => workspaceGrant(remote, credential.clientId, credential.clientSecret);
    }
    case 'entra': {
      const application = new EntraApplication(credential);
      return () => application.own(`${DATABRICKS}/.default`);
    }
    case 'managed-identity':
      return () => managedIdentity(credential.clientId);
  }
}

/** The gateway's own token at a workspace. @param ca PEM text @throws GatewayError CONFIG_INVALID for unreadable proofs */
export function workspaceToken(credential: WorkspaceCredential, host: string, ca: string | undefined): AccessToken {
  if (credential.kind === 'token') return () => Promise.resolve(credential.token.reveal());
  const fetch = fetcher(credential, host, ca);
  const store = new TokenStore(1);
  return (signal, refused) => store.get('own', signal, fetch, refused);
}
