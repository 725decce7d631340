import { GatewayError } from '../errors.js';
import type { Catalog } from './catalog.js';

export interface CatalogStoreOptions {
  readonly load: (signal: AbortSignal) => Promise<Catalog>;
  /** How often governance and contract are read again. */
  readonly refreshMs: number;
  /** Unconfirmed for longer than this, governance counts as unknown and every table is denied. */
  readonly maxStalenessMs: number;
  readonly onError: (error: unknown) => void;
  readonly onChange: (catalog: Catalog) => void;
  readonly now?: () => number;
}

/** The catalog in force. A reading that fails leaves the last one, until that one is too old to trust. */
export class CatalogStore {
  private readonly now: () => number;
  private readonly closing = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private catalog: Catalog;
  private confirmedAtMs: number;

  private constructor(
    private readonly options: CatalogStoreOptions,
    first: Catalog,
  ) {
    this.now = options.now ?? Date.now;
    this.catalog = first;
    this.confirmedAtMs = this.now();
  }

  /** Reads the catalog for the first time; a fault here is the start's. */
  static async open(options: CatalogStoreOptions, signal: AbortSignal): Promise<CatalogStore> {
    const store = new CatalogStore(options, await options.load(signal));
    store.schedule();
    return store;
  }

  /** @throws GatewayError SOURCE_UNAVAILABLE if governance has not been confirmed within the bound. */
  current(): Catalog {
    const ageMs = this.now() - this.confirmedAtMs;
    if (ageMs > this.options.maxStalenessMs) {
      throw new GatewayError(
        'SOURCE_UNAVAILABLE',
        `Governance was last read ${Math.round(ageMs / 1000)} s ago; every table is denied until it can be read again.`,
      );
    }
    return this.catalog;
  }

  /** Reads the catalog again, now. */
  async refresh(): Promise<void> {
    const startedAtMs = this.now();
    try {
      const next = await this.options.load(this.closing.signal);
      this.confirmedAtMs = startedAtMs;
      if (next.version === this.catalog.version) return;
      this.catalog = next;
      this.options.onChange(next);
    } catch (error) {
      if (!this.closing.signal.aborted) this.options.onError(error);
    }
  }

  close(): void {
    clearTimeout(this.timer);
    this.closing.abort();
  }

  private schedule(): void {
    this.timer = setTimeout(
      () => void this.refresh().finally(() => this.closing.signal.aborted || this.schedule()),
      this.options.refreshMs,
    );
    this.timer.unref();
  }
}
