import { retryAfterMs } from '../../remote/retry-after.js';
import { ServerFault } from './server-fault.js';

/**
 * Why a call to the warehouse failed. `busy` and `starting` answers came from it, `unavailable` is a broken connection
 * or a gateway in between, `lost` a session that it has forgotten, `statement` a statement that it would not run.
 */
export type CallFailureKind =
  | 'busy'
  | 'starting'
  | 'unavailable'
  | 'unauthenticated'
  | 'forbidden'
  | 'refused'
  | 'lost'
  | 'timeout'
  | 'statement';

export interface CallFailure {
  readonly kind: CallFailureKind;
  /** For the operator's log. */
  readonly detail: string;
  /** What the server wished for, in ms. */
  readonly retryAfterMs?: number | undefined;
  readonly sqlState?: string | undefined;
}

interface HttpReply {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

const MAX_DETAIL = 500;

/** The driver's error for a status other than 200, on calls that it does not repeat itself. */
function httpReply(thrown: object): HttpReply | undefined {
  return 'statusCode' in thrown && 'response' in thrown ? (thrown.response as HttpReply) : undefined;
}

/** The same on calls that it has repeated in vain. */
const GAVE_UP = /^Hive driver: (\d{3}|Error) when connecting to resource/;

function kindOfStatus(status: number): CallFailureKind {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 429) return 'busy';
  if (status === 503) return 'starting';
  return status >= 500 ? 'unavailable' : 'refused';
}

/** Open SQL warehouses answer thus while their cluster comes up. */
const STARTING = /^(\S+ )?Session handle .{0,200} not initialized|^TEMPORARILY_UNAVAILABLE/i;
const LOST = /^(\S+ )?(Invalid (Session|Operation)Handle|Session handle .{0,200} (expired|closed|does not exist))/i;
const BUSY = /^(RESOURCE_EXHAUSTED|REQUEST_LIMIT_EXCEEDED)/;

function failureOfFault({ detail }: ServerFault): CallFailure {
  const { message, sqlState } = detail;
  const kind = (): CallFailureKind => {
    if (detail.isTimeout === true) return 'timeout';
    // What a statement's own message says is no news of the warehouse: it may quote values.
    if (detail.isStatement === true) return 'statement';
    if (STARTING.test(message)) return 'starting';
    if (detail.isHandleLost === true || LOST.test(message)) return 'lost';
    return BUSY.test(message) ? 'busy' : 'statement';
  };
  return { kind: kind(), detail: message, sqlState };
}

/** Sorts whatever a call of the driver rejected with. Reads the body of an HTTP reply, which frees its connection. */
export async function callFailure(thrown: unknown): Promise<CallFailure> {
  if (thrown instanceof ServerFault) return failureOfFault(thrown);
  if (typeof thrown !== 'object' || thrown === null) return { kind: 'unavailable', detail: String(thrown) };
  const reply = httpReply(thrown);
  if (reply !== undefined) {
    const body = await reply.text().catch(() => '');
    return {
      kind: kindOfStatus(reply.status),
      detail: `HTTP ${reply.status} ${body.slice(0, MAX_DETAIL)}`,
      retryAfterMs: retryAfterMs(reply.headers.get('retry-after') ?? undefined, Date.now()),
    };
  }
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  const status = Number(GAVE_UP.exec(detail)?.[1]);
  return { kind: Number.isNaN(status) ? 'unavailable' : kindOfStatus(status), detail };
}
