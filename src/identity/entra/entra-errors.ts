import { AuthError, ServerError } from '@azure/msal-node';
import { GatewayError } from '../../errors.js';

/** OAuth's answers that blame the assertion or the person and not the gateway's own set-up. */
const REFUSED = new Set([
  'invalid_grant',
  'interaction_required',
  'consent_required',
  'login_required',
  'access_denied',
]);

/** What Entra ID said, for the log: its code and correlation id, no token. */
function detailOf(error: unknown): string {
  if (!(error instanceof AuthError)) return error instanceof Error ? error.message : String(error);
  return `${error.errorCode} ${error.subError} ${error.errorMessage.split('\n')[0] ?? ''} ${error.correlationId}`.trim();
}

/** Why no token was got for a caller. MSAL's error never becomes a cause: it holds the request. */
export function exchangeError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  const operatorDetail = detailOf(error);
  if (error instanceof ServerError && REFUSED.has(error.errorCode)) {
    const message = 'Your sign-in could not be passed on to the data source. Sign in again.';
    return new GatewayError('UNAUTHENTICATED', message, { operatorDetail });
  }
  const message = 'No token could be got on behalf of a caller.';
  return new GatewayError('SOURCE_UNAVAILABLE', message, { operatorDetail });
}

/** Why the gateway got no token for itself. */
export function ownTokenError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  const message = 'The gateway could not sign in at Microsoft Entra ID.';
  return new GatewayError('SOURCE_UNAVAILABLE', message, { operatorDetail: detailOf(error) });
}
