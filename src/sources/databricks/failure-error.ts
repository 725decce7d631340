import { GatewayError, type GatewayErrorOptions } from '../../errors.js';
import type { RunsAs } from '../source.js';
import type { CallFailure } from './call-failure.js';
import { databricksError } from './errors.js';

/** When nobody says when to come back, in ms. */
const DEFAULT_RETRY_AFTER_MS = 5000;

const CONDITION = /\[([A-Z][A-Z0-9_]*)(?:\.[A-Z0-9_]+)*\]/;
const SQL_STATE = /SQLSTATE: ([0-9A-Z]{5})/;
const DENIED = /^(INSUFFICIENT_PERMISSIONS|PERMISSION_DENIED|UNAUTHORIZED_ACCESS)$/;

function statementError(failure: CallFailure, runsAs: RunsAs): GatewayError {
  const { detail } = failure;
  const condition = CONDITION.exec(detail)?.[1];
  const sqlState = SQL_STATE.exec(detail)?.[1] ?? failure.sqlState;
  const isDenied = sqlState === '42501' || (condition !== undefined && DENIED.test(condition));
  if (isDenied && runsAs === 'caller') {
    return new GatewayError('FORBIDDEN', 'This is not allowed for this caller.', { operatorDetail: detail });
  }
  return databricksError({ condition, sqlState, message: detail });
}

function refusedToken(failure: CallFailure, runsAs: RunsAs): GatewayError {
  const options = { operatorDetail: failure.detail };
  if (runsAs === 'service')
    return new GatewayError('SOURCE_UNAVAILABLE', "The warehouse refuses the gateway's credential.", options);
  return failure.kind === 'forbidden'
    ? new GatewayError('FORBIDDEN', 'The warehouse is closed to this caller.', options)
    : new GatewayError('UNAUTHENTICATED', "The warehouse refuses this caller's token.", options);
}

/** When to come back, where somebody said so. */
function wishOf({ retryAfterMs }: CallFailure): Pick<GatewayErrorOptions, 'extensions'> {
  return retryAfterMs === undefined ? {} : { extensions: { retryAfterMs: Math.round(retryAfterMs) } };
}

/** What the rest of the gateway gets to see of a failed call. */
export function failureError(failure: CallFailure, runsAs: RunsAs, timeoutMs: number): GatewayError {
  const operatorDetail = failure.detail;
  const retryAfterMs = Math.round(failure.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS);
  switch (failure.kind) {
    case 'starting':
      return new GatewayError('WAREHOUSE_STARTING', 'The warehouse is starting.', {
        operatorDetail,
        extensions: { retryAfterMs },
      });
    case 'busy':
      return new GatewayError('SOURCE_UNAVAILABLE', 'The warehouse takes no more statements now.', {
        operatorDetail,
        extensions: { retryAfterMs },
      });
    case 'unavailable':
      return new GatewayError('SOURCE_UNAVAILABLE', 'The warehouse cannot be reached.', {
        operatorDetail,
        ...wishOf(failure),
      });
    case 'refused':
    case 'lost':
      return new GatewayError('SOURCE_UNAVAILABLE', 'The warehouse does not serve this.', {
        operatorDetail,
        ...wishOf(failure),
      });
    case 'unauthenticated':
    case 'forbidden':
      return refusedToken(failure, runsAs);
    case 'timeout':
      return new GatewayError('SOURCE_TIMEOUT', `The statement took longer than its limit of ${timeoutMs} ms.`, {
        operatorDetail,
      });
    case 'statement':
      return statementError(failure, runsAs);
  }
}
