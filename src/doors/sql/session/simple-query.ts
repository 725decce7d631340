import type { ParsedStatement } from '../border.js';
import { EMPTY_QUERY_RESPONSE } from '../wire/backend-messages.js';
import { bindStatement, NOTHING_BOUND } from './bind-statement.js';
import { assertNoParameters, parseText, prepareQuery } from './parse-text.js';
import { Portal } from './portal.js';
import { runGuarded } from './run-guarded.js';
import { runPortal } from './run-portal.js';
import type { SessionState } from './session-state.js';

async function runStatement(state: SessionState, statement: ParsedStatement, signal: AbortSignal): Promise<void> {
  const prepared = await prepareQuery(state, statement, [], signal);
  assertNoParameters(prepared);
  const runnable = bindStatement(state, statement, prepared, NOTHING_BOUND);
  // Not in the store: nothing but this run may read it.
  const portal = new Portal({ name: '', statement, runnable, requestedFormats: [], isHeld: false, sizeBytes: 0 });
  try {
    await runPortal(state, portal, { maxRows: 0, describe: true }, signal);
  } finally {
    await portal.close();
  }
}

/**
 * Runs the statements of a query string in order, outside a block as one implicit transaction.
 * @throws SqlError of the first that fails; the rest do not run
 */
export async function runSimpleQuery(state: SessionState, text: string): Promise<void> {
  const { statements, portals, transaction, writer } = state;
  statements.remove('');
  await portals.remove('');
  const parsed = parseText(state, text);
  if (parsed.length === 0) writer.add(EMPTY_QUERY_RESPONSE);
  for (const statement of parsed) {
    transaction.assertAllows(statement.kind);
    transaction.enter(parsed.length > 1);
    await runGuarded(state, (signal) => runStatement(state, statement, signal));
  }
  await transaction.endImplicit();
}
