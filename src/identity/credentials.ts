import { GatewayError } from '../errors.js';

/** What a caller showed. Never to be logged. */
export interface Credential {
  readonly kind: 'bearer';
  readonly token: string;
}

const bearer = /^bearer +(\S+)$/i;
// RFC 6750's token68: no comma and no space, so that two joined values cannot pass as one.
const token68 = /^[A-Za-z0-9\-._~+/]+=*$/;

function valuesOf(rawHeaders: readonly string[], name: string): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

function moreThanOne(): GatewayError {
  return new GatewayError('BAD_USER_INPUT', 'The request carries more than one credential; send exactly one.');
}

function apiKeysNotEnabled(): GatewayError {
  return new GatewayError('UNAUTHENTICATED', 'API keys are not enabled on this gateway; send a bearer token.');
}

/**
 * Picks the one credential of a request.
 * @param rawHeaders names and values by turns, as `IncomingMessage.rawHeaders` has them: the parsed `headers` drop a
 *   repeated Authorization, and with it the doubt which of two was meant.
 * @throws GatewayError BAD_USER_INPUT if there is more than one; UNAUTHENTICATED if there is none that is taken here.
 */
export function readCredential(rawHeaders: readonly string[]): Credential {
  const authorizations = valuesOf(rawHeaders, 'authorization');
  const apiKeys = valuesOf(rawHeaders, 'x-api-key');
  const all = [...authorizations, ...apiKeys];
  if (all.length > 1 || all.some((value) => value.includes(','))) throw moreThanOne();
  if (apiKeys.length > 0) throw apiKeysNotEnabled();
  const value = authorizations[0]?.trim();
  if (value === undefined || value === '') {
    throw new GatewayError('UNAUTHENTICATED', 'No credential was given; send Authorization: Bearer <token>.');
  }
  const token = bearer.exec(value)?.[1];
  if (token === undefined || !token68.test(token)) {
    throw new GatewayError('UNAUTHENTICATED', 'The Authorization header is not of the form "Bearer <token>".');
  }
  if (token.startsWith('mdk_')) throw apiKeysNotEnabled();
  return Object.freeze({ kind: 'bearer', token });
}
