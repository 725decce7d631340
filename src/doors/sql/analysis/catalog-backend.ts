import { SqlError } from '../sql-error.js';
import { CatalogLookup } from './catalog-lookup.js';
import type {
  AnalyseReply,
  AnalyseRequest,
  PostgresParts,
  RunReply,
  RunRequest,
  StoredImage,
} from './catalog-protocol.js';
import type { DatabaseDescription } from './database-description.js';
import { type DatabasePlan, planDatabase } from './database-plan.js';
import { PostgresInstance, throwError } from './postgres-instance.js';
import { quoteName, quoteText } from './quote.js';
import { readFields, readParameterOids, responseFields } from './read-answer.js';
import { OWNER, SessionState } from './session-state.js';
import { treeOids } from './tree-oids.js';
import { unwrapDump } from './unwrap-dump.js';
import {
  type BackendFrame,
  bindMessage,
  describeMessage,
  executeMessage,
  parseMessage,
  queryMessage,
  SYNC,
} from './wire-messages.js';

const STATEMENTS_AT_ONCE = 200;
/** Rows fetched between two looks at the size of a result. */
const ROWS_AT_ONCE = 2_000;

/** Postgres prints each analysed tree as a notice, wrapped to lines. */
const PRINT_TREES = [
  'SET debug_print_parse = on',
  'SET debug_pretty_print = off',
  'SET client_min_messages = log',
] as const;

/** A Postgres that holds the empty tables of one description, in this thread. */
export class CatalogBackend {
  private constructor(
    private readonly instance: PostgresInstance,
    private readonly session: SessionState,
    private readonly lookup: CatalogLookup,
  ) {}

  static async open(
    parts: PostgresParts,
    image: StoredImage,
    description: DatabaseDescription,
  ): Promise<CatalogBackend> {
    const instance = await PostgresInstance.open(parts, image);
    const plan = planDatabase(description);
    nameDatabase(instance, description.database);
    for (let at = 0; at < plan.statements.length; at += STATEMENTS_AT_ONCE) {
      instance.execute(plan.statements.slice(at, at + STATEMENTS_AT_ONCE).join(';'));
    }
    writeComments(instance, plan);
    instance.execute('SET allow_system_table_mods = off');
    const lookup = new CatalogLookup(instance);
    lookup.learnTables(plan.tables);
    const session = new SessionState(instance, { search_path: description.searchPath.map(quoteName).join(', ') });
    session.start();
    for (const statement of PRINT_TREES) instance.execute(statement);
    return new CatalogBackend(instance, session, lookup);
  }

  /** @throws SqlError as Postgres reports it */
  analyse({ text, parameterOids, context }: AnalyseRequest): AnalyseReply {
    this.session.apply(context);
    const frames = this.instance.exchange(Buffer.concat([parseMessage(text, parameterOids), describeMessage(), SYNC]));
    throwError(frames);
    const tree = printedTree(frames);
    const parameters = frames.find(({ type }) => type === 't');
    const fields = frames.find(({ type }) => type === 'T');
    const oids = treeOids(tree);
    return {
      parameterOids: parameters === undefined ? [] : readParameterOids(parameters.body),
      fields: fields === undefined ? [] : readFields(fields.body),
      tree,
      functions: this.lookup.functions(oids.functions),
      operators: this.lookup.operators(oids.operators),
      types: this.lookup.types(oids.types),
      relations: this.lookup.relations(oids.relations),
    };
  }

  /**
   * Runs a statement in a transaction of its own that can only read.
   * @throws SqlError as Postgres reports it, 54000 for a result over `maxBytes`
   */
  run(request: RunRequest): RunReply {
    this.session.apply(request.context);
    const pieces: Uint8Array[] = [];
    let sizeBytes = 0;
    let next = Buffer.concat([
      queryMessage('BEGIN TRANSACTION READ ONLY'),
      parseMessage(request.text, request.parameterOids),
      bindMessage('c', request.values, request.formats, request.resultFormats),
    ]);
    try {
      for (;;) {
        const frames = this.instance.exchange(Buffer.concat([next, executeMessage('c', ROWS_AT_ONCE), SYNC]));
        throwError(frames);
        const rows = Buffer.concat(frames.filter(({ type }) => type === 'D').map(({ bytes }) => bytes));
        sizeBytes += rows.length;
        if (sizeBytes > request.maxBytes) throw new SqlError('54000', 'the result of a catalog query is too large');
        if (rows.length > 0) pieces.push(new Uint8Array(rows));
        if (!frames.some(({ type }) => type === 's')) break;
        next = Buffer.alloc(0);
      }
    } catch (error) {
      // After a trap of the program nothing more can be asked of it.
      if (error instanceof SqlError) this.instance.execute('ROLLBACK');
      throw error;
    }
    this.instance.execute('ROLLBACK');
    return { frames: pieces };
  }

  memoryBytes(): number {
    return this.instance.memoryBytes();
  }

  async close(): Promise<void> {
    await this.instance.close();
  }
}

/** The catalog's own database is the only one, and bears the name of the Unity Catalog catalog. */
function nameDatabase(instance: PostgresInstance, database: string): void {
  instance.execute('SET allow_system_table_mods = on');
  instance.execute(`UPDATE pg_catalog.pg_authid SET rolname = ${quoteText(OWNER)} WHERE oid = 10`);
  instance.execute(`UPDATE pg_catalog.pg_database SET datname = ${quoteText(database)}`);
}

/** Written to the catalog at once: a COMMENT statement for each column takes ten times as long. */
function writeComments(instance: PostgresInstance, { tables }: DatabasePlan): void {
  const comments = tables.flatMap(({ schema, name, table }) => {
    const relation = `${quoteName(schema)}.${quoteName(name)}`;
    const onColumns = table.columns.map(({ comment }, index) => ({ relation, number: index + 1, comment }));
    return [{ relation, number: 0, comment: table.comment }, ...onColumns].filter(({ comment }) => Boolean(comment));
  });
  if (comments.length === 0) return;
  const rows = quoteText(JSON.stringify(comments).replaceAll('\\u0000', ''));
  instance.execute(
    `INSERT INTO pg_catalog.pg_description (objoid, classoid, objsubid, description)
     SELECT relation::regclass, 'pg_catalog.pg_class'::regclass, number, comment
     FROM json_to_recordset(${rows}) AS c (relation text, number integer, comment text)`,
  );
}

function printedTree(frames: readonly BackendFrame[]): string {
  for (const { type, body } of frames) {
    if (type !== 'N') continue;
    const fields = responseFields(body);
    const detail = fields.get('D');
    if (fields.get('M')?.toString() === 'parse tree:' && detail !== undefined) return unwrapDump(detail);
  }
  throw new SqlError('XX000', 'the catalog gave no analysed statement');
}
