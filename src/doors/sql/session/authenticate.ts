import type { Identity } from '../../../identity/identity.js';
import type { Authenticator } from '../border.js';
import { SqlError } from '../sql-error.js';
import { AUTHENTICATION_CLEARTEXT_PASSWORD } from '../wire/backend-messages.js';
import { BodyReader } from '../wire/body-reader.js';
import type { FrameSource } from '../wire/frame-source.js';
import { unauthenticatedLimit } from '../wire/message-limits.js';
import { protocolViolation } from '../wire/protocol-error.js';
import type { SocketWriter } from '../wire/socket-writer.js';

export interface Client {
  readonly user: string;
  readonly remoteAddress: string;
  readonly frames: FrameSource;
  readonly writer: SocketWriter;
}

/**
 * Asks for the password and has it checked.
 * @returns undefined if the client left, as psql does to ask its user
 * @throws SqlError 28P01, 28000 as the authenticator does; 08P01 FATAL for anything but a password
 */
export async function authenticate(
  { user, remoteAddress, frames, writer }: Client,
  authenticator: Authenticator,
): Promise<Identity | undefined> {
  frames.splitter.limit = unauthenticatedLimit;
  writer.add(AUTHENTICATION_CLEARTEXT_PASSWORD);
  writer.flush();
  const frame = await frames.next();
  if (frame === undefined || frame.type === 'X') return undefined;
  if (frame.type !== 'p') {
    throw protocolViolation(`expected password response, got message type ${frame.type.charCodeAt(0)}`);
  }
  const body = new BodyReader(frame.body);
  const password = body.text();
  body.end();
  if (password === '') throw new SqlError('28P01', 'empty password returned by client');
  return authenticator.authenticate(user, password, remoteAddress);
}
