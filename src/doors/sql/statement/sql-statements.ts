import { LRUCache } from 'lru-cache';
import type { Engine } from '../../../engine.js';
import type { RelationInfo } from '../analysis/analysis.js';
import type { CatalogDatabases } from '../analysis/catalog-databases.js';
import type { DatabaseDescription } from '../analysis/database-description.js';
import type { ParsedStatement, PreparedStatement, SessionContext, Statements } from '../border.js';
import { SqlError, toSqlError } from '../sql-error.js';
import type { BoundTable } from '../translate/input.js';
import { copyParts, isCopy } from './copy-statement.js';
import { describeDatabase } from './describe-database.js';
import { parseStatements } from './gate.js';
import { GovernedStatement } from './governed-statement.js';
import { relationsRead } from './relations-read.js';
import { analysisContext } from './session-facts.js';
import { SystemStatement } from './system-statement.js';

export interface SqlStatementsParts {
  readonly engine: Engine;
  readonly databases: CatalogDatabases;
  readonly maxStatementBytes: number;
  readonly maxRows: number;
}

/** Descriptions of visibility sets; small beside the databases made from them. */
const KEPT_DESCRIPTIONS = 64;

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
      return await this.analysed(statement.text, parameterOids, context, signal);
    } catch (error) {
      throw shifted(toSqlError(error), statement.offset);
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
    statementText: string,
    parameterOids: readonly number[],
    context: SessionContext,
    signal: AbortSignal,
  ): Promise<PreparedStatement> {
    const { engine, databases, maxRows } = this.parts;
    const copy = isCopy(statementText) ? copyParts(statementText) : undefined;
    const text = copy?.query ?? statementText;
    const visible = engine.catalogFor(context.identity);
    const description = this.describe(visible, context.database);
    const database = databases.get(description.key, () => description);
    const analysis = await database.analyse(text, parameterOids, analysisContext(context), signal);
    const read = [...relationsRead(analysis.tree)].flatMap((oid) => {
      const relation = analysis.relations.get(oid);
      return relation === undefined ? [] : [[oid, relation] as const];
    });
    const governed = read.filter(([, relation]) => !relation.isSystem);
    if (governed.length === 0 && copy !== undefined) {
      throw new SqlError('0A000', 'COPY of the system catalog is not supported');
    }
    if (governed.length === 0) return new SystemStatement({ database, text, analysis, context });
    return new GovernedStatement({
      engine,
      text,
      analysis,
      tables: new Map(governed.map(([oid, relation]) => [oid, boundTable(relation, description, engine)])),
      context,
      schema: description.searchPath[0] ?? '',
      maxRows,
      copy: copy?.options,
    });
  }
}

function boundTable({ schema, name }: RelationInfo, description: DatabaseDescription, engine: Engine): BoundTable {
  const table = engine.catalog.tables.get(`${description.database}.${schema}.${name}`);
  const described = description.tables.find((candidate) => candidate.schema === schema && candidate.name === name);
  if (table === undefined || described === undefined) {
    throw new SqlError('42P01', `relation "${schema}.${name}" does not exist`);
  }
  return { reference: table.reference, fields: described.columns };
}

/** The error with its place counted in the whole query string instead of one statement of it. */
function shifted(error: SqlError, offset: number): SqlError {
  if (error.position === undefined || offset === 0) return error;
  const { sqlState, message, position, detail, hint, severity, cause } = error;
  return new SqlError(sqlState, message, { position: position + offset, detail, hint, severity, cause });
}
