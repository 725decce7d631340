import { PGlite } from '@electric-sql/pglite';
import { SqlError } from '../sql-error.js';
import { IMAGE_CONFIGURATION } from './catalog-image-contents.js';
import type { PostgresParts, StoredImage } from './catalog-protocol.js';
import { FileBlob } from './file-blob.js';
import { ImageFileSystem } from './image-file-system.js';
import { readError, readTextRow } from './read-answer.js';
import { trimImage } from './trim-image.js';
import { type BackendFrame, backendFrames, queryMessage } from './wire-messages.js';

/** PGlite's, without `-O`: nobody changes system tables unless he turns that on. */
const START_PARAMETERS = [
  '--single',
  '-F',
  '-j',
  ...[
    'exit_on_error=false',
    'log_checkpoints=false',
    'max_worker_processes=0',
    'max_parallel_workers=0',
    'max_parallel_workers_per_gather=0',
    'max_parallel_maintenance_workers=0',
    'io_method=sync',
  ].flatMap((setting) => ['-c', setting]),
];

const CURRENT_SEGMENTS =
  'SELECT redo_wal_file, pg_walfile_name(pg_current_wal_lsn()) FROM pg_catalog.pg_control_checkpoint()';

/** An instance starts with 128 MB, most of them never touched. */
const MAX_MEMORY_BYTES = 256 * 1024 * 1024;
const PAGE_BYTES = 64 * 1024;

/** A Postgres in this thread, spoken to in its own protocol. One request at a time. */
export class PostgresInstance {
  private trap: Error | undefined;

  private constructor(private readonly database: PGlite) {
    this.watchForTraps();
  }

  /** Takes about half a second. What needs more than `MAX_MEMORY_BYTES` fails with 53200. */
  static async open(parts: PostgresParts, image: StoredImage): Promise<PostgresInstance> {
    const database = await PGlite.create({
      pgliteWasmModule: parts.postgres,
      fsBundle: new FileBlob(parts.filesPath),
      fs: new ImageFileSystem(image),
      startParams: START_PARAMETERS,
    });
    limitMemory(database.Module.wasmMemory);
    return new PostgresInstance(database);
  }

  /** Makes a fresh data directory; takes some seconds and 600 MB. `statements` run in it before it is packed. */
  static async makeImage(
    parts: PostgresParts,
    initdb: WebAssembly.Module,
    statements: readonly string[],
  ): Promise<Uint8Array> {
    const database = await PGlite.create({
      pgliteWasmModule: parts.postgres,
      initdbWasmModule: initdb,
      fsBundle: new FileBlob(parts.filesPath),
      initDbStartParams: ['--wal-segsize=1'],
      postgresqlconf: [...IMAGE_CONFIGURATION],
      startParams: START_PARAMETERS,
    });
    const instance = new PostgresInstance(database);
    for (const statement of statements) instance.execute(statement);
    const [[first = '', last = ''] = []] = instance
      .execute(CURRENT_SEGMENTS)
      .map((row) => row.map((cell) => cell ?? ''));
    const image = await database.dumpDataDir('none');
    await database.close();
    return new Uint8Array(trimImage(Buffer.from(await image.arrayBuffer()), { first, last }));
  }

  /**
   * Sends messages and reads all that comes back. Errors are frames of type `E`.
   * @throws Error of the runtime if the program broke off, as with a stack that ran over; the instance is then of no use
   */
  exchange(messages: Buffer): readonly BackendFrame[] {
    const answer = this.database.execProtocolRawSync(messages);
    if (this.trap !== undefined) throw this.trap;
    return [...backendFrames(Buffer.from(answer))];
  }

  /** Runs SQL of our own. @returns the rows' cells as text @throws SqlError as Postgres reports it */
  execute(sql: string): readonly (readonly (string | null)[])[] {
    const frames = this.exchange(queryMessage(sql));
    throwError(frames);
    return frames.filter(({ type }) => type === 'D').map(({ body }) => readTextRow(body));
  }

  /** Bytes of memory that the instance holds, which never shrink. */
  memoryBytes(): number {
    return this.database.Module.HEAPU8.length;
  }

  async close(): Promise<void> {
    await this.database.close();
  }

  /** PGlite takes every exception of the program for one of Postgres's jumps, and would go on after a trap. */
  private watchForTraps(): void {
    const program = this.database.Module;
    const step = program._PostgresMainLoopOnce;
    program._PostgresMainLoopOnce = () => {
      try {
        step();
      } catch (thrown) {
        if (isTrap(thrown)) this.trap = thrown;
        throw thrown;
      }
    };
  }
}

/** What is used of a WebAssembly.Memory, which the types of Node 20 do not know. */
interface GrowingMemory {
  readonly buffer: { readonly byteLength: number };
  grow: (pages: number) => number;
}

/** The program takes a failure to grow for want of memory, and Postgres makes an error of it. */
function limitMemory(memory: GrowingMemory): void {
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    if (memory.buffer.byteLength + pages * PAGE_BYTES > MAX_MEMORY_BYTES) throw new RangeError('memory limit');
    return grow(pages);
  };
}

/** Whether the runtime ended the program: a stack that ran over, or memory that is not there. */
export function isTrap(thrown: unknown): thrown is Error {
  return thrown instanceof RangeError || (thrown instanceof Error && thrown.name === 'RuntimeError');
}

/** @throws SqlError of the first error among the frames */
export function throwError(frames: readonly BackendFrame[]): void {
  const error = frames.find(({ type }) => type === 'E');
  if (error !== undefined) throw readError(error.body);
  if (!frames.some(({ type }) => type === 'Z')) throw new SqlError('XX000', 'the catalog gave no answer');
}
