import { Worker } from 'node:worker_threads';
import { SqlError } from '../sql-error.js';
import type { CatalogReply, CatalogRequest, CatalogWorkerData } from './catalog-protocol.js';

/** So much that Postgres's own bound on depth, a proper error, is met before the thread's stack is full. */
const STACK_MB = 64;

type Settle = (reply: CatalogReply | SqlError) => void;

/** A thread with a catalog, and the one request it is at. When it ends, whoever waits is told. */
export class WorkerThread {
  private settle: Settle | undefined;
  private ended = false;

  private constructor(private readonly worker: Worker) {
    worker.on('message', (reply: CatalogReply) => this.finish(reply));
    worker.on('error', (cause) => this.finish(new SqlError('XX000', 'the catalog broke off', { cause })));
    worker.on('exit', () => {
      this.ended = true;
      this.finish(new SqlError('57P01', 'the catalog was stopped'));
    });
  }

  /** @returns the thread and its first message: `ready` or `image` @throws SqlError if it does not start in time */
  static async start(
    entry: URL,
    data: CatalogWorkerData,
    timeoutMs: number,
  ): Promise<{ readonly thread: WorkerThread; readonly first: CatalogReply }> {
    const thread = new WorkerThread(
      new Worker(entry, {
        workerData: data,
        execArgv: [],
        env: {},
        stdout: true,
        stderr: true,
        resourceLimits: { stackSizeMb: STACK_MB },
      }),
    );
    thread.worker.stdout.resume();
    thread.worker.stderr.resume();
    try {
      const first = await thread.wait(timeoutMs, undefined);
      if (first.kind !== 'failed') return { thread, first };
      throw new SqlError(first.sqlState, first.message, first.fields);
    } catch (error) {
      await thread.stop();
      throw error;
    }
  }

  /** False once the thread has ended. */
  get isAlive(): boolean {
    return !this.ended;
  }

  /**
   * Sends a request and waits. Past the time and on an abort the thread is ended: nothing else stops a statement.
   * @throws SqlError 57014, or the signal's reason where that is one
   */
  async ask(request: CatalogRequest, timeoutMs: number, signal: AbortSignal): Promise<CatalogReply> {
    const answer = this.wait(timeoutMs, signal);
    this.worker.postMessage(request);
    return answer;
  }

  async stop(): Promise<void> {
    this.ended = true;
    await this.worker.terminate();
  }

  private wait(timeoutMs: number, signal: AbortSignal | undefined): Promise<CatalogReply> {
    return new Promise((resolve, reject) => {
      this.worker.ref();
      const end = (error: SqlError): void => {
        this.finish(error);
        void this.stop();
      };
      const late = new SqlError('57014', 'canceling statement due to statement timeout');
      const timer = setTimeout(() => end(late), timeoutMs);
      const cancel = (): void => {
        const reason: unknown = signal?.reason;
        const asked = new SqlError('57014', 'canceling statement due to user request');
        end(reason instanceof SqlError ? reason : asked);
      };
      signal?.addEventListener('abort', cancel, { once: true });
      this.settle = (result) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', cancel);
        this.settle = undefined;
        this.worker.unref();
        if (result instanceof SqlError) reject(result);
        else resolve(result);
      };
      if (this.ended) this.finish(new SqlError('57P01', 'the catalog was stopped'));
      else if (signal?.aborted === true) cancel();
    });
  }

  private finish(result: CatalogReply | SqlError): void {
    this.settle?.(result);
  }
}
