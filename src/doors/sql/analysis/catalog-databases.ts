import { LRUCache } from 'lru-cache';
import { SqlError } from '../sql-error.js';
import type { Analysis } from './analysis.js';
import { catalogImage } from './catalog-image.js';
import type { AnalyseRequest, CatalogReply, CatalogRequest, RunRequest } from './catalog-protocol.js';
import type { DatabaseDescription } from './database-description.js';
import { initdbProgram, postgresParts } from './postgres-parts.js';
import { readNode } from './read-node.js';
import { workerEntry } from './worker-entry.js';
import { WorkerThread } from './worker-thread.js';

export interface CatalogDatabasesOptions {
  /** Folder that the image is kept in. */
  readonly folder: string;
  /** Databases in memory at a time, some 130 MB each; the least recently used goes. */
  readonly maxDatabases: number;
}

/** A new image takes seconds; a database with a thousand tables too. */
const START_TIMEOUT_MS = 60_000;
const REQUEST_TIMEOUT_MS = 10_000;
/** Requests that may wait for one database. */
const MAX_WAITING = 200;

/** One description's database: a thread that is started when it is needed, and again when it has ended. */
class Database {
  private thread: Promise<WorkerThread> | undefined;
  /** The end of the queue: a Postgres does one thing at a time. */
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private closed = false;

  constructor(
    private readonly description: DatabaseDescription,
    private readonly image: () => Promise<Blob>,
  ) {}

  /** @throws SqlError of Postgres; 57014 if `signal` aborts or it takes too long, 53300 if too many wait */
  async ask(request: CatalogRequest, signal: AbortSignal): Promise<CatalogReply> {
    if (this.waiting >= MAX_WAITING) throw new SqlError('53300', 'too many statements wait for the catalog');
    this.waiting += 1;
    const turn = this.last.then(() => this.run(request, signal));
    this.last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.waiting -= 1;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.last;
    await this.stop();
  }

  private async run(request: CatalogRequest, signal: AbortSignal): Promise<CatalogReply> {
    if (signal.aborted) throw new SqlError('57014', 'canceling statement due to user request');
    if (this.closed) throw new SqlError('57P01', 'the catalog was stopped');
    let thread = await this.start();
    if (!thread.isAlive) {
      this.thread = undefined;
      thread = await this.start();
    }
    const reply = await thread.ask(request, REQUEST_TIMEOUT_MS, signal);
    if ('retire' in reply && reply.retire) await this.stop();
    if (reply.kind === 'failed') throw new SqlError(reply.sqlState, reply.message, reply.fields);
    return reply;
  }

  private start(): Promise<WorkerThread> {
    this.thread ??= this.open();
    return this.thread;
  }

  private async open(): Promise<WorkerThread> {
    try {
      const [parts, image] = await Promise.all([postgresParts(), this.image()]);
      const data = { kind: 'database', parts, image, description: this.description } as const;
      return (await WorkerThread.start(workerEntry(), data, START_TIMEOUT_MS)).thread;
    } catch (error) {
      this.thread = undefined;
      throw error;
    }
  }

  private async stop(): Promise<void> {
    const { thread } = this;
    this.thread = undefined;
    if (thread !== undefined) await (await thread.catch(() => undefined))?.stop();
  }
}

async function makeImage(): Promise<Uint8Array> {
  const [parts, initdb] = await Promise.all([postgresParts(), initdbProgram()]);
  const { thread, first } = await WorkerThread.start(workerEntry(), { kind: 'image', parts, initdb }, START_TIMEOUT_MS);
  await thread.stop();
  if (first.kind !== 'image') throw new SqlError('XX000', 'the image of the catalog could not be made');
  return first.image;
}

/** The databases of all visibility sets in use. */
export class CatalogDatabases {
  private readonly databases: LRUCache<string, Database>;
  private readonly closing = new Set<Promise<void>>();
  private image: Promise<Blob> | undefined;

  constructor(private readonly options: CatalogDatabasesOptions) {
    this.databases = new LRUCache<string, Database>({
      max: options.maxDatabases,
      dispose: (database) => {
        const closed = database.close();
        this.closing.add(closed);
        void closed.finally(() => this.closing.delete(closed));
      },
    });
  }

  /** Makes the image and a first database before anybody asks. */
  async warm(description: DatabaseDescription): Promise<void> {
    const context = { user: 'warm', settings: {} };
    await this.analyse(description, 'SELECT 1', [], context, AbortSignal.timeout(START_TIMEOUT_MS));
  }

  /** What Postgres makes of a statement. @throws SqlError as Postgres reports it, places counted in `text` */
  async analyse(
    description: DatabaseDescription,
    text: string,
    parameterOids: readonly number[],
    context: AnalyseRequest['context'],
    signal: AbortSignal,
  ): Promise<Analysis> {
    const request = { kind: 'analyse', text, parameterOids, context } as const;
    const reply = await this.of(description).ask(request, signal);
    if (reply.kind !== 'analysed') throw new SqlError('XX000', 'the catalog gave another answer than asked for');
    return { ...reply.reply, tree: readNode(reply.reply.tree) };
  }

  /** DataRow messages of a statement over the system catalog. @throws SqlError as Postgres reports it */
  async run(
    description: DatabaseDescription,
    request: Omit<RunRequest, 'kind'>,
    signal: AbortSignal,
  ): Promise<readonly Buffer[]> {
    const reply = await this.of(description).ask({ kind: 'run', ...request }, signal);
    if (reply.kind !== 'ran') throw new SqlError('XX000', 'the catalog gave another answer than asked for');
    return reply.reply.frames.map((frames) => Buffer.from(frames.buffer, frames.byteOffset, frames.byteLength));
  }

  async close(): Promise<void> {
    this.databases.clear();
    await Promise.all(this.closing);
  }

  private of(description: DatabaseDescription): Database {
    const known = this.databases.get(description.key);
    if (known !== undefined) return known;
    const database = new Database(description, () => this.loadImage());
    this.databases.set(description.key, database);
    return database;
  }

  private loadImage(): Promise<Blob> {
    this.image ??= catalogImage(this.options.folder, makeImage).catch((error: unknown) => {
      this.image = undefined;
      throw error;
    });
    return this.image;
  }
}
