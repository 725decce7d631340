import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { GatewayError } from '../../errors.js';

const MAC_BYTES = 16;

/** Signs keyset positions, so that a caller can neither read meaning into them nor make one up. */
export interface CursorCodec {
  /** Names a list: its type, order, and what policy makes of the tables it is ordered by, for this caller. */
  scope(tables: readonly string[], order: string): string;
  /** An opaque cursor for the position `payload`, valid under `scope` alone. */
  seal(scope: string, payload: string): string;
  /** The position in a cursor. @throws GatewayError BAD_USER_INPUT if it was not made under this scope. */
  open(cursor: string, scope: string): readonly unknown[];
}

function refused(): GatewayError {
  return new GatewayError(
    'BAD_USER_INPUT',
    'The cursor does not belong to this list: it is from another order, another caller, or from before a change of policy. Start from the first page.',
  );
}

function mac(key: Uint8Array, scope: string, payload: string): Buffer {
  return createHmac('sha256', key).update(`${scope}\n${payload}`).digest().subarray(0, MAC_BYTES);
}

/**
 * @param key secret of the deployment, 32 bytes; equal on every instance
 * @param policyOf what policy makes of these tables for the caller in hand
 */
export function createCursorCodec(key: Uint8Array, policyOf: (tables: readonly string[]) => string): CursorCodec {
  return {
    scope: (tables, order) =>
      createHash('sha256')
        .update(JSON.stringify([order, policyOf(tables)]))
        .digest('base64url')
        .slice(0, 22),
    seal: (scope, payload) => Buffer.concat([mac(key, scope, payload), Buffer.from(payload)]).toString('base64url'),
    open: (cursor, scope) => {
      const bytes = Buffer.from(cursor, 'base64url');
      const payload = bytes.subarray(MAC_BYTES).toString();
      if (bytes.length <= MAC_BYTES || !timingSafeEqual(bytes.subarray(0, MAC_BYTES), mac(key, scope, payload)))
        throw refused();
      const position: unknown = JSON.parse(payload);
      if (!Array.isArray(position)) throw refused();
      return position;
    },
  };
}
