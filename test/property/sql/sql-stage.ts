import { CatalogDatabases } from '../../../src/doors/sql/analysis/catalog-databases.js';
import type { Statements } from '../../../src/doors/sql/border.js';
import { SessionTurns } from '../../../src/doors/sql/statement/session-turns.js';
import { SqlStatements } from '../../../src/doors/sql/statement/sql-statements.js';
import type { Engine } from '../../../src/engine.js';
import { TEST_IMAGE_FOLDER } from '../../doors/sql/analysis/analyse-once.js';
import { bundledWorker } from '../../doors/sql/analysis/bundled-worker.js';
import type { Seat, Stage } from '../properties.js';
import type { OpenWorld } from '../world/open-world.js';
import { WorldPostgres } from './world-postgres.js';

/** Makes a door's statements; the mutation tests make broken ones. */
export type MakeStatements = (statements: SqlStatements) => Statements;

/** A world with the SQL door over it, and a Postgres that holds what its callers see. */
export interface SqlWorld {
  readonly postgres: WorldPostgres;
  readonly databases: CatalogDatabases;
}

const worlds = new WeakMap<OpenWorld, Promise<SqlWorld>>();
let worker: Promise<URL> | undefined;

async function openSqlWorld(stage: Stage): Promise<SqlWorld> {
  worker ??= bundledWorker();
  const databases = new CatalogDatabases({ imageFolder: TEST_IMAGE_FOLDER, entry: await worker });
  stage.closers.push(() => databases.close());
  const postgres = await WorldPostgres.load(
    stage.world,
    stage.seats.map(({ view }) => view),
  );
  return { postgres, databases };
}

/** The same for all stages of one open world; closed with it. */
export function sqlWorldOf(stage: Stage): Promise<SqlWorld> {
  const known = worlds.get(stage.open) ?? openSqlWorld(stage);
  worlds.set(stage.open, known);
  return known;
}

const MAX_STATEMENT_BYTES = 256 * 1024;
const MAX_ROWS = 100_000;

export function statementsOver(engine: Engine, { databases }: SqlWorld, make: MakeStatements): Statements {
  const turns = new SessionTurns({ run: (_caller, _signal, task) => task() });
  return make(
    new SqlStatements({ engine, databases, turns, maxStatementBytes: MAX_STATEMENT_BYTES, maxRows: MAX_ROWS }),
  );
}

/** One caller with the doors that only this caller uses. */
export interface SqlSeat {
  readonly seat: Seat;
  readonly index: number;
  readonly door: Statements;
  /** Over data that differs in hidden parts alone. */
  readonly changed: Statements;
}

export function sqlSeats(stage: Stage, world: SqlWorld, make: MakeStatements = (made) => made): readonly SqlSeat[] {
  return stage.seats.map((seat, index) => ({
    seat,
    index,
    door: statementsOver(seat.alone.engine, world, make),
    changed: statementsOver(seat.changed.engine, world, make),
  }));
}
