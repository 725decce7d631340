import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

interface Call {
  readonly fail: (error: Error) => void;
  isSettled: boolean;
}

/** The driver takes a whole reply in at once; what it has not understood by then it never will. */
const UNDERSTOOD_WITHIN_MS = 500;

const calls = new AsyncLocalStorage<Call>();

/** The driver waits for more of a reply that ends too soon by its own count, and for the one that is its own. */
function failUnlessUnderstood(call: Call, connection: Socket): void {
  const timer = setTimeout(() => {
    if (call.isSettled) return;
    // What else comes on this connection may belong to another call.
    connection.destroy();
    call.fail(new Error('the reply is not one of the warehouse'));
  }, UNDERSTOOD_WITHIN_MS);
  timer.unref();
}

function watchReply(call: Call, reply: IncomingMessage): void {
  // The reply itself forgets its connection when it has ended.
  const { socket } = reply;
  reply.once('close', () => {
    if (!reply.complete) call.fail(new Error('the reply broke off'));
    else if (reply.statusCode === 200) failUnlessUnderstood(call, socket);
  });
}

subscribe('http.client.request.start', (message) => {
  const call = calls.getStore();
  if (call === undefined) return;
  const { request } = message as { readonly request: ClientRequest };
  request.once('response', (reply) => watchReply(call, reply));
});

/**
 * Makes a call of the driver, and rejects as soon as its reply breaks off or turns out to be none. The driver itself
 * notices neither a body that is shorter than announced nor one that is a page of HTML: it waits for the rest until its
 * time is over.
 */
export function failOnBrokenReply<T>(call: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const made: Call = { fail: reject, isSettled: false };
    const settle = () => {
      made.isSettled = true;
    };
    calls.run(made, () => call().finally(settle).then(resolve, reject));
  });
}
