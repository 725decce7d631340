import pg from 'pg';
import type { Statements } from '../../../src/doors/sql/border.js';
import { startSqlServer } from '../../../src/doors/sql/sql-server.js';
import { Engine } from '../../../src/engine.js';
import { Choices } from '../choices.js';
import type { Stage, Tally } from '../properties.js';
import { CATALOG, type Caller, isGranted, MAPPING_TABLE, SCHEMA } from '../world/model.js';
import { identityOf, type MakeEngine, openWorld } from '../world/open-world.js';
import { UNSAID } from '../world/unity-objects.js';
import { askDoor, type DoorAnswer, prepareAt } from './ask-door.js';
import { SelectGenerator } from './generate-select.js';
import { saidBy, sqlViolation } from './sql-properties.js';
import { type MakeStatements, type SqlSeat, sqlSeats, sqlWorldOf, statementsOver } from './sql-stage.js';
import { withLiterals, withParameters } from './statement-text.js';

const COLUMNS =
  "SELECT table_schema, table_name, column_name FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2, ordinal_position";

/** The catalog has the granted tables and what the contract tells of them; other names are as if they were not. */
async function checkNames(stage: Stage, at: SqlSeat): Promise<void> {
  const { caller } = at.seat;
  const granted = stage.world.tables.filter((table) => isGranted(table, caller));
  const expected = granted
    .toSorted((a, b) => (a.singular < b.singular ? -1 : 1))
    .flatMap((table) => table.columns.map(({ name }) => [SCHEMA, table.singular, name]));
  const shown = await askDoor(at.door, caller, COLUMNS);
  const rows = shown.kind === 'rows' ? JSON.stringify(shown.rows) : shown.told;
  if (rows !== JSON.stringify(expected)) {
    throw sqlViolation(stage, 'names', `${rows} instead of ${JSON.stringify(expected)}`, at, COLUMNS);
  }
  const wrong = [
    ...granted.map(({ singular }) => [`SELECT ${UNSAID} FROM ${singular}`, '42703'] as const),
    ...granted.map(
      ({ singular }) => [`SELECT count(*) FROM ${singular} AS t WHERE t.${UNSAID} IS NULL`, '42703'] as const,
    ),
    ...stage.world.tables
      .filter((table) => !granted.includes(table))
      .map(({ singular }) => [`SELECT 1 FROM ${singular}`, '42P01'] as const),
    [`SELECT 1 FROM ${MAPPING_TABLE}`, '42P01'] as const,
  ];
  for (const [text, sqlState] of wrong) {
    const answer = await askDoor(at.door, caller, text);
    const state = answer.kind === 'error' ? answer.sqlState : 'rows';
    if (state !== sqlState) throw sqlViolation(stage, 'names', `${state} instead of ${sqlState}`, at, text);
  }
}

const said = (answer: DoorAnswer) => saidBy(answer, false);

/** Prepared once: other values give their own rows, and another policy decides at the next execution. */
async function checkKept(
  stage: Stage,
  at: SqlSeat,
  make: MakeEngine,
  wrap: MakeStatements,
  tally: Tally,
): Promise<void> {
  const { caller, view } = at.seat;
  const closed = await openWorld({
    ...stage.world,
    tables: stage.world.tables.map((table) => ({
      ...table,
      rowFilter: { parameters: [], body: { op: 'constant', value: false } },
    })),
  });
  try {
    let catalog = stage.open.catalog;
    const { engine } = stage.base.start((parts) => make({ ...parts, catalog: () => catalog }));
    const door = statementsOver(engine, await sqlWorldOf(stage), wrap);
    for (const table of stage.world.tables.filter(({ type }) => view.types.has(type))) {
      const text = `SELECT * FROM ${table.singular} WHERE $1::integer > 0`;
      const kept = await prepareAt(door, caller, text);
      const fail = (what: string) => sqlViolation(stage, 'kept statement', what, at, text);
      const rowsOf = (answer: DoorAnswer) => (answer.kind === 'rows' ? answer.rows.length : answer.sqlState);
      const first = await kept.execute(['1']);
      const none = await kept.execute(['0']);
      if (rowsOf(first) !== view.rows(table.type).length) throw fail(`${rowsOf(first)} rows at first`);
      if (rowsOf(none) !== 0) throw fail(`${rowsOf(none)} rows for a condition that does not hold`);
      catalog = closed.catalog;
      const hidden = await kept.execute(['1']);
      if (rowsOf(hidden) !== 0) throw fail(`${rowsOf(hidden)} rows under a policy that hides all`);
      catalog = stage.open.catalog;
      const again = await kept.execute(['1']);
      if (said(again) !== said(first)) throw fail(`${said(first)} became ${said(again)}`);
      tally.add('kept statements');
      if (view.rows(table.type).length > 0) tally.add('kept statements with rows');
    }
  } finally {
    await closed.close();
  }
}

