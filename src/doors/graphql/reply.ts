import type { GraphQLFormattedError } from 'graphql';
import type { CachedValue } from '../../engine.js';

const HEAD = '{"data":';
const TAIL = '}\n';

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

/** Puts the JSON text of `data` into the body of a reply, with one copy of it. */
export function documentBody(data: string, faulty: boolean): DocumentBody {
  const size = Buffer.byteLength(data);
  const body = Buffer.allocUnsafe(HEAD.length + size + TAIL.length);
  body.write(HEAD, 0, 'latin1');
  body.write(data, HEAD.length);
  body.write(TAIL, HEAD.length + size, 'latin1');
  return { body, faulty, sizeBytes: body.byteLength + 128 };
}

/** The JSON text of `data` in such a body. */
export function documentData(document: DocumentBody): string {
  return document.body.toString('utf8', HEAD.length, document.body.byteLength - TAIL.length);
}

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
