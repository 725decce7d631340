import { GatewayError } from '../../errors.js';
import { HttpFailure, type HttpReply } from '../../remote/http-host.js';
import { retryAfterMs } from '../../remote/retry-after.js';
import { WrongShape } from './read-predictions.js';

/**
 * Why a call of an endpoint failed. `busy` and `starting` answers came from it, `unreached` never got there, `broken` may
 * have, `slow` gave no answer in time, `failed` is the model's own error, `refused` a request that it does not take.
 */
export type EndpointFailureKind =
  | 'busy'
  | 'starting'
  | 'unreached'
  | 'broken'
  | 'slow'
  | 'open'
  | 'unauthenticated'
  | 'failed'
  | 'refused'
  | 'wrong-shape';

/** A call that failed, sorted. The detail is for the operator's log: a server's message can quote inputs. */
export class EndpointFailure extends Error {
  override readonly name = 'EndpointFailure';
  constructor(
    readonly kind: EndpointFailureKind,
    readonly detail: string,
    readonly retryAfterMs?: number | undefined,
  ) {
    super(detail);
  }
}

const MAX_DETAIL = 500;
const DEFAULT_RETRY_AFTER_MS = 5000;
const LONGEST_RETRY_AFTER_MS = 60_000;

function kindOfStatus(status: number): EndpointFailureKind {
  if (status === 401) return 'unauthenticated';
  if (status === 429) return 'busy';
  if (status === 503) return 'starting';
  if (status === 502 || status === 504) return 'broken';
  return status >= 500 ? 'failed' : 'refused';
}

/** `{"error": {"retry_after": seconds}}`, as Databricks words a 429. */
function retryAfterOfBody(text: string): number | undefined {
  try {
    const seconds: unknown = (JSON.parse(text) as { error?: { retry_after?: unknown } } | null)?.error?.retry_after;
    const number = typeof seconds === 'string' ? Number(seconds) : seconds;
    if (typeof number !== 'number' || !(number >= 0)) return undefined;
    return Math.min(number * 1000, LONGEST_RETRY_AFTER_MS);
  } catch {
    return undefined;
  }
}

export function failureOfReply({ status, headers, body }: HttpReply): EndpointFailure {
  const text = body.toString('utf8');
  const header = headers['retry-after'];
  const wish =
    retryAfterMs(Array.isArray(header) ? header[0] : header, Date.now()) ??
    (status === 429 ? retryAfterOfBody(text) : undefined);
  return new EndpointFailure(kindOfStatus(status), `HTTP ${status} ${text.slice(0, MAX_DETAIL)}`, wish);
}

/** Sorts whatever a call threw; undefined for what is no failure of the endpoint. */
export function failureOf(thrown: unknown): EndpointFailure | undefined {
  if (thrown instanceof EndpointFailure) return thrown;
  if (thrown instanceof WrongShape) return new EndpointFailure('wrong-shape', thrown.message);
  if (!(thrown instanceof HttpFailure)) return undefined;
  if (thrown.timedOut) return new EndpointFailure('slow', thrown.message);
  return new EndpointFailure(thrown.unseen ? 'unreached' : 'broken', thrown.message);
}

/** What the rest of the gateway gets to see of a failed call. */
export function failureError(name: string, failure: EndpointFailure, timeoutMs: number): GatewayError {
  const options = { operatorDetail: `model ${name}: ${failure.detail}`, cause: failure };
  const wish = Math.round(failure.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS);
  switch (failure.kind) {
    case 'busy':
      return new GatewayError('RATE_LIMITED', 'A model takes no more rows now.', {
        ...options,
        extensions: { retryAfterMs: wish },
      });
    case 'starting':
    case 'open':
      return new GatewayError('SOURCE_UNAVAILABLE', `Model ${name} is not there now.`, {
        ...options,
        extensions: { retryAfterMs: wish },
      });
    case 'unreached':
    case 'broken':
      return new GatewayError('SOURCE_UNAVAILABLE', `Model ${name} cannot be reached.`, options);
    case 'slow':
      return new GatewayError('SOURCE_TIMEOUT', `A model took longer than its limit of ${timeoutMs} ms.`, options);
    case 'unauthenticated':
      return new GatewayError('SOURCE_UNAVAILABLE', `Model ${name} refuses the gateway's credential.`, options);
    case 'failed':
      return new GatewayError('SOURCE_UNAVAILABLE', `Model ${name} failed.`, options);
    case 'refused':
      return new GatewayError('INTERNAL', `Model ${name} does not take what it is sent.`, options);
    case 'wrong-shape':
      return new GatewayError('INTERNAL', `Model ${name} answers otherwise than it is declared to.`, options);
    default:
      return failure.kind satisfies never;
  }
}
