import { GatewayError } from '../errors.js';
import { DeadlinePassed, withDeadline } from '../lib/with-deadline.js';
import type { Catalog } from './catalog.js';

export interface CatalogStoreOptions {
  readonly load: (signal: AbortSignal) => Promise<Catalog>;
  /** From the start of one reading of governance and contract to that of the next. */
  readonly refreshMs: number;
  /** Unconfirmed for longer than this, governance counts as unknown and every table is denied. */
  readonly maxStalenessMs: number;
  readonly onError: (error: unknown) => void;
  readonly onChange: (catalog: Catalog) => void;
  readonly now?: () => number;
}

/** How far governance can be trusted: `overdue` is denied to everyone. Ages in ms. */
export type Freshness =
  | { readonly state: 'confirmed' }
  | { readonly state: 'failing' | 'overdue'; readonly ageMs: number };

/** Readings in a row of which the last two must be the same. */
const MAX_READINGS = 5;
/** Between two readings, even where one takes longer than `refreshMs`. */
const MIN_PAUSE_MS = 100;
/** After a failure the next reading comes sooner by this factor: one blip must not use up the bound. */
const RETRY_FACTOR = 4;

/** A reading that takes longer than the bound is too old when it ends. */
async function loadInTime({ load, maxStalenessMs }: CatalogStoreOptions, signal: AbortSignal): Promise<Catalog> {
  try {
    return await withDeadline(signal, maxStalenessMs, load);
  } catch (error) {
    if (!(error instanceof DeadlinePassed)) throw error;
    const seconds = Math.round(maxStalenessMs / 1000);
    throw new GatewayError(
      'SOURCE_UNAVAILABLE',
      `Governance could not be read within maxStalenessSeconds (${seconds} s).`,
      { cause: error },
    );
  }
}

/** The catalog in force. A reading that fails leaves the last one, until that one is too old to trust. */
export class CatalogStore {
  private readonly now: () => number;
  private readonly closing = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private catalog: Catalog;
  private confirmedAtMs: number;
  private isFailing = false;

  private constructor(
    private readonly options: CatalogStoreOptions,
    first: Catalog,
    confirmedAtMs: number,
  ) {
    this.now = options.now ?? Date.now;
    this.catalog = first;
    this.confirmedAtMs = confirmedAtMs;
  }

  /** Reads the catalog for the first time; a fault here is the start's. */
  static async open(options: CatalogStoreOptions, signal: AbortSignal): Promise<CatalogStore> {
    const startedAtMs = (options.now ?? Date.now)();
    const store = new CatalogStore(options, await loadInTime(options, signal), startedAtMs);
    store.schedule(options.refreshMs - (store.now() - startedAtMs));
    return store;
  }

  get freshness(): Freshness {
    const ageMs = this.now() - this.confirmedAtMs;
    if (ageMs > this.options.maxStalenessMs) return { state: 'overdue', ageMs };
    return this.isFailing ? { state: 'failing', ageMs } : { state: 'confirmed' };
  }

  /** @throws GatewayError SOURCE_UNAVAILABLE if governance has not been confirmed within the bound. */
  current(): Catalog {
    const { freshness } = this;
    if (freshness.state === 'overdue') {
      throw new GatewayError(
        'SOURCE_UNAVAILABLE',
        `Governance was last read ${Math.round(freshness.ageMs / 1000)} s ago; every table is denied until it can be read again.`,
      );
    }
    return this.catalog;
  }

  /** Reads the catalog again, now. */
  async refresh(): Promise<void> {
    try {
      const { catalog, readAtMs } = await this.readSettled();
      if (this.closing.signal.aborted) return;
      this.confirmedAtMs = readAtMs;
      this.isFailing = false;
      if (catalog.version === this.catalog.version) return;
      this.catalog = catalog;
      this.options.onChange(catalog);
    } catch (error) {
      if (this.closing.signal.aborted) return;
      this.isFailing = true;
      this.options.onError(error);
    }
  }

  close(): void {
    clearTimeout(this.timer);
    this.closing.abort();
  }

  /**
   * A reading is many calls, and what they are about may change between them: a filter read before it was tightened
   * would meet a grant read after it was given. So what differs from the catalog in force is read until two readings
   * in a row are the same; then all of it held at once, at the start of the second.
   */
  private async readSettled(): Promise<{ readonly catalog: Catalog; readonly readAtMs: number }> {
    let known = this.catalog.version;
    for (let reading = 0; reading < MAX_READINGS; reading += 1) {
      const readAtMs = this.now();
      const catalog = await loadInTime(this.options, this.closing.signal);
      if (catalog.version === known) return { catalog, readAtMs };
      known = catalog.version;
    }
    throw new GatewayError('SOURCE_UNAVAILABLE', `Governance changed during each of ${MAX_READINGS} readings.`);
  }

  /** By the start of a reading and not by its end, so that a slow one does not make governance older. */
  private schedule(delayMs: number): void {
    this.timer = setTimeout(
      async () => {
        const startedAtMs = this.now();
        await this.refresh();
        if (this.closing.signal.aborted) return;
        const wantedMs = this.isFailing ? this.options.refreshMs / RETRY_FACTOR : this.options.refreshMs;
        this.schedule(wantedMs - (this.now() - startedAtMs));
      },
      Math.max(delayMs, MIN_PAUSE_MS),
    );
    this.timer.unref();
  }
}
