import type { Agent } from 'node:http';
import type { Duplex } from 'node:stream';

/** Node's types leave out that it tells whether the connection is kept. */
interface Keeping {
  keepSocketAlive(socket: Duplex): boolean;
  reuseSocket(socket: Duplex, request: unknown): void;
}

/**
 * Closes connections on which something comes while no call is out. Node would leave it unread, and give it to the next
 * call as its reply: an answer that was sent twice would be the answer to another question.
 */
export function guardIdleConnections(agent: Agent): void {
  const keeping = agent as unknown as Keeping;
  const keep = keeping.keepSocketAlive.bind(agent);
  const reuse = keeping.reuseSocket.bind(agent);
  const guards = new WeakMap<Duplex, () => void>();
  keeping.keepSocketAlive = (socket) => {
    if (!keep(socket)) return false;
    const guard = () => socket.destroy();
    guards.set(socket, guard);
    socket.on('data', guard);
    return true;
  };
  keeping.reuseSocket = (socket, request) => {
    const guard = guards.get(socket);
    if (guard !== undefined) socket.removeListener('data', guard);
    guards.delete(socket);
    reuse(socket, request);
  };
}
