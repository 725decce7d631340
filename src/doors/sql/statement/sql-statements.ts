import { LRUCache } from 'lru-cache';
import type { Engine } from '../../../engine.js';
import type { Analysis, RelationInfo } from '../analysis/analysis.js';
import type { CatalogDatabases } from '../analysis/catalog-databases.js';
import type { DatabaseDescription } from '../analysis/database-description.js';
import { MODELS_SCHEMA, type ModelFunction } from '../analysis/model-functions.js';
import { relationsRead } from '../analysis/relations-read.js';
import type { ParsedStatement, PreparedStatement, SessionContext, Statements } from '../border.js';
import { shiftPosition, withoutPosition } from '../shift-position.js';
import { SqlError, toSqlError } from '../sql-error.js';
import type { BoundTable } from '../translate/input.js';
import type { CopyOptions } from '../types/copy-options.js';
import { withCatalogSchemas } from './catalog-names.js';
import { copyParts } from './copy-statement.js';
import { describeDatabase } from './describe-database.js';
import { explainedQuery } from './explain-parts.js';
import { ExplainStatement } from './explain-statement.js';
import { parseStatements } from './gate.js';
import { GovernedStatement } from './governed-statement.js';
import { analysisContext } from './session-facts.js';
import type { SessionTurns } from './session-turns.js';
import { withSuggestion } from './suggest-relation.js';
import { SystemStatement } from './system-statement.js';

export interface SqlStatementsParts {
  readonly engine: Engine;
  readonly databases: CatalogDatabases;
  readonly maxStatementBytes: number;
  readonly maxRows: number;
  /** Undefined: no bound on what a caller has open. */
  readonly turns?: SessionTurns | undefined;
}

/** Descriptions of visibility sets; small beside the databases made from them. */
const KEPT_DESCRIPTIONS = 64;

interface AnalysedText {
  readonly text: string;
  /** Characters of the client's query string before it. */
  readonly offset: number;
  readonly copy?: CopyOptions;
}

type VisibleCatalog = ReturnType<Engine['catalogFor']>;

/** Joins the parts of the door: gate, analysis, and one of two ways to run. */
export class SqlStatements implements Statements {
  private readonly descriptions = new LRUCache<string, DatabaseDescription>({ max: KEPT_DESCRIPTIONS });

  constructor(private readonly parts: SqlStatementsParts) {}

  parse(text: string): readonly ParsedStatement[] {
    return parseStatements(text, { maxBytes: this.parts.maxStatementBytes });
  }

  async prepare(
    statement: ParsedStatement,
    parameterOids: readonly number[],
    context: SessionContext,
    signal: AbortSignal,
  ): Promise<PreparedStatement> {
    try {
      const { text, offset } = statement;
      const form = statement.kind === 'rows' ? statement.form : undefined;
      if (form === 'copy') return await this.copied(text, offset, parameterOids, context, signal);
      if (form === undefined) return await this.analysed({ text, offset }, parameterOids, context, signal);
      const query = { text: explainedQuery(text), offset };
      return new ExplainStatement(await this.analysed(query, parameterOids, context, signal));
    } catch (error) {
      throw shiftPosition(toSqlError(error), statement.offset);
    }
  }

  private async copied(
    text: string,
    offset: number,
    parameterOids: readonly number[],
    context: SessionContext,
    signal: AbortSignal,
  ): Promise<PreparedStatement> {
    const { query, options, placed } = copyParts(text);
    try {
      return await this.analysed({ text: query, offset, copy: options }, parameterOids, context, signal);
    } catch (error) {
      throw placed ? error : withoutPosition(toSqlError(error));
    }
  }

  private describe(visible: VisibleCatalog, database: string): DatabaseDescription {
    const key = `${visible.key} ${database}`;
    const known = this.descriptions.get(key);
    if (known !== undefined) return known;
    const description = describeDatabase(visible, this.parts.engine.catalog, database);
    this.descriptions.set(key, description);
    return description;
  }

  private async analysed(
    { text, offset, copy }: AnalysedText,
    parameterOids: readonly number[],
    context: SessionContext,
    signal: AbortSignal,
  ): Promise<PreparedStatement> {
    const { engine, databases, maxRows, turns } = this.parts;
    const visible = engine.catalogFor(context.identity);
    const description = this.describe(visible, context.database);
    const database = databases.get(description.key, () => description);
    const analysis = await database
      .analyse(withCatalogSchemas(text, description.foreignSchemas), parameterOids, analysisContext(context), signal)
      .catch((error: unknown) => {
        throw withSuggestion(toSqlError(error), description);
      });
    const read = [...relationsRead(analysis.tree)].flatMap((oid) => {
      const relation = analysis.relations.get(oid);
      return relation === undefined ? [] : [[oid, relation] as const];
    });
    const governed = read.filter(([, relation]) => !relation.isSystem);
    const models = modelsCalled(analysis, description);
    const isGoverned = governed.length > 0 || models.size > 0;
    if (models.size > 0 && governed.length < read.length) {
      throw new SqlError('0A000', 'models cannot be called on the system catalog');
    }
    if (!isGoverned && copy !== undefined) {
      throw new SqlError('0A000', 'COPY of the system catalog is not supported');
    }
    if (!isGoverned) return new SystemStatement({ database, text, offset, analysis, context });
    return new GovernedStatement({
      engine,
      text,
      analysis,
      tables: new Map(governed.map(([oid, relation]) => [oid, boundTable(relation, description, engine)])),
      models,
      context,
      schema: description.searchPath[0] ?? '',
      maxRows,
      copy,
      offset,
      admit: (own) => turns?.enter(context, own) ?? Promise.resolve(() => undefined),
    });
  }
}

function modelsCalled(
  { functions }: Analysis,
  { models = [] }: DatabaseDescription,
): ReadonlyMap<number, ModelFunction> {
  const called = [...functions].flatMap(([oid, { schema, name }]) => {
    const model = schema === MODELS_SCHEMA ? models.find((candidate) => candidate.name === name) : undefined;
    return model === undefined ? [] : [[oid, model] as const];
  });
  return new Map(called);
}

function boundTable({ schema, name }: RelationInfo, description: DatabaseDescription, engine: Engine): BoundTable {
  const described = description.tables.find((candidate) => candidate.schema === schema && candidate.name === name);
  const table = described === undefined ? undefined : engine.catalog.tables.get(described.fullName);
  if (table === undefined || described === undefined) {
    throw new SqlError('42P01', `relation "${schema}.${name}" does not exist`);
  }
  const { metricView: view } = table;
  if (view === undefined) return { reference: table.reference, fields: described.columns };
  // What a measure is made of bears names that no described column has: only `MEASURE` leads to it.
  const measures = view.measures.filter(({ name }) => described.measures?.includes(name));
  return {
    reference: table.reference,
    fields: view.inputs,
    measures: new Map(measures.map(({ name, expression }) => [name, expression])),
  };
}
