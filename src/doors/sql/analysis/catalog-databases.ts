import { LRUCache } from 'lru-cache';
import { SqlError } from '../sql-error.js';
import { CatalogDatabase } from './catalog-database.js';
import { catalogImage, packagedImageFolder } from './catalog-image.js';
import { type CatalogLimits, DEFAULT_CATALOG_LIMITS } from './catalog-limits.js';
import type { StoredImage } from './catalog-protocol.js';
import type { DatabaseDescription } from './database-description.js';
import { initdbProgram, postgresParts } from './postgres-parts.js';
import { workerEntry } from './worker-entry.js';
import { WorkerThread } from './worker-thread.js';

const IDLE_CHECK_MS = 60_000;

export interface CatalogDatabasesOptions {
  /** Where the image is kept, if none came with the build; made if it is not there. */
  readonly imageFolder: string;
  readonly limits?: Partial<CatalogLimits>;
  /** The threads' program; by default the built one. */
  readonly entry?: URL;
}

/** One catalog for each visibility set in use. Those go that nobody uses, and the one longest unused of too many. */
export class CatalogDatabases {
  private readonly limits: CatalogLimits;
  private readonly entry: URL;
  private readonly databases: LRUCache<string, CatalogDatabase>;
  /** While it is looked for or made, and after that if it is nowhere but in memory. */
  private image: Promise<StoredImage> | undefined;
  private readonly idleCheck: NodeJS.Timeout;
  private closing: Promise<void>[] = [];

  constructor(private readonly options: CatalogDatabasesOptions) {
    this.limits = { ...DEFAULT_CATALOG_LIMITS, ...options.limits };
    this.entry = options.entry ?? workerEntry();
    this.databases = new LRUCache({
      max: this.limits.maxDatabases,
      ttl: this.limits.idleMs,
      updateAgeOnGet: true,
      dispose: (database) => this.closeLater(database),
    });
    this.idleCheck = setInterval(
      () => this.databases.purgeStale(),
      Math.min(this.limits.idleMs, IDLE_CHECK_MS),
    ).unref();
  }

  /**
   * The catalog of a visibility set, made ready at its first use.
   * @param describe called only where there is none of this key
   */
  get(key: string, describe: () => DatabaseDescription): CatalogDatabase {
    const known = this.databases.get(key);
    if (known !== undefined) return known;
    const description = describe();
    const database = new CatalogDatabase(() => this.start(description), this.limits);
    this.databases.set(key, database);
    return database;
  }

  /** Catalogs that are not closed yet. */
  get openCount(): number {
    return this.databases.size;
  }

  /** Makes the image if there is none: some seconds, once a version. */
  async warm(): Promise<void> {
    await this.sharedImage();
  }

  async close(): Promise<void> {
    clearInterval(this.idleCheck);
    this.databases.clear();
    await Promise.all(this.closing);
  }

  private closeLater(database: CatalogDatabase): void {
    const closed = database.close().finally(() => {
      this.closing = this.closing.filter((other) => other !== closed);
    });
    this.closing.push(closed);
  }

  private async start(description: DatabaseDescription): Promise<WorkerThread> {
    const [parts, image] = await Promise.all([postgresParts(), this.sharedImage()]);
    const data = { kind: 'database', parts, image, description } as const;
    const { thread } = await WorkerThread.start(this.entry, data, this.limits.startTimeoutMs);
    return thread;
  }

  /** Looked for at each start of a thread: who clears the folder does not stop the gateway. */
  private sharedImage(): Promise<StoredImage> {
    this.image ??= this.findImage();
    return this.image;
  }

  private async findImage(): Promise<StoredImage> {
    let image: StoredImage | undefined;
    try {
      image = await catalogImage(this.options.imageFolder, () => this.makeImage(), packagedImageFolder());
      return image;
    } finally {
      if (!(image instanceof Blob)) this.image = undefined;
    }
  }

  /** In a thread of its own, so that its 600 MB go with it. */
  private async makeImage(): Promise<Uint8Array> {
    const data = { kind: 'image', parts: await postgresParts(), initdb: await initdbProgram() } as const;
    const { thread, first } = await WorkerThread.start(this.entry, data, this.limits.startTimeoutMs);
    await thread.stop();
    if (first.kind !== 'image') throw new SqlError('XX000', 'the catalog image was not made');
    return first.image;
  }
}
