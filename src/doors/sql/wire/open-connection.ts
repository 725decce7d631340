import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { CancelKey } from './cancel-keys.js';
import { FrameSource } from './frame-source.js';
import { protocolViolation } from './protocol-error.js';
import { readStartupPacket, type StartupPacket } from './startup-packet.js';

/** A client that asks for a session, or one that wants to cancel and hears no answer. */
export type Opening =
  | { readonly kind: 'cancel'; readonly key: CancelKey }
  | {
      readonly kind: 'session';
      /** The TLS socket, once there is one. */
      readonly socket: Socket;
      readonly frames: FrameSource;
      readonly isSecure: boolean;
      readonly startup: Extract<StartupPacket, { kind: 'session' }>;
    };

function upgrade(socket: Socket, secureContext: SecureContext): Promise<TLSSocket> {
  const secure = new TLSSocket(socket, { isServer: true, secureContext });
  return new Promise((resolve, reject) => {
    secure.once('secure', () => resolve(secure));
    secure.once('close', () => reject(protocolViolation('the TLS handshake failed')));
    secure.on('error', reject);
  });
}

/**
 * Takes a connection up to its startup packet: answers requests for TLS and GSS encryption on the way.
 * @returns undefined if the client left
 * @throws SqlError FATAL for what is no protocol 3; `onSocket` has been told which socket hears of it
 */
export async function openConnection(
  plain: Socket,
  secureContext: SecureContext | undefined,
  onSocket: (socket: Socket) => void,
): Promise<Opening | undefined> {
  let socket = plain;
  let frames = new FrameSource(plain);
  let isSecure = false;
  const asked = new Set<string>();
  for (;;) {
    const frame = await frames.next();
    if (frame === undefined) return undefined;
    const packet = readStartupPacket(frame.body);
    if (packet.kind === 'cancel') return { kind: 'cancel', key: packet };
    if (packet.kind === 'session') return { kind: 'session', socket, frames, isSecure, startup: packet };
    if (isSecure || asked.has(packet.kind)) throw protocolViolation('encryption was asked for twice');
    asked.add(packet.kind);
    // Bytes that came in clear before encryption must not be taken for the client's own: CVE-2021-23222.
    if (frames.splitter.bufferedBytes > 0) {
      throw protocolViolation('received unencrypted data after a request for encryption');
    }
    if (packet.kind === 'gss' || secureContext === undefined) {
      socket.write('N');
      continue;
    }
    frames.detach();
    socket.write('S');
    socket = await upgrade(plain, secureContext);
    isSecure = true;
    onSocket(socket);
    frames = new FrameSource(socket);
  }
}
