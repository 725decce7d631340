import type { Engine, ResultBatch } from '../../../engine.js';
import type { Query } from '../../../query/query.js';
import type { Analysis } from '../analysis/analysis.js';
import type { Bound, Execution, FieldDescription, PreparedStatement, RowBatch, SessionContext } from '../border.js';
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

export interface GovernedStatementParts {
  readonly engine: Engine;
  readonly text: string;
  readonly analysis: Analysis;
  /** The governed tables, by the OIDs that the analysis gives them. */
  readonly tables: ReadonlyMap<number, BoundTable>;
  readonly context: SessionContext;
  readonly schema: string;
  readonly maxRows: number;
  /** The rows go out as COPY's data. */
  readonly copy: CopyOptions | undefined;
}

async function* encoded(batches: AsyncIterable<ResultBatch>, encoder: RowEncoder): AsyncGenerator<RowBatch> {
  for await (const batch of batches) yield encoder.batch(batch);
}

/** Errors of the engine and the source on the way of rows, as a client may read them. */
function readable({ batches, tag }: Execution): Execution {
  const told = async function* (): AsyncGenerator<RowBatch> {
    try {
      yield* batches;
    } catch (error) {
      throw toSqlError(error);
    }
  };
  return { batches: told(), tag };
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
    const { text, analysis, tables, context, schema } = this.parts;
    const parameters = parameterValues(bound, this.parameterOids, parameterSettings(context.settings));
    const { relation } = translate({ text, ...analysis }, tables, parameters, callerFacts(context, schema));
    return { kind: 'query', shape: 'rows', relation };
  }

  async execute(bound: Bound, signal: AbortSignal): Promise<Execution> {
    const { engine, context, maxRows, copy } = this.parts;
    const settings = outputSettings(context.settings);
    try {
      const { batches } = await engine.rows(this.query(bound), context.identity, { signal, maxRows });
      if (copy !== undefined) return readable(new CopyEncoder(copy, this.fields, settings).execution(batches));
      const encoder = new RowEncoder(this.fields, bound.resultFormats, settings);
      return readable({ batches: encoded(batches, encoder), tag: (rowCount) => `SELECT ${rowCount}` });
    } catch (error) {
      throw toSqlError(error);
    }
  }
}
