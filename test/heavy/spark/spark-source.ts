import { databricksDialect } from '../../../src/sources/databricks/dialect.js';
import { databricksError } from '../../../src/sources/databricks/errors.js';
import type { EngineTraits, Source, SourceHealth, StatementResult } from '../../../src/sources/source.js';
import { checkValue } from '../../../src/sql/checked-value.js';
import type { Dialect } from '../../../src/sql/dialect.js';
import type { BoundParameter, SqlStatement } from '../../../src/sql/statement.js';
import { SparkError, type SparkOracle, type SparkParameters } from './spark-oracle.js';
import { resultType, resultValue } from './spark-values.js';

function textOf({ value, type }: BoundParameter): string | null {
  checkValue(value, type);
  if (value === null) return null;
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value);
}

function parametersOf(parameters: readonly BoundParameter[]): SparkParameters {
  return Object.fromEntries(parameters.map((parameter, index) => [`p${index + 1}`, textOf(parameter)]));
}

/** Real Spark as a source of the gateway. */
export class SparkSource implements Source {
  readonly dialect: Dialect = databricksDialect;
  readonly runsAs = 'service' as const;
  readonly traits: EngineTraits = { topNRows: undefined, sortsWholeGroups: false };
  statementsRun = 0;
  /** Of the last statement. */
  lastText = '';
  /** What Spark said of the last failure. */
  lastFailure = '';

  constructor(
    readonly name: string,
    private readonly oracle: SparkOracle,
    /** Where the source's tables stand in Spark, if elsewhere. */
    private readonly placed: (text: string) => string = (text) => text,
  ) {}

  async execute({ text, parameters }: SqlStatement): Promise<StatementResult> {
    this.lastText = text;
    this.statementsRun += 1;
    try {
      const { fields, columns, rowCount } = await this.oracle.execute(this.placed(text), parametersOf(parameters));
      const types = fields.map((field) => resultType(field.type));
      const batch = {
        rowCount,
        columns: columns.map((column, index) => {
          const type = types[index];
          return type === undefined ? column : column.map((value) => resultValue(value, type));
        }),
      };
      return {
        fields: fields.map(({ name }, index) => ({ name, type: types[index] ?? { kind: 'null' } })),
        batches: (async function* () {
          yield batch;
        })(),
      };
    } catch (error) {
      if (!(error instanceof SparkError)) throw error;
      this.lastFailure = error.message;
      throw databricksError(error);
    }
  }

  async versions(tables: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return new Map(tables.map((table) => [table, '1']));
  }

  async health(): Promise<SourceHealth> {
    return { state: 'ready', latencyMs: 0 };
  }

  async close(): Promise<void> {}
}
