import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './fault.js';

/** A server's whole answer. */
export interface WholeReply {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body: Buffer;
}

function head({ status, contentType, headers = {} }: WholeReply, length: number): string {
  const lines = Object.entries({
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
    ...headers,
    'content-length': String(length),
    connection: 'keep-alive',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`;
}

function write(socket: Socket, data: string | Buffer): Promise<void> {
  return new Promise((resolve) => {
    socket.write(data, () => resolve());
  });
}

async function drip(socket: Socket, body: Buffer, pauseMs: number): Promise<void> {
  for (let at = 0; at < body.byteLength && !socket.destroyed; at += 1) {
    await write(socket, body.subarray(at, at + 1));
    await sleep(pauseMs);
  }
}

/** Ends a connection with RST below TLS, so that nothing looks like an orderly end. */
export function reset(socket: Socket & { readonly _parent?: Socket }): void {
  (socket._parent ?? socket).resetAndDestroy();
  socket.destroy();
}

/** Writes an answer past Node's own writer, which would mend what is to be wrong. */
export async function writeReply(socket: Socket, whole: WholeReply, fault: Fault | undefined): Promise<void> {
  const { body } = whole;
  switch (fault?.kind) {
    case 'reset':
      if (fault.when === 'middle') {
        await write(socket, head(whole, body.byteLength));
        await write(socket, body.subarray(0, body.byteLength >> 1));
        // What is written must have arrived: RST drops what has not.
        await sleep(20);
      }
      return reset(socket);
    case 'hang':
      if (fault.when === 'middle') {
        await write(socket, head(whole, body.byteLength));
        await write(socket, body.subarray(0, body.byteLength >> 1));
      }
      return;
    case 'cut':
      await write(socket, head(whole, body.byteLength));
      await write(socket, body.subarray(0, fault.bytes));
      return void socket.end();
    case 'drip':
      await write(socket, head(whole, body.byteLength));
      return drip(socket, body, fault.pauseMs);
    case 'length':
      await write(socket, head(whole, body.byteLength + fault.by));
      return write(socket, body);
    case 'twice':
      await write(socket, Buffer.concat([Buffer.from(head(whole, body.byteLength)), body]));
      await sleep(fault.gapMs);
      if (socket.destroyed) return;
      return write(socket, Buffer.concat([Buffer.from(head(whole, body.byteLength)), body]));
    case 'body': {
      const other = Buffer.from(fault.of(body));
      return write(socket, Buffer.concat([Buffer.from(head(whole, other.byteLength)), other]));
    }
    default:
      return write(socket, Buffer.concat([Buffer.from(head(whole, body.byteLength)), body]));
  }
}
