import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What becomes of connections: handed on, not accepted, or what the server says no longer passed on. */
export type ProxyMode = 'pass' | 'refuse' | 'silent';

/** Stands between a driver and a server, and does to their connections what it is told. */
export class TcpProxy {
  /** Ends connections in good order once the server has sent so many bytes on them. */
  cutAfterBytes: number | undefined;
  private mode: ProxyMode = 'pass';
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private listenPort = 0;

  private constructor(private readonly upstreamPort: number) {}

  static async start(upstreamPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(upstreamPort);
    await proxy.listen();
    return proxy;
  }

  get port(): number {
    return this.listenPort;
  }

  async set(mode: ProxyMode): Promise<void> {
    const before = this.mode;
    this.mode = mode;
    if (mode === 'refuse') await this.unlisten();
    else if (before === 'refuse') await this.listen();
  }

  /** Resets every open connection. */
  dropAll(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  close(): Promise<void> {
    return this.unlisten();
  }

  private async listen(): Promise<void> {
    this.server = createServer((client) => this.relay(client));
    this.server.listen(this.listenPort, '127.0.0.1');
    await once(this.server, 'listening');
    this.listenPort = (this.server.address() as AddressInfo).port;
  }

  private async unlisten(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    this.server = undefined;
    const closed = once(server, 'close');
    server.close();
    this.dropAll();
    await closed;
  }

  private relay(client: Socket): void {
    const upstream = connect(this.upstreamPort, '127.0.0.1');
    let sent = 0;
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (chunk: Buffer) => {
      if (this.mode === 'silent') return;
      const room = this.cutAfterBytes === undefined ? chunk.length : this.cutAfterBytes - sent;
      sent += chunk.length;
      const isOpen = client.write(chunk.subarray(0, Math.max(0, room)));
      if (room < chunk.length) client.end();
      else if (!isOpen) {
        upstream.pause();
        client.once('drain', () => upstream.resume());
      }
    });
  }
}
