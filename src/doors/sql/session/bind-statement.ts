import type { Bound, ParsedStatement, PreparedStatement } from '../border.js';
import { withoutPosition } from '../shift-position.js';
import { SqlError, toSqlError } from '../sql-error.js';
import { fetchRows } from './fetch-rows.js';
import { rowsOfTexts } from './rows-of-texts.js';
import { type Command, runCommand } from './run-command.js';
import type { RowsRunnable, Runnable } from './runnable.js';
import type { SessionState } from './session-state.js';
import { spreadFormats } from './spread-formats.js';

export const NOTHING_BOUND: Bound = { values: [], formats: [], resultFormats: [] };

/** Rows of a prepared query with these parameters. */
export function boundRows(prepared: PreparedStatement, bound: Bound): RowsRunnable {
  const { fields, copy } = prepared;
  return {
    kind: 'rows',
    fields,
    copy,
    formats: (requested) => (copy === undefined ? spreadFormats(requested, fields.length) : []),
    start: (formats, signal) => prepared.execute({ ...bound, resultFormats: formats }, signal),
  };
}

/** EXECUTE: its values are constants, each as text. */
function executeRows(state: SessionState, name: string, values: readonly (string | null)[]): RowsRunnable {
  const { prepared, parsed } = state.statements.get(name);
  if (prepared === undefined || parsed.kind !== 'rows') {
    throw new SqlError('0A000', `EXECUTE of "${name}" is not supported: it is no query`);
  }
  const expected = prepared.parameterOids.length;
  if (values.length !== expected) {
    throw new SqlError('42601', `wrong number of parameters for prepared statement "${name}"`, {
      detail: `Expected ${expected} parameters but got ${values.length}.`,
    });
  }
  const bytes = values.map((value) => (value === null ? null : Buffer.from(value, 'utf8')));
  const rows = boundRows(prepared, { values: bytes, formats: [], resultFormats: [] });
  return {
    ...rows,
    start: async (formats, signal) => {
      try {
        return await rows.start(formats, signal);
      } catch (thrown) {
        // A place in the text of PREPARE would point somewhere in that of EXECUTE.
        throw withoutPosition(toSqlError(thrown));
      }
    },
  };
}

function showRows({ settings }: SessionState, name: string): RowsRunnable {
  return rowsOfTexts([settings.show(name).name], () => [[settings.show(name).value]], 'SHOW');
}

function showAllRows({ settings }: SessionState): RowsRunnable {
  const read = () => settings.showAll().map((shown) => [shown.name, shown.value, shown.description]);
  return rowsOfTexts(['name', 'setting', 'description'], read, 'SHOW');
}

function command(
  state: SessionState,
  statement: Command,
  prepared: PreparedStatement | undefined,
  bound: Bound,
): Runnable {
  const rows = prepared === undefined ? undefined : boundRows(prepared, bound);
  return { kind: 'command', run: (signal) => runCommand(state, statement, rows, signal) };
}

/**
 * Puts a statement, what its analysis gave, and its parameters together.
 * @throws SqlError 26000, 34000 or 42704 for a statement, cursor or setting that does not exist
 */
export function bindStatement(
  state: SessionState,
  statement: ParsedStatement,
  prepared: PreparedStatement | undefined,
  bound: Bound,
): Runnable {
  switch (statement.kind) {
    case 'empty':
      return { kind: 'empty' };
    case 'rows':
      if (prepared === undefined) throw new SqlError('XX000', 'a query was not analysed');
      return boundRows(prepared, bound);
    case 'execute':
      return executeRows(state, statement.name, statement.values);
    case 'fetch':
      return statement.move
        ? command(state, statement, prepared, bound)
        : fetchRows(state.portals.get(statement.name, 'cursor'), statement.count);
    case 'show':
      return showRows(state, statement.name);
    case 'show-all':
      return showAllRows(state);
    default:
      return command(state, statement, prepared, bound);
  }
}
