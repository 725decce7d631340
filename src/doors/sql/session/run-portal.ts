import {
  COPY_DONE,
  commandComplete,
  copyOutResponse,
  EMPTY_QUERY_RESPONSE,
  PORTAL_SUSPENDED,
  rowDescription,
} from '../wire/backend-messages.js';
import type { Portal } from './portal.js';
import type { RowsRunnable } from './runnable.js';
import { sendRows } from './send-rows.js';
import type { SessionState } from './session-state.js';

export interface RunOptions {
  /** 0: all. COPY always sends all. */
  readonly maxRows: number;
  /** Whether RowDescription goes before the rows. */
  readonly describe: boolean;
}

async function runRows(
  state: SessionState,
  portal: Portal,
  runnable: RowsRunnable,
  { maxRows, describe }: RunOptions,
  signal: AbortSignal,
): Promise<void> {
  const { writer } = state;
  const { copy, fields } = runnable;
  const formats = runnable.formats(portal.requestedFormats);
  await portal.open(runnable, formats, signal);
  if (copy !== undefined) writer.add(copyOutResponse(copy.format, copy.columns));
  else if (describe) writer.add(rowDescription(fields, formats));
  const wanted = copy === undefined ? maxRows : 0;
  const sent = await sendRows(state, portal, wanted, signal);
  if (wanted > 0 && sent === wanted) {
    writer.add(PORTAL_SUSPENDED);
    return;
  }
  if (copy !== undefined) writer.add(COPY_DONE);
  writer.add(commandComplete(portal.tag(sent)));
}

/** Runs a portal, or runs it on, and sends what comes of it. */
export async function runPortal(
  state: SessionState,
  portal: Portal,
  options: RunOptions,
  signal: AbortSignal,
): Promise<void> {
  const { runnable } = portal;
  switch (runnable.kind) {
    case 'empty':
      state.writer.add(EMPTY_QUERY_RESPONSE);
      return;
    case 'command':
      portal.startOnce();
      state.writer.add(commandComplete(await runnable.run(signal)));
      return;
    case 'rows':
      await runRows(state, portal, runnable, options, signal);
      return;
    default:
      runnable satisfies never;
  }
}
