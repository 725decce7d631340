import { LRUCache } from 'lru-cache';
import { GatewayError, toGatewayError } from '../../errors.js';
import { DeadlinePassed, withDeadline } from '../../lib/with-deadline.js';
import { cancelled, timedOut } from '../statement-errors.js';
import { batchesOf } from './batches.js';
import { encodeInput } from './encode-input.js';
import type { EndpointAddress } from './endpoint-address.js';
import { EndpointCalls } from './endpoint-calls.js';
import { EndpointFailure, failureError } from './endpoint-failure.js';
import type { ModelColumn, ModelValue } from './model-type.js';
import { type Prediction, readPredictions } from './read-predictions.js';
import { RowBudget } from './row-budget.js';
import { inputColumns, type ModelSettings, outputColumns } from './settings.js';

export interface PredictOptions {
  readonly signal: AbortSignal;
  /** Of all rows together, in ms. */
  readonly timeoutMs: number;
}

/** What became of one row: each stands and fails by itself. */
export type PredictionOutcome = Prediction | GatewayError;

/** What all kept predictions of one endpoint may take, in characters of their inputs and values. */
const KEPT_CHARACTERS = 8_000_000;
const ENTRY_OVERHEAD = 64;

function sizeOf(prediction: Prediction, row: string): number {
  return prediction.reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? value.length : 8),
    row.length + ENTRY_OVERHEAD,
  );
}

function openCache({ cacheSeconds, cacheEntries }: ModelSettings): LRUCache<string, Prediction> | undefined {
  if (cacheSeconds === 0) return undefined;
  return new LRUCache({
    max: cacheEntries,
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: sizeOf,
    ttl: cacheSeconds * 1000,
  });
}

/** One serving endpoint: rows in, predictions out, each row's own or its own error. */
export class ModelEndpoint {
  private readonly inputs: readonly ModelColumn[];
  private readonly outputs: readonly ModelColumn[];
  private readonly calls: EndpointCalls;
  private readonly budget: RowBudget | undefined;
  private readonly kept: LRUCache<string, Prediction> | undefined;
  private readonly columns: string;

  constructor(
    readonly name: string,
    private readonly settings: ModelSettings,
    address: EndpointAddress,
  ) {
    this.inputs = inputColumns(settings);
    this.outputs = outputColumns(settings);
    this.calls = new EndpointCalls(address, settings);
    this.budget = settings.rowsPerMinute === undefined ? undefined : new RowBudget(settings.rowsPerMinute);
    this.kept = openCache(settings);
    this.columns = JSON.stringify(this.inputs.map((column) => column.name));
  }

  /** Different rows that one statement of SQL may ask for. */
  get maxRows(): number {
    return this.settings.maxRows;
  }

  /** Rows of one call at most. */
  get batchRows(): number {
    const { batchRows, rowsPerMinute = Number.POSITIVE_INFINITY } = this.settings;
    return Math.min(batchRows, rowsPerMinute);
  }

  /**
   * Predicts for rows of inputs in the order of the endpoint's own. Equal rows are sent once, in as few calls as the
   * bounds of a batch allow.
   * @returns an outcome for each row, in their order
   * @throws GatewayError CANCELLED once the signal aborts
   */
  async predict(
    rows: readonly (readonly ModelValue[])[],
    { signal, timeoutMs }: PredictOptions,
  ): Promise<readonly PredictionOutcome[]> {
    const outcomes = new Map<string, PredictionOutcome>();
    const encoded = rows.map((row) => this.encode(row));
    for (const row of encoded) {
      if (typeof row !== 'string' || outcomes.has(row)) continue;
      const kept = this.kept?.get(this.key(row));
      if (kept !== undefined) outcomes.set(row, kept);
    }
    const missing = [...new Set(encoded.filter((row) => typeof row === 'string'))].filter((row) => !outcomes.has(row));
    await this.predictAll(missing, outcomes, signal, timeoutMs);
    return encoded.map((row) => (typeof row === 'string' ? this.outcomeOf(outcomes.get(row)) : row));
  }

  private outcomeOf(outcome: PredictionOutcome | undefined): PredictionOutcome {
    return outcome ?? new GatewayError('INTERNAL', `Model ${this.name} was not asked for a row.`);
  }

  /** @returns the row's JSON text, or what becomes of a row that is not sent */
  private encode(row: readonly ModelValue[]): string | PredictionOutcome {
    if (row.length !== this.inputs.length) {
      return new GatewayError('INTERNAL', `Model ${this.name} takes ${this.inputs.length} inputs, not ${row.length}.`);
    }
    if (this.settings.nulls === 'skip' && row.includes(null)) return this.outputs.map(() => null);
    try {
      return `[${this.inputs.map((column, index) => encodeInput(row[index] ?? null, column)).join(',')}]`;
    } catch (error) {
      return toGatewayError(error);
    }
  }

  private key(row: string): string {
    return `${this.settings.version}\n${row}`;
  }

  /** Batches run side by side, as far as the endpoint's concurrency goes; one that fails takes only its own rows along. */
  private async predictAll(
    rows: readonly string[],
    outcomes: Map<string, PredictionOutcome>,
    signal: AbortSignal,
    timeoutMs: number,
  ): Promise<void> {
    const batches = batchesOf(rows, this.batchRows, this.settings.batchBytes);
    if (batches.length === 0) return;
    const run = async (bound: AbortSignal) => {
      await Promise.all(batches.map((batch) => this.predictBatch(batch, outcomes, bound)));
    };
    try {
      await withDeadline(signal, timeoutMs, run);
    } catch (error) {
      if (signal.aborted) throw cancelled();
      if (!(error instanceof DeadlinePassed)) throw error;
    }
    if (signal.aborted) throw cancelled();
    for (const row of rows) if (!outcomes.has(row)) outcomes.set(row, timedOut(timeoutMs));
  }

  private async predictBatch(
    batch: readonly string[],
    outcomes: Map<string, PredictionOutcome>,
    signal: AbortSignal,
  ): Promise<void> {
    const waitMs = this.budget?.take(batch.length) ?? 0;
    if (waitMs > 0) {
      const options = { extensions: { retryAfterMs: waitMs } };
      const error = new GatewayError('RATE_LIMITED', "A model's rows of this minute are used up.", options);
      for (const row of batch) outcomes.set(row, error);
      return;
    }
    const body = `{"dataframe_split":{"columns":${this.columns},"data":[${batch.join(',')}]}}`;
    try {
      const read = (reply: Buffer) => readPredictions(reply, batch.length, this.outputs);
      const predictions = await this.calls.invoke(body, signal, read);
      for (const [index, prediction] of predictions.entries()) {
        const row = batch[index];
        if (row === undefined) continue;
        outcomes.set(row, prediction);
        this.kept?.set(this.key(row), prediction);
      }
    } catch (error) {
      // Out of time or cancelled: whoever waits for all batches says so.
      if (signal.aborted) return;
      const failed =
        error instanceof EndpointFailure
          ? failureError(this.name, error, this.settings.timeoutMs)
          : toGatewayError(error);
      for (const row of batch) outcomes.set(row, failed);
    }
  }

  close(): void {
    this.calls.close();
  }
}
