import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 4;
const MAX_PROCESS_ID = 2 ** 31 - 1;

/** What a client needs to cancel a statement of its session from another connection. */
export interface CancelKey {
  readonly processId: number;
  readonly secret: Buffer;
}

/** The keys of all sessions. Both halves of a key are random, so that a guess has to hit some 63 bits. */
export class CancelKeys {
  readonly #sessions = new Map<number, { readonly secret: Buffer; readonly cancel: () => void }>();

  /** @param cancel called when a client shows this key */
  issue(cancel: () => void): CancelKey {
    let processId = randomInt(1, MAX_PROCESS_ID);
    while (this.#sessions.has(processId)) processId = randomInt(1, MAX_PROCESS_ID);
    const secret = randomBytes(SECRET_BYTES);
    this.#sessions.set(processId, { secret, cancel });
    return { processId, secret };
  }

  revoke(key: CancelKey): void {
    this.#sessions.delete(key.processId);
  }

  /** A key that fits none is passed over in silence. */
  use(key: CancelKey): void {
    const session = this.#sessions.get(key.processId);
    if (session === undefined || key.secret.length !== SECRET_BYTES) return;
    if (timingSafeEqual(session.secret, key.secret)) session.cancel();
  }
}
