import type { AccessToken } from '../../lib/access-token.js';
import { type ClientSettings, WarehouseClient } from './warehouse-client.js';

/** Callers whose clients are kept, at most. */
const MAX_CLIENTS = 256;
const IDLE_MS = 5 * 60_000;
const SWEEP_MS = 60_000;

export interface ClientUse {
  /** Whether a statement of this client runs or waits. */
  readonly isUsed: (client: WarehouseClient) => boolean;
  /** Ends its sessions. */
  readonly drop: (client: WarehouseClient) => void;
}

/** The clients of a source, one for each principal. What nobody uses for minutes, or is one too many, is closed. */
export class ClientCache {
  /** The longest unused one first. */
  private readonly clients = new Map<string, Promise<WarehouseClient>>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly settings: ClientSettings,
    private readonly use: ClientUse,
    private readonly maxClients = MAX_CLIENTS,
  ) {
    this.timer = setInterval(() => void this.sweep(), SWEEP_MS);
    this.timer.unref();
  }

  get size(): number {
    return this.clients.size;
  }

  /** @param key who the client stands for; `token` signs in as nobody else */
  async get(key: string, token: AccessToken): Promise<WarehouseClient> {
    const known = this.clients.get(key) ?? WarehouseClient.create(key, token, this.settings);
    this.clients.delete(key);
    this.clients.set(key, known);
    const client = await known.catch((error: unknown) => {
      this.clients.delete(key);
      throw error;
    });
    client.renew(token);
    if (this.clients.size > this.maxClients) void this.shrink();
    return client;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    const all = [...this.clients.keys()];
    await Promise.all(all.map((key) => this.remove(key)));
  }

  private async sweep(): Promise<void> {
    const before = performance.now() - IDLE_MS;
    for (const [key, opening] of [...this.clients]) {
      const client = await opening;
      if (client.lastUsedMs < before && !this.use.isUsed(client)) await this.remove(key);
    }
  }

  private async shrink(): Promise<void> {
    for (const [key, opening] of [...this.clients]) {
      if (this.clients.size <= this.maxClients) return;
      if (!this.use.isUsed(await opening)) await this.remove(key);
    }
  }

  private async remove(key: string): Promise<void> {
    const opening = this.clients.get(key);
    this.clients.delete(key);
    const client = await opening;
    if (client === undefined) return;
    this.use.drop(client);
    await client.close();
  }
}
