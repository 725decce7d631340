import { GatewayError } from '../errors.js';
import { Semaphore } from '../lib/semaphore.js';
import { MAX_KEYS } from '../plan/federation/place.js';
import type { ComputeStage, FetchStage, KeySet, Stage } from '../plan/federation/stage.js';
import { stagesNeeded } from '../plan/federation/stages-needed.js';
import { type KeyRows, withKeys } from '../plan/federation/with-keys.js';
import { limit } from '../query/build.js';
import type { ScalarValue } from '../query/expression.js';
import { outputsOf } from '../query/outputs.js';
import type { HostSession, ResultBatch, Source, StatementOptions } from '../sources/source.js';
import { printStatement } from '../sql/print-statement.js';
import { type Predict, predictStage } from './predict-stage.js';

/** Keys of one statement; more are asked for by several. */
const KEYS_PER_STATEMENT = 1000;
/** Fetches of one request that run at the same time. Each holds one connection of its source, and waits for no other. */
const MAX_FETCHES = 4;

export interface StageContext {
  /** Where the stages' tables are made. */
  readonly session: HostSession;
  readonly host: Source;
  readonly source: (name: string) => Source;
  /** As whom, and for how long, a statement runs at a source; with `signal`. */
  readonly optionsFor: (source: Source) => StatementOptions;
  /** Asks a model for rows of inputs. @throws GatewayError if it has no prediction for one of them */
  readonly predict: Predict;
  /** Different rows that a model may be asked for. */
  readonly maxPredictedRows: (model: string) => number;
  /** Ends the session's and all sources' work: the caller leaves, or `stop` is called. */
  readonly signal: AbortSignal;
  readonly stop: () => void;
  /** Rows that all stages together may fetch. */
  readonly maxFetchedRows: number;
}

async function readKeys({ relation }: KeySet, { session, host }: StageContext): Promise<KeyRows> {
  const statement = printStatement(limit(relation, MAX_KEYS + 1), host.dialect);
  const { batches } = await session.execute(statement, false);
  const rows: ScalarValue[][] = [];
  for await (const { rowCount, columns } of batches) {
    for (let row = 0; row < rowCount; row += 1) rows.push(columns.map((column) => column[row] as ScalarValue));
  }
  if (rows.length > MAX_KEYS) return undefined;
  // NULL equals nothing.
  return rows.filter((row) => !row.includes(null));
}

/** Values that the keys of a set are bound by. */
const valuesOf = ({ columns }: KeySet, rows: KeyRows) => (rows?.length ?? 0) * columns.length;

/**
 * The sets of keys of each statement. Where there are too many for one, the largest set is dealt out: a filter by keys
 * stands only where each key's rows are the same whatever other keys there are, so that the parts make up the whole.
 * Of the other sets those are left out that are too large as well, or leave the largest too little.
 * @param maxValues that one statement may bind for keys
 */
function dealOut(found: ReadonlyMap<KeySet, KeyRows>, maxValues: number): readonly ReadonlyMap<KeySet, KeyRows>[] {
  const [largest, ...smaller] = [...found].sort(([, a], [, b]) => (b?.length ?? 0) - (a?.length ?? 0));
  if (largest === undefined) return [found];
  const [dealt, rows = []] = largest;
  const values = [...found].reduce((sum, [keySet, keys]) => sum + valuesOf(keySet, keys), 0);
  if (rows.length <= KEYS_PER_STATEMENT && values <= maxValues) return [found];
  let left = maxValues;
  const others = smaller.map(([keySet, keys]) => {
    const size = valuesOf(keySet, keys);
    if ((keys?.length ?? 0) > KEYS_PER_STATEMENT || left - size < maxValues / 2) return [keySet, undefined] as const;
    left -= size;
    return [keySet, keys] as const;
  });
  const keysAtOnce = Math.min(KEYS_PER_STATEMENT, Math.floor(left / Math.max(1, dealt.columns.length)));
  if (keysAtOnce < 1) return [new Map([...found.keys()].map((keySet) => [keySet, undefined]))];
  return Array.from({ length: Math.ceil(rows.length / keysAtOnce) }, (_, index) => {
    const part = rows.slice(index * keysAtOnce, (index + 1) * keysAtOnce);
    return new Map<KeySet, KeyRows>([...others, [dealt, part]]);
  });
}

