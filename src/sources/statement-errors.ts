import { GatewayError } from '../errors.js';

export function cancelled(): GatewayError {
  return new GatewayError('CANCELLED', 'The request was cancelled.');
}

export function timedOut(timeoutMs: number): GatewayError {
  return new GatewayError('SOURCE_TIMEOUT', `The statement took longer than its limit of ${timeoutMs} ms.`);
}

export function closed(name: string): GatewayError {
  return new GatewayError('SOURCE_UNAVAILABLE', `The source "${name}" is closed.`);
}
