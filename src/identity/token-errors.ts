import { GatewayError } from '../errors.js';

/** Text of a token for the operator's log: short, quoted, so that it cannot fake a log line. */
export function quoteClaim(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

/** Callers learn that a token is refused and not why, so that a forger is not taught; the log has the reason. */
export function notAccepted(operatorDetail: string): GatewayError {
  return new GatewayError('UNAUTHENTICATED', 'The token is not accepted.', { operatorDetail });
}

export function expired(operatorDetail: string): GatewayError {
  return new GatewayError('UNAUTHENTICATED', 'The token has expired.', { operatorDetail });
}

/** The issuer could not put all groups into the token. Without them no decision is safe. */
export function groupsOverage(operatorDetail: string): GatewayError {
  const message = 'The token does not list all groups of the caller (groups overage), so access cannot be decided.';
  return new GatewayError('FORBIDDEN', message, { operatorDetail });
}

export function keysUnavailable(operatorDetail: string): GatewayError {
  const message = 'The keys of the identity provider cannot be fetched.';
  return new GatewayError('SOURCE_UNAVAILABLE', message, { operatorDetail });
}