/** What a source may bind in one statement, less what the fragment binds without any keys. */
function roomForKeys({ relation, keys }: FetchStage, { dialect, traits: { maxParameters } }: Source): number {
  if (maxParameters === undefined || keys.length === 0) return Number.POSITIVE_INFINITY;
  const { parameters } = printStatement(
    withKeys(relation, keys, () => undefined),
    dialect,
  );
  return Math.max(0, maxParameters - parameters.length);
}

async function* fetched(stage: FetchStage, context: StageContext): AsyncGenerator<ResultBatch> {
  const source = context.source(stage.source);
  const found = new Map<KeySet, KeyRows>();
  for (const keySet of stage.keys) found.set(keySet, await readKeys(keySet, context));
  // Nothing can match no key.
  if ([...found.values()].some((rows) => rows?.length === 0)) return;
  for (const keys of dealOut(found, roomForKeys(stage, source))) {
    const relation = withKeys(stage.relation, stage.keys, (keySet) => keys.get(keySet));
    const { batches } = await source.execute(printStatement(relation, source.dialect), context.optionsFor(source));
    yield* batches as AsyncIterable<ResultBatch>;
  }
}

/** Counts the rows of all fetches together. */
class FetchedRows {
  private count = 0;

  constructor(private readonly max: number) {}

  async *counted(batches: AsyncIterable<ResultBatch>): AsyncGenerator<ResultBatch> {
    for await (const batch of batches) {
      this.count += batch.rowCount;
      if (this.count > this.max) {
        const message = `A join across sources needs more than ${this.max} rows of them.`;
        throw new GatewayError('RESULT_TOO_LARGE', message);
      }
      yield batch;
    }
  }
}

async function compute({ name, relation }: ComputeStage, { session, host }: StageContext): Promise<void> {
  const fields = outputsOf(relation).map((output) => ({ name: output.name, type: output.type }));
  await session.compute(name, fields, printStatement(relation, host.dialect));
}

/** What is waited for, and not under way, ends by the signal's own reason, which is no error of ours. */
function failureOf(error: unknown, { signal }: StageContext): unknown {
  const isOurs = error instanceof GatewayError || !signal.aborted;
  return isOurs ? error : new GatewayError('CANCELLED', 'The request was cancelled.');
}

/**
 * Runs the stages, each as soon as those that it reads are done; each leaves its table in the session. The first failure
 * stops the others, and is thrown when all have ended.
 */
export async function runStages(stages: readonly Stage[], context: StageContext): Promise<void> {
  const { session, signal, maxFetchedRows } = context;
  const turns = new Semaphore(MAX_FETCHES);
  const total = new FetchedRows(maxFetchedRows);
  const failures: unknown[] = [];
  const run = async (stage: Stage, needed: readonly (Promise<void> | undefined)[]) => {
    try {
      await Promise.all(needed);
      if (stage.kind === 'compute') return await compute(stage, context);
      if (stage.kind === 'predict') return await predictStage(stage, context);
      await turns.run(signal, async () => {
        await session.load(stage.name, stage.fields, total.counted(fetched(stage, context)), maxFetchedRows);
      });
    } catch (error) {
      failures.push(failureOf(error, context));
      context.stop();
      throw error;
    }
  };
  const running = new Map<string, Promise<void>>();
  for (const stage of stages) {
    const needed = [...stagesNeeded(stage, new Set(running.keys()))];
    running.set(
      stage.name,
      run(
        stage,
        needed.map((name) => running.get(name)),
      ),
    );
  }
  await Promise.allSettled(running.values());
  if (failures.length > 0) throw failures[0];
}
