import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

interface Call {
  readonly fail: (error: Error) => void;
  isSettled: boolean;
  /** Where its last reply came from. */
  socket: Socket | undefined;
}

const calls = new AsyncLocalStorage<Call>();

function failAsNoReply(call: Call): void {
  // What else comes on this connection may belong to another call.
  call.socket?.destroy();
  call.fail(new Error('the reply is not one of the warehouse'));
}

function watchReply(call: Call, reply: IncomingMessage): void {
  // The reply itself forgets its connection when it has ended.
  call.socket = reply.socket;
  reply.once('close', () => {
    if (!reply.complete) call.fail(new Error('the reply broke off'));
    else if (reply.statusCode === 200 && reply.headers['content-length'] === '0') failAsNoReply(call);
  });
}

subscribe('http.client.request.start', (message) => {
  const call = calls.getStore();
  if (call === undefined) return;
  const { request } = message as { readonly request: ClientRequest };
  request.once('response', (reply) => watchReply(call, reply));
});

/** The driver's connection, where it takes in the whole body of a reply. */
export interface ReplyTaker {
  handleThriftResponse(transport: unknown): void;
}

/** Fails calls whose replies the driver takes in without understanding them, or takes for another call's. */
export function watchTaker(taker: ReplyTaker): void {
  const take = taker.handleThriftResponse.bind(taker);
  taker.handleThriftResponse = (transport) => {
    take(transport);
    const call = calls.getStore();
    if (call === undefined) return;
    // A reply that was understood settles its call before that.
    setImmediate(() => {
      if (!call.isSettled) failAsNoReply(call);
    });
  };
}

/**
 * Makes a call of the driver, and rejects as soon as its reply breaks off or turns out to be none. The driver itself
 * notices neither a body that is shorter than announced nor one that is a page of HTML: it waits for the rest until its
 * time is over.
 */
export function failOnBrokenReply<T>(call: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const made: Call = { fail: reject, isSettled: false, socket: undefined };
    const settle = () => {
      made.isSettled = true;
    };
    calls.run(made, () => call().finally(settle).then(resolve, reject));
  });
}
