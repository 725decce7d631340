import type { JWTPayload } from 'jose';
import { type Identity, makeIdentity } from './identity.js';
import { groupsOverage, notAccepted, quoteClaim } from './token-errors.js';
import type { TrustedIssuer } from './trusted-issuer.js';

/** The last moment that Date can hold; a later `exp` is no date. */
const maxTimeMs = 8_640_000_000_000_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this looks for
const controlCharacter = /[\u0000-\u001f\u007f]/;

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= 512 && !controlCharacter.test(value);
}

/** ID tokens tell a client who signed in; they are not made to call an API with, and any client may hold one. */
function refuseIdToken(claims: JWTPayload, markedAccessToken: boolean): void {
  const { typ, token_use: use } = claims;
  if (typeof typ === 'string' && ['id', 'refresh', 'offline', 'logout'].includes(typ.toLowerCase())) {
    throw notAccepted(`the claim typ is ${quoteClaim(typ)}: not an access token`);
  }
  if (use !== undefined && use !== 'access') throw notAccepted(`the claim token_use is ${quoteClaim(use)}`);
  // Some issuers repeat `nonce` in tokens that they mark as access tokens themselves.
  if (markedAccessToken || typ === 'Bearer') return;
  const told = ['nonce', 'at_hash', 'c_hash'].find((name) => claims[name] !== undefined);
  if (told !== undefined) throw notAccepted(`the claim ${told} is there: an ID token`);
}

function readUser(claims: JWTPayload, issuer: TrustedIssuer): string {
  const name = issuer.userClaim.find((claim) => Object.hasOwn(claims, claim));
  if (name === undefined) throw notAccepted(`none of the user claims ${issuer.userClaim.join(', ')} is there`);
  const user = claims[name];
  if (!isName(user)) throw notAccepted(`the user claim ${name} is not a name: ${quoteClaim(user)}`);
  return user;
}

/** Why the token does not list the caller's groups, if it says so itself. */
export function overageOf(claims: JWTPayload, issuer: Pick<TrustedIssuer, 'groupsClaim'>): string | undefined {
  const { _claim_names: elsewhere, hasgroups } = claims;
  const moved = typeof elsewhere === 'object' && elsewhere !== null ? elsewhere : {};
  if (Object.hasOwn(moved, 'groups') || Object.hasOwn(moved, issuer.groupsClaim)) {
    return '_claim_names refers the groups to another endpoint';
  }
  return hasgroups !== undefined && hasgroups !== false ? 'hasgroups is set' : undefined;
}

function listedGroups(claims: JWTPayload, issuer: TrustedIssuer): readonly string[] {
  if (!Object.hasOwn(claims, issuer.groupsClaim)) return [];
  const groups = claims[issuer.groupsClaim];
  if (!Array.isArray(groups) || !groups.every(isName)) {
    throw notAccepted(`the groups claim ${issuer.groupsClaim} is not a list of names`);
  }
  return groups;
}

/** Absent groups are no groups, but groups that did not fit into the token are a denial: some may be what denies. */
function readGroups(claims: JWTPayload, issuer: TrustedIssuer, resolved: readonly string[] | undefined) {
  const overage = overageOf(claims, issuer);
  if (overage !== undefined && resolved === undefined) throw groupsOverage(overage);
  const groups = overage === undefined ? listedGroups(claims, issuer) : (resolved ?? []);
  if (!groups.every(isName)) throw notAccepted('a resolved group is not a name');
  const { groupNames = {} } = issuer;
  return groups.map((group) => (Object.hasOwn(groupNames, group) ? (groupNames[group] ?? group) : group));
}

/** The application that asked, and what it was given leave to do. */
function checkClient(claims: JWTPayload, { clients, requiredScopes }: TrustedIssuer): void {
  const client = claims.azp ?? claims.appid;
  if (clients !== undefined && !(typeof client === 'string' && clients.includes(client))) {
    throw notAccepted(`the application ${quoteClaim(client)} is not one whose tokens are taken`);
  }
  if (requiredScopes === undefined) return;
  const { scp, roles } = claims;
  const held = [...(typeof scp === 'string' ? scp.split(' ') : []), ...(Array.isArray(roles) ? roles : [])];
  if (!requiredScopes.some((scope) => held.includes(scope))) {
    throw notAccepted(`none of ${requiredScopes.join(', ')} is among the scopes and roles ${quoteClaim(held)}`);
  }
}

function readId(claims: JWTPayload, issuer: TrustedIssuer): string {
  // `oid` means something only in the tenant that is pinned; elsewhere it is a claim like any other.
  const name = issuer.tenantId !== undefined && Object.hasOwn(claims, 'oid') ? 'oid' : 'sub';
  const id = claims[name];
  if (!isName(id)) throw notAccepted(`the claim ${name} is not an id: ${quoteClaim(id)}`);
  return id;
}

/**
 * Makes an Identity of claims whose signature, issuer, audience and times are verified already.
 * @param resolvedGroups the groups of a token that leaves them out, where they were found elsewhere.
 * @throws GatewayError UNAUTHENTICATED if they are not those of an access token for a user;
 *   FORBIDDEN if the issuer left groups out.
 */
export function identityFromClaims(
  claims: JWTPayload,
  issuer: TrustedIssuer,
  markedAccessToken: boolean,
  resolvedGroups?: readonly string[],
): Identity {
  const expiresAtMs = typeof claims.exp === 'number' ? claims.exp * 1000 : Number.NaN;
  // JSON may spell a number that is too large to be one, and it would never expire.
  if (!(expiresAtMs <= maxTimeMs)) throw notAccepted(`the claim exp is not a date: ${quoteClaim(claims.exp)}`);
  refuseIdToken(claims, markedAccessToken);
  if (issuer.tenantId !== undefined && claims.tid !== issuer.tenantId) {
    throw notAccepted(`the claim tid is ${quoteClaim(claims.tid)}, not the tenant of this issuer`);
  }
  checkClient(claims, issuer);
  return makeIdentity({
    issuer: issuer.issuer,
    id: readId(claims, issuer),
    user: readUser(claims, issuer),
    groups: readGroups(claims, issuer, resolvedGroups),
    expiresAtMs,
  });
}
