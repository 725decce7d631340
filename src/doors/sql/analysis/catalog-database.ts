import { LRUCache } from 'lru-cache';
import type { Bound, Execution, RowBatch } from '../border.js';
import { SqlError } from '../sql-error.js';
import type { Analysis, AnalysisContext } from './analysis.js';
import type { CatalogLimits } from './catalog-limits.js';
import type { CatalogReply, CatalogRequest } from './catalog-protocol.js';
import { rawRows } from './raw-rows.js';
import { readNode } from './read-node.js';
import { assertHarmless } from './system-guard.js';
import { Turns, unlessAborted } from './turns.js';
import type { WorkerThread } from './worker-thread.js';

/** How long a cancelled statement may still run before its thread is ended, which costs the next one a new start. */
const CANCEL_GRACE_MS = 300;
/** Longer texts are analysed anew each time. */
const MAX_KEPT_TEXT = 32_768;
/** Settings that a tree depends on: constants are read when a statement is analysed. */
const TREE_SETTINGS = ['array_nulls', 'datestyle', 'intervalstyle', 'search_path', 'timezone', 'xmloption'];

/**
 * The catalog of one visibility set: a Postgres in a thread of its own, started at the first need and again after it
 * was ended. It serves one request at a time. A statement on the system catalog that keeps others waiting goes on
 * aside, and a new thread serves them; there is one such statement at most, and the next one is ended instead.
 */
export class CatalogDatabase {
  private readonly turns: Turns;
  private readonly analyses: LRUCache<string, Analysis>;
  private thread: Promise<WorkerThread> | undefined;
  /** The end of the statement that goes on aside. */
  private aside: Promise<void> | undefined;

  constructor(
    private readonly startThread: () => Promise<WorkerThread>,
    private readonly limits: CatalogLimits,
  ) {
    this.turns = new Turns(limits.maxWaiting);
    this.analyses = new LRUCache({ max: limits.keptAnalyses });
  }

  /**
   * What Postgres makes of a statement. Positions in errors, and `location`s of the tree, are those of `text`.
   * @param parameterOids 0 where the type is open
   * @throws SqlError as Postgres reports it; 57014 past the time or when aborted; 54001 for one nested too deeply
   */
  async analyse(
    text: string,
    parameterOids: readonly number[],
    context: AnalysisContext,
    signal: AbortSignal,
  ): Promise<Analysis> {
    const settings = TREE_SETTINGS.map((name) => context.settings[name]);
    const key = JSON.stringify([text, parameterOids, context.user, ...settings]);
    const kept = this.analyses.get(key);
    if (kept !== undefined) return kept;
    const request: CatalogRequest = { kind: 'analyse', text, parameterOids, context };
    const answer = await this.ask(request, this.limits.analysisTimeoutMs, signal);
    if (answer.kind !== 'analysed') throw new SqlError('XX000', 'the catalog gave an unexpected answer');
    const { tree, ...rest } = answer.reply;
    const analysis: Analysis = { ...rest, tree: readNode(tree) };
    if (text.length <= MAX_KEPT_TEXT) this.analyses.set(key, analysis);
    return analysis;
  }

  /**
   * Runs a statement that reads only the system catalog, or no table at all.
   * @param analysis of this very text, from `analyse`
   * @throws SqlError 42501, 0A000 where it is more than that; 54000 for too large a result; as Postgres reports it
   */
  async runSystem(
    text: string,
    analysis: Analysis,
    bound: Bound,
    context: AnalysisContext,
    signal: AbortSignal,
  ): Promise<Execution> {
    assertHarmless(analysis);
    const request: CatalogRequest = {
      kind: 'run',
      text,
      parameterOids: analysis.parameterOids,
      // Copied: a small Buffer shares its memory with others, which would be sent along.
      values: bound.values.map((value) => (value === null ? null : new Uint8Array(value))),
      formats: bound.formats,
      resultFormats: bound.resultFormats,
      context,
      maxBytes: this.limits.maxResultBytes,
    };
    const answer = await this.ask(request, this.limits.systemTimeoutMs, signal);
    if (answer.kind !== 'ran') throw new SqlError('XX000', 'the catalog gave an unexpected answer');
    return { batches: batches(answer.reply.frames), tag: (rowCount) => `SELECT ${rowCount}` };
  }

