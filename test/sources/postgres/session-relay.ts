import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A session's end as the server says it: ErrorResponse, severity FATAL, SQLSTATE 57P01. */
function sessionEnd(): Buffer {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0');
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

export interface SessionRelay {
  readonly port: number;
  /** How many clients have come. */
  readonly sessions: number;
  /** What the sessions of this moment send next is not passed on: they are told of their end, and closed. */
  endSessions(): void;
  close(): Promise<void>;
}

/** Stands before a PostgreSQL server, and ends sessions at a moment that a server cannot be made to hit. */
export async function startSessionRelay(target: {
  readonly host: string;
  readonly port: number;
}): Promise<SessionRelay> {
  const clients = new Set<Socket>();
  const ended = new WeakSet<Socket>();
  let sessions = 0;
  const relay = createServer((client) => {
    sessions += 1;
    clients.add(client);
    const server = connect(target.port, target.host);
    client.on('data', (bytes: Buffer) => {
      if (ended.has(client)) client.end(sessionEnd());
      else server.write(bytes);
    });
    server.on('data', (bytes: Buffer) => client.write(bytes));
    for (const socket of [client, server]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        server.destroy();
        clients.delete(client);
      });
    }
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const address = relay.address();
  if (address === null || typeof address === 'string') throw new Error('The relay has no port.');
  return {
    port: address.port,
    get sessions() {
      return sessions;
    },
    endSessions: () => {
      for (const client of clients) ended.add(client);
    },
    close: async () => {
      for (const client of clients) client.destroy();
      relay.close();
      await once(relay, 'close');
    },
  };
}
