import type { GraphQLFormattedError } from 'graphql';
import type { CachedValue } from '../../engine.js';

/** The body of a reply without errors, ready to send; `faulty` ones have fault markers in them and must not be. */
export interface DocumentBody extends CachedValue {
  readonly body: Buffer;
  readonly faulty: boolean;
}

/** What goes back to the caller. A `body` is the whole reply; else it is made of `data` and `errors`. */
export type Reply =
  | { readonly body: Buffer; readonly errors: readonly []; readonly cache: 'hit' | 'miss' }
  | {
      readonly body?: undefined;
      readonly data: string | undefined;
      readonly errors: readonly GraphQLFormattedError[];
      readonly cache: 'miss';
    };

export function hasData(reply: Reply): boolean {
  return reply.body !== undefined || reply.data !== undefined;
}

/** The reply's body. */
export function replyBody(reply: Reply): Buffer {
  if (reply.body !== undefined) return reply.body;
  const data = reply.data === undefined ? '' : `"data":${reply.data}`;
  if (reply.errors.length === 0) return Buffer.from(`{${data}}\n`);
  const errors = `"errors":${JSON.stringify(reply.errors)}`;
  return Buffer.from(`{${data === '' ? errors : `${errors},${data}`}}\n`);
}
