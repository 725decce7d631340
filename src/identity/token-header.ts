import { decodeProtectedHeader, type JWSHeaderParameters } from 'jose';
import { notAccepted, quoteClaim } from './token-errors.js';

// Each points at a key of the sender's choice, or (`crit`, `b64`) changes what a signature means.
const refusedParameters = ['jku', 'x5u', 'jwk', 'x5c', 'crit', 'b64', 'enc', 'zip'] as const;
// Access tokens only (RFC 9068). Logout, DPoP and other tokens of the same issuer bear other types.
const acceptedTypes = new Set(['jwt', 'at+jwt', 'application/at+jwt', 'application/jwt']);

/** True if the issuer itself says that this is an access token. */
export function isMarkedAccessToken(header: JWSHeaderParameters): boolean {
  const type = header.typ?.toLowerCase();
  return type === 'at+jwt' || type === 'application/at+jwt';
}

/**
 * Reads a token's header and refuses every one that tries to steer its own verification. The header is not verified
 * yet: it may serve to find the issuer's key and for nothing else.
 */
export function readTokenHeader(token: string): JWSHeaderParameters {
  let header: JWSHeaderParameters;
  try {
    header = decodeProtectedHeader(token);
  } catch {
    throw notAccepted('the token is not a signed JWT');
  }
  const refused = refusedParameters.find((name) => Object.hasOwn(header, name));
  if (refused !== undefined) throw notAccepted(`the token's header has "${refused}"`);
  const type: unknown = header.typ;
  if (type !== undefined && (typeof type !== 'string' || !acceptedTypes.has(type.toLowerCase()))) {
    throw notAccepted(`the token's header has typ ${quoteClaim(type)}, which is not an access token's`);
  }
  return header;
}