/** Names and kept statements of each caller. @throws Violation */
export function checkSessions(make: MakeEngine = (parts) => new Engine(parts), wrap: MakeStatements = (made) => made) {
  return async (stage: Stage, tally: Tally): Promise<void> => {
    for (const at of sqlSeats(stage, await sqlWorldOf(stage), wrap)) {
      if (at.seat.view.types.size === 0) continue;
      await checkNames(stage, at);
      await checkKept(stage, at, make, wrap, tally);
      tally.add('sessions');
    }
  };
}

function serve(statements: Statements, caller: Caller) {
  return startSqlServer({
    host: '127.0.0.1',
    port: 0,
    requireTls: false,
    maxConnections: 4,
    statementTimeoutMs: 20_000,
    maxStatementBytes: 256 * 1024,
    statements,
    authenticator: { authenticate: async () => identityOf(caller) },
    serverVersion: '18.6',
    defaultSettings: { search_path: SCHEMA },
    acceptsDatabase: (database) => database === CATALOG,
    report: () => undefined,
  });
}

async function overWire(client: pg.Client, text: string, values: readonly (string | null)[] | undefined) {
  try {
    const { fields, rows } = await client.query<(string | null)[]>({
      text,
      rowMode: 'array',
      // With a list of values, be it empty, node's client speaks the extended protocol.
      ...(values === undefined ? {} : { values: [...values] }),
    });
    const named = fields.map(({ name, dataTypeID }) => ({ name, typeOid: dataTypeID }));
    return JSON.stringify([named, rows.map((row) => JSON.stringify(row)).sort()]);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return JSON.stringify([error.code, error.message]);
  }
}

function toldByError(answer: DoorAnswer): string {
  return answer.kind === 'error' ? JSON.stringify([answer.sqlState, answer.message]) : said(answer);
}

/** node's own client gets, over a socket and by either protocol, what the door says below it. @throws Violation */
export async function checkWire(stage: Stage, tally: Tally): Promise<void> {
  for (const at of sqlSeats(stage, await sqlWorldOf(stage))) {
    const { caller, view } = at.seat;
    if (view.types.size === 0) continue;
    const server = await serve(at.door, caller);
    const client = new pg.Client({
      host: '127.0.0.1',
      port: server.port,
      user: caller.user,
      password: 'any',
      database: CATALOG,
      types: { getTypeParser: () => (value: string) => value },
    });
    try {
      await client.connect();
      for (const tape of stage.tapes.requests) {
        const sql = new SelectGenerator(new Choices(tape), stage.world, view).statement();
        const literal = withLiterals(sql.template, sql.constants);
        const { text, values } = withParameters(sql.template, sql.constants);
        const below = toldByError(await askDoor(at.door, caller, literal));
        const simple = await overWire(client, literal, undefined);
        if (simple !== below) throw sqlViolation(stage, 'wire', `${below} became ${simple}`, at, literal);
        const belowExtended = toldByError(await askDoor(at.door, caller, text, values));
        const extended = await overWire(client, text, values);
        if (extended !== belowExtended) {
          throw sqlViolation(stage, 'wire', `${belowExtended} became ${extended}`, at, text);
        }
        tally.add('over the wire', 2);
      }
    } finally {
      await client.end();
      await server.close();
    }
  }
}
