import type { Analysis } from '../analysis/analysis.js';
import type { CatalogDatabase } from '../analysis/catalog-database.js';
import { assertHarmless } from '../analysis/system-guard.js';
import type { Bound, Execution, FieldDescription, PreparedStatement, SessionContext } from '../border.js';
import { shiftPosition } from '../shift-position.js';
import { toSqlError } from '../sql-error.js';
import { analysisContext } from './session-facts.js';

export interface SystemStatementParts {
  readonly database: CatalogDatabase;
  readonly text: string;
  /** Characters of the client's query string before `text`. */
  readonly offset: number;
  readonly analysis: Analysis;
  readonly context: SessionContext;
}

/** A statement that reads the system catalog or no table at all: the catalog's own Postgres answers it. */
export class SystemStatement implements PreparedStatement {
  readonly parameterOids: readonly number[];
  readonly fields: readonly FieldDescription[];
  readonly copy = undefined;

  /** @throws SqlError 42501 for a function that is not for readers */
  constructor(private readonly parts: SystemStatementParts) {
    assertHarmless(parts.analysis);
    this.parameterOids = parts.analysis.parameterOids;
    this.fields = parts.analysis.fields;
  }

  async execute(bound: Bound, signal: AbortSignal): Promise<Execution> {
    const { database, text, offset, analysis, context } = this.parts;
    try {
      return await database.runSystem(text, analysis, bound, analysisContext(context), signal);
    } catch (error) {
      throw shiftPosition(toSqlError(error), offset);
    }
  }
}
