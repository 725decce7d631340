import { toGatewayError } from '../../errors.js';
import type { Identity } from '../../identity/identity.js';
import type { Authenticator } from './border.js';
import { SqlError } from './sql-error.js';

/** Longest wait for an issuer's keys while somebody logs in, in ms. */
const VERIFY_TIMEOUT_MS = 10_000;

/** `west.analyst` and `west.analyst@flights.demo` both name the user of that address. */
function isNameOf(user: string, identity: Identity): boolean {
  const full = identity.user.toLowerCase();
  const given = user.toLowerCase();
  return given === full || given === full.split('@')[0];
}

/** Takes a bearer token as the password. The user name must be the token's: tools show it, and audits rest on it. */
export function tokenAuthenticator(
  verify: (token: string, signal: AbortSignal) => Identity | Promise<Identity>,
): Authenticator {
  return {
    async authenticate(user, password) {
      let identity: Identity;
      try {
        identity = await verify(password, AbortSignal.timeout(VERIFY_TIMEOUT_MS));
      } catch (error) {
        throw new SqlError('28P01', `password authentication failed for user "${user}"`, {
          detail: toGatewayError(error).publicMessage,
          hint: 'The password is an access token.',
          severity: 'FATAL',
          cause: error,
        });
      }
      if (isNameOf(user, identity)) return identity;
      throw new SqlError('28000', `the password is not a token of user "${user}"`, {
        hint: `Connect as "${identity.user}".`,
        severity: 'FATAL',
      });
    },
  };
}
