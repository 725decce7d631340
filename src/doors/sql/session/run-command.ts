import type { ParsedStatement } from '../border.js';
import { SqlError } from '../sql-error.js';
import { moveCursor } from './fetch-rows.js';
import { prepareQuery } from './parse-text.js';
import type { RowsRunnable } from './runnable.js';
import type { SessionState } from './session-state.js';
import { typeOidOf } from './type-names.js';

/** A statement that gives no rows. */
export type Command = Exclude<ParsedStatement, { kind: 'empty' | 'rows' | 'execute' | 'show' | 'show-all' }>;
type CommandOf<K extends Command['kind']> = Extract<Command, { kind: K }>;

function set({ settings, transaction, notify }: SessionState, { name, value, local, tag }: CommandOf<'set'>): string {
  const isOfTransaction = settings.isOfTransaction(name);
  if ((local || isOfTransaction) && !transaction.isInBlock) {
    const message = `${isOfTransaction ? 'SET TRANSACTION' : 'SET LOCAL'} can only be used in transaction blocks`;
    notify({ severity: 'WARNING', sqlState: '25P01', message });
  }
  settings.set(name, value, local || isOfTransaction);
  return tag;
}

async function discard(state: SessionState, { target }: CommandOf<'discard'>): Promise<string> {
  if (target === 'ALL') {
    state.transaction.assertAlone('DISCARD ALL');
    await state.portals.clear();
    state.statements.clear();
    state.settings.resetAll();
  }
  return `DISCARD ${target}`;
}

function deallocate({ statements }: SessionState, { name }: CommandOf<'deallocate'>): string {
  if (name === undefined) {
    statements.clear();
    return 'DEALLOCATE ALL';
  }
  statements.deallocate(name);
  return 'DEALLOCATE';
}

async function prepare(state: SessionState, statement: CommandOf<'prepare'>, signal: AbortSignal): Promise<string> {
  const { name, query, typeNames } = statement;
  const sizeBytes = Buffer.byteLength(query.text);
  state.statements.checkFree(name, sizeBytes);
  if (query.kind !== 'rows') throw new SqlError('0A000', 'PREPARE of this statement is not supported');
  const prepared = await prepareQuery(state, query, typeNames.map(typeOidOf), signal);
  state.statements.add(name, { parsed: query, prepared, sizeBytes });
  return 'PREPARE';
}

async function declare(
  { portals, transaction }: SessionState,
  statement: CommandOf<'declare'>,
  rows: RowsRunnable | undefined,
): Promise<string> {
  if (rows === undefined) throw new SqlError('XX000', 'the query of a cursor was not analysed');
  if (!statement.hold) transaction.assertInBlock('DECLARE CURSOR');
  const { name, query, hold, binary } = statement;
  const requestedFormats = binary ? ([1] as const) : [];
  await portals.add({ name, statement: query, runnable: rows, requestedFormats, isHeld: hold, sizeBytes: 0 }, 'cursor');
  return 'DECLARE CURSOR';
}

async function close({ portals }: SessionState, { name }: CommandOf<'close'>): Promise<string> {
  if (name === undefined) {
    await portals.clear();
    return 'CLOSE CURSOR ALL';
  }
  portals.get(name, 'cursor');
  await portals.remove(name);
  return 'CLOSE CURSOR';
}

/**
 * Runs a statement that changes the session only.
 * @param rows of the cursor, if the statement declares one
 * @returns the tag of CommandComplete
 */
export async function runCommand(
  state: SessionState,
  statement: Command,
  rows: RowsRunnable | undefined,
  signal: AbortSignal,
): Promise<string> {
  const { transaction, settings, portals } = state;
  switch (statement.kind) {
    case 'begin':
      transaction.begin();
      return statement.tag;
    case 'commit':
      return transaction.commit();
    case 'rollback':
      return transaction.rollback();
    case 'savepoint':
      transaction.savepoint(statement.name);
      return 'SAVEPOINT';
    case 'release':
      transaction.release(statement.name);
      return 'RELEASE';
    case 'rollback-to':
      await transaction.rollbackTo(statement.name);
      return 'ROLLBACK';
    case 'set':
      return set(state, statement);
    case 'reset-all':
      settings.resetAll();
      return 'RESET';
    case 'discard':
      return discard(state, statement);
    case 'deallocate':
      return deallocate(state, statement);
    case 'prepare':
      return prepare(state, statement, signal);
    case 'declare':
      return declare(state, statement, rows);
    case 'fetch':
      return `MOVE ${await moveCursor(portals.get(statement.name, 'cursor'), statement.count, signal)}`;
    case 'close':
      return close(state, statement);
    case 'ignored':
      return statement.tag;
    default:
      statement satisfies never;
      throw new SqlError('0A000', 'this statement is not supported');
  }
}