  /** Starts the thread if there is none. */
  async warm(signal: AbortSignal): Promise<void> {
    await unlessAborted(this.running(), signal);
  }

  /** Ends the threads once the requests before are done. */
  async close(): Promise<void> {
    await this.turns.idle();
    await Promise.all([this.end(), this.aside]);
  }

  private async ask(request: CatalogRequest, timeoutMs: number, signal: AbortSignal): Promise<CatalogReply> {
    const late = new AbortController();
    const cancel = (): void => void setTimeout(() => late.abort(), CANCEL_GRACE_MS).unref();
    signal.addEventListener('abort', cancel, { once: true });
    const answer = this.turns.take(signal, async (crowded) => {
      const thread = await this.running();
      if (signal.aborted) throw new SqlError('57014', 'canceling statement due to user request');
      const reply = thread.ask(request, timeoutMs, late.signal);
      if (request.kind === 'run' && (await outstays(reply, crowded, this.limits.patienceMs))) {
        if (this.aside === undefined) this.letFinish(thread, reply);
        else late.abort(new SqlError('57014', 'canceling statement because others wait for the catalog'));
        // In an object: the turn ends before the reply is there.
        return { reply };
      }
      const given = await reply;
      if ('retire' in given && given.retire) await this.end();
      return { reply };
    });
    answer.catch(() => undefined);
    try {
      const reply = await unlessAborted(
        answer.then((left) => left.reply),
        signal,
      );
      if (reply.kind === 'failed') throw new SqlError(reply.sqlState, reply.message, reply.fields);
      return reply;
    } finally {
      if (!signal.aborted) signal.removeEventListener('abort', cancel);
    }
  }

  /** The thread serves nobody else, and ends with its statement. */
  private letFinish(thread: WorkerThread, reply: Promise<CatalogReply>): void {
    this.thread = undefined;
    const finished = reply
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => thread.stop())
      .finally(() => {
        this.aside = undefined;
      });
    this.aside = finished;
  }

  private async running(): Promise<WorkerThread> {
    this.thread ??= this.startThread();
    const started = this.thread;
    const thread = await started.catch((error: unknown) => {
      this.forget(started);
      throw error;
    });
    if (thread.isAlive) return thread;
    this.forget(started);
    return this.running();
  }

  private forget(thread: Promise<WorkerThread>): void {
    if (this.thread === thread) this.thread = undefined;
  }

  private async end(): Promise<void> {
    const thread = await this.thread?.catch(() => undefined);
    this.thread = undefined;
    await thread?.stop();
  }
}

/** Whether a statement runs for longer than `patienceMs` with others waiting behind it. False once it has ended. */
function outstays(reply: Promise<unknown>, crowded: AbortSignal, patienceMs: number): Promise<boolean> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const count = (): void => {
      timer = setTimeout(() => settle(true), patienceMs - (performance.now() - startedAt));
    };
    const settle = (outstayed: boolean): void => {
      clearTimeout(timer);
      crowded.removeEventListener('abort', count);
      resolve(outstayed);
    };
    const ended = (): void => settle(false);
    reply.then(ended, ended);
    if (crowded.aborted) count();
    else crowded.addEventListener('abort', count, { once: true });
  });
}

async function* batches(frames: readonly Uint8Array[]): AsyncGenerator<RowBatch> {
  for (const { buffer, byteOffset, byteLength } of frames) yield rawRows(Buffer.from(buffer, byteOffset, byteLength));
}
