import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

interface Call {
  readonly fail: (error: Error) => void;
}

const calls = new AsyncLocalStorage<Call>();

function watchReply(call: Call, reply: IncomingMessage): void {
  reply.once('close', () => {
    if (!reply.complete) call.fail(new Error('the reply broke off'));
  });
}

subscribe('http.client.request.start', (message) => {
  const call = calls.getStore();
  if (call === undefined) return;
  const { request } = message as { readonly request: ClientRequest };
  request.once('response', (reply) => watchReply(call, reply));
});

/**
 * Makes a call of the driver, and rejects as soon as its reply breaks off. The driver itself does not notice a body
 * that is shorter than announced: it waits for the rest until its time is over.
 */
export function failOnBrokenReply<T>(call: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    calls.run({ fail: reject }, () => call().then(resolve, reject));
  });
}
