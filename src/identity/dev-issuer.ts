import { join } from 'node:path';
import { type CryptoKey, errors, importJWK, type JWK, SignJWT } from 'jose';
import { GatewayError } from '../errors.js';
import { loadDevKey } from './dev-key-file.js';
import type { TrustedIssuer } from './trusted-issuer.js';

/** The `iss` claim of dev tokens. The name resolves to this machine, and nothing is ever fetched from it. */
export const devIssuerName = 'https://dev.medallion.localhost';

const algorithm = 'ES256';
const maxLifetimeSeconds = 30 * 24 * 3600;

export interface DevIssuerOptions {
  /** `identity.devIssuer` of the config. The config already holds it to a loopback host. */
  readonly settings: { readonly enabled: boolean; readonly audience: string };
  readonly dataDir: string;
}

export interface DevTokenRequest {
  readonly user: string;
  readonly groups: readonly string[];
  /** From 1 s to 30 days. Default 12 hours. */
  readonly lifetimeSeconds?: number;
}

/** Signs tokens for the demo and for tests, and vouches for them to the verifier without any network. */
export interface DevIssuer {
  readonly trusted: TrustedIssuer;
  /** @throws GatewayError BAD_USER_INPUT if the user or the lifetime cannot be. */
  issueDevToken(request: DevTokenRequest): Promise<string>;
}

async function importKey(jwk: JWK, folder: string): Promise<CryptoKey> {
  const key = await importJWK(jwk, algorithm).catch(() => undefined);
  if (key !== undefined && !(key instanceof Uint8Array)) return key;
  throw new GatewayError(
    'CONFIG_INVALID',
    `${folder} holds no ${algorithm} key; delete it, and a new one will be made.`,
  );
}

/**
 * Opens the dev issuer, with a key of its own made in `<dataDir>/dev-issuer/` on the first start.
 * @throws GatewayError CONFIG_INVALID if the config does not enable it, or its key cannot be used.
 */
export async function openDevIssuer({ settings, dataDir }: DevIssuerOptions): Promise<DevIssuer> {
  if (!settings.enabled) {
    const message = 'The dev issuer is off: identity.devIssuer.enabled in gateway.yaml is false.';
    throw new GatewayError('CONFIG_INVALID', message);
  }
  const folder = join(dataDir, 'dev-issuer');
  const jwk = await loadDevKey(folder);
  const { d: _privatePart, ...publicJwk } = jwk;
  const signingKey = await importKey(jwk, folder);
  const verifyingKey = await importKey(publicJwk, folder);
  const kid = String(jwk.kid);
  return Object.freeze({
    trusted: {
      issuer: devIssuerName,
      keys: {
        async find(header) {
          if (header.kid !== kid) throw new errors.JWKSNoMatchingKey();
          return verifyingKey;
        },
      },
      algorithms: [algorithm],
      audience: [settings.audience],
      userClaim: ['preferred_username'],
      groupsClaim: 'groups',
    } satisfies TrustedIssuer,
    async issueDevToken({ user, groups, lifetimeSeconds = 12 * 3600 }: DevTokenRequest): Promise<string> {
      if (user.trim() === '') throw new GatewayError('BAD_USER_INPUT', 'A token needs the name of a user.');
      if (!(lifetimeSeconds >= 1 && lifetimeSeconds <= maxLifetimeSeconds)) {
        throw new GatewayError('BAD_USER_INPUT', `The lifetime must be from 1 to ${maxLifetimeSeconds} seconds.`);
      }
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ preferred_username: user, groups: [...groups] })
        .setProtectedHeader({ alg: algorithm, kid, typ: 'at+jwt' })
        .setIssuer(devIssuerName)
        .setAudience(settings.audience)
        .setSubject(user)
        .setIssuedAt(now)
        .setExpirationTime(now + Math.floor(lifetimeSeconds))
        .sign(signingKey);
    },
  });
}
