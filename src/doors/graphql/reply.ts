import type { GraphQLFormattedError } from 'graphql';
import type { CachedValue } from '../../engine.js';

/** JSON text of a compiled query's `data`; `faulty` text has fault markers in it and must not be sent. */
export interface DocumentText extends CachedValue {
  readonly bytes: Buffer;
  readonly faulty: boolean;
}

/** What goes back to the caller: the data's JSON text where there is data, and errors. */
export interface Reply {
  readonly data: Buffer | undefined;
  readonly errors: readonly GraphQLFormattedError[];
  readonly cache: 'hit' | 'miss';
}

const HEAD = Buffer.from('{"data":');
const TAIL = Buffer.from('}\n');

/** The reply's body in pieces, so that a large document is not copied again. */
export function replyBody(reply: Reply): readonly Buffer[] {
  if (reply.errors.length === 0 && reply.data !== undefined) return [HEAD, reply.data, TAIL];
  const errors = `{"errors":${JSON.stringify(reply.errors)}`;
  if (reply.data === undefined) return [Buffer.from(`${errors}}\n`)];
  return [Buffer.from(`${errors},"data":`), reply.data, TAIL];
}
