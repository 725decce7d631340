import type { Engine, ResultBatch } from '../../../engine.js';
import { printRelation } from '../../../query/print.js';
import type { Query } from '../../../query/query.js';
import type { Analysis } from '../analysis/analysis.js';
import type { ModelFunction } from '../analysis/model-functions.js';
import type { Bound, Execution, FieldDescription, PreparedStatement, RowBatch, SessionContext } from '../border.js';
import { shiftPosition } from '../shift-position.js';
import { toSqlError } from '../sql-error.js';
import type { BoundTable } from '../translate/input.js';
import { translate } from '../translate/translate.js';
import { CopyEncoder } from '../types/copy-encoder.js';
import type { CopyOptions } from '../types/copy-options.js';
import { outputSettings } from '../types/output-settings.js';
import { parameterSettings } from '../types/parameters/parameter-settings.js';
import { RowEncoder } from '../types/row-encoder.js';
import { parameterValues } from './parameter-values.js';
import { callerFacts } from './session-facts.js';
import { watchPolicy } from './watch-policy.js';

export interface GovernedStatementParts {
  readonly engine: Engine;
  readonly text: string;
  /** Characters of the client's query string before `text`. */
  readonly offset: number;
  readonly analysis: Analysis;
  /** The governed tables, by the OIDs that the analysis gives them. */
  readonly tables: ReadonlyMap<number, BoundTable>;
  /** The models that are called, by the OIDs of their functions. */
  readonly models: ReadonlyMap<number, ModelFunction>;
  readonly context: SessionContext;
  readonly schema: string;
  readonly maxRows: number;
  /** Waits for the session's turn at the sources; what it gives ends the turn. */
  readonly admit: (signal: AbortSignal) => Promise<() => void>;
  /** The rows go out as COPY's data. */
  readonly copy: CopyOptions | undefined;
}

async function* encoded(batches: AsyncIterable<ResultBatch>, encoder: RowEncoder): AsyncGenerator<RowBatch> {
  for await (const batch of batches) yield encoder.batch(batch);
}

/** Errors of the engine and the source on the way of rows, as a client may read them; `ended` is told of the end. */
function readable({ batches, tag }: Execution, ended: () => void): Execution {
  const told = async function* (): AsyncGenerator<RowBatch> {
    try {
      yield* batches;
    } catch (error) {
      throw toSqlError(error);
    } finally {
      ended();
    }
  };
  return { batches: told(), tag };
}

/** What the endpoints are sent at most. How many rows that will be is not told: guesses go by the sizes of whole tables. */
function modelLines(engine: Engine, stages: ReturnType<Engine['prepare']>['plan']['stages']): readonly string[] {
  return stages.flatMap((stage) => {
    if (stage.kind !== 'predict') return [];
    const { maxRows, batchRows } = engine.modelBounds(stage.model);
    return [`Model ${stage.model}: each different input once, at most ${maxRows} rows in batches of ${batchRows}`];
  });
}

/** A statement over governed tables: translated, decided on and run anew at each execution. */
export class GovernedStatement implements PreparedStatement {
  readonly parameterOids: readonly number[];
  readonly fields: readonly FieldDescription[];
  readonly copy: PreparedStatement['copy'];

  constructor(private readonly parts: GovernedStatementParts) {
    this.parameterOids = parts.analysis.parameterOids;
    this.fields = parts.analysis.fields;
    const { copy } = parts;
    if (copy === undefined) return;
    const { format } = new CopyEncoder(copy, this.fields, outputSettings(parts.context.settings));
    this.copy = { format, columns: this.fields.length };
  }

  /** What the statement is for these parameters, before policy. @throws SqlError 0A000 for what the IR cannot say */
  query(bound: Pick<Bound, 'values' | 'formats'>): Query {
    const { text, offset, analysis, tables, models, context, schema } = this.parts;
    const parameters = parameterValues(bound, this.parameterOids, parameterSettings(context.settings));
    try {
      const { relation } = translate({ text, ...analysis, models }, tables, parameters, callerFacts(context, schema));
      return { kind: 'query', shape: 'rows', relation };
    } catch (error) {
      throw shiftPosition(toSqlError(error), offset);
    }
  }

  /**
   * The plan as far as this caller may know it: what the statement asks, before policy has its say.
   * @throws SqlError what running the statement would, as far as policy and placement decide it
   */
  planLines(bound: Pick<Bound, 'values' | 'formats'>): readonly string[] {
    const { engine, context } = this.parts;
    try {
      const query = this.query(bound);
      const { plan } = engine.prepare(query, context.identity);
      return [...printRelation(query.relation).split('\n'), ...modelLines(engine, plan.stages)];
    } catch (error) {
      throw toSqlError(error);
    }
  }

  async execute(bound: Bound, signal: AbortSignal): Promise<Execution> {
    let leave: () => void = () => undefined;
    try {
      const query = this.query(bound);
      leave = await this.parts.admit(signal);
      signal.throwIfAborted();
      // Rows that nobody began to read end by their signal alone.
      signal.addEventListener('abort', leave, { once: true });
      return await this.started(query, bound, signal, leave);
    } catch (error) {
      leave();
      throw toSqlError(error);
    }
  }

  private async started(query: Query, bound: Bound, signal: AbortSignal, leave: () => void): Promise<Execution> {
    const { engine, context, maxRows, copy } = this.parts;
    const { identity } = context;
    const settings = outputSettings(context.settings);
    const rows = await engine.rows(query, identity, { signal, maxRows, door: 'sql' });
    const decide = () => engine.prepare(query, identity).fingerprint;
    const batches = watchPolicy(rows.batches, engine, rows.fingerprint, decide);
    if (copy !== undefined) return readable(new CopyEncoder(copy, this.fields, settings).execution(batches), leave);
    const encoder = new RowEncoder(this.fields, bound.resultFormats, settings);
    return readable({ batches: encoded(batches, encoder), tag: (rowCount) => `SELECT ${rowCount}` }, leave);
  }
}
