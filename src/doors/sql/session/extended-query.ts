import type { ParsedStatement } from '../border.js';
import { SqlError } from '../sql-error.js';
import {
  BIND_COMPLETE,
  CLOSE_COMPLETE,
  NO_DATA,
  PARSE_COMPLETE,
  parameterDescription,
  rowDescription,
} from '../wire/backend-messages.js';
import type { FrontendMessage } from '../wire/frontend-message.js';
import { malformedMessage } from '../wire/protocol-error.js';
import { bindStatement, NOTHING_BOUND } from './bind-statement.js';
import { parseText, prepareQuery } from './parse-text.js';
import { runGuarded } from './run-guarded.js';
import { runPortal } from './run-portal.js';
import type { Runnable } from './runnable.js';
import type { SessionState } from './session-state.js';

type MessageOf<K extends FrontendMessage['kind']> = Extract<FrontendMessage, { kind: K }>;

/** Weight of a stored statement beside its text, so that many small ones count too. */
const STATEMENT_BYTES = 256;

const EMPTY: ParsedStatement = { kind: 'empty', text: '', offset: 0 };

async function parse(state: SessionState, message: MessageOf<'parse'>): Promise<void> {
  const { name, text, parameterOids } = message;
  const sizeBytes = STATEMENT_BYTES + Buffer.byteLength(text) + 8 * parameterOids.length;
  state.statements.checkFree(name, sizeBytes);
  const [parsed = EMPTY, second] = parseText(state, text);
  if (second !== undefined) throw new SqlError('42601', 'cannot insert multiple commands into a prepared statement');
  state.transaction.assertAllows(parsed.kind);
  const prepared = await runGuarded(state, (signal) => prepareQuery(state, parsed, parameterOids, signal));
  state.statements.add(name, { parsed, prepared, sizeBytes });
  state.writer.add(PARSE_COMPLETE);
}

async function bind(state: SessionState, message: MessageOf<'bind'>): Promise<void> {
  const { parsed, prepared } = state.statements.get(message.statement);
  state.transaction.assertAllows(parsed.kind);
  const { values, resultFormats } = message.bound;
  const expected = prepared?.parameterOids.length ?? 0;
  if (values.length !== expected) {
    throw malformedMessage(
      `bind message supplies ${values.length} parameters, but prepared statement "${message.statement}" requires ${expected}`,
    );
  }
  const runnable = bindStatement(state, parsed, prepared, message.bound);
  if (runnable.kind === 'rows') runnable.formats(resultFormats);
  let sizeBytes = 0;
  for (const value of values) sizeBytes += value?.length ?? 0;
  state.transaction.enter(false);
  await state.portals.add(
    { name: message.portal, statement: parsed, runnable, requestedFormats: resultFormats, isHeld: false, sizeBytes },
    'portal',
  );
  state.writer.add(BIND_COMPLETE);
}

function addRowDescription({ writer }: SessionState, runnable: Runnable, requested: readonly (0 | 1)[]): void {
  if (runnable.kind !== 'rows' || runnable.copy !== undefined) writer.add(NO_DATA);
  else writer.add(rowDescription(runnable.fields, runnable.formats(requested)));
}

function describe(state: SessionState, { target, name }: MessageOf<'describe'>): void {
  if (target === 'portal') {
    const portal = state.portals.get(name, 'portal');
    state.transaction.assertAllows(portal.statement.kind);
    addRowDescription(state, portal.runnable, portal.requestedFormats);
    return;
  }
  const { parsed, prepared } = state.statements.get(name);
  state.transaction.assertAllows(parsed.kind);
  const runnable = bindStatement(state, parsed, prepared, NOTHING_BOUND);
  state.writer.add(parameterDescription(prepared?.parameterOids ?? []));
  addRowDescription(state, runnable, []);
}

async function close(state: SessionState, { target, name }: MessageOf<'close'>): Promise<void> {
  if (target === 'portal') await state.portals.remove(name);
  else state.statements.remove(name);
  state.writer.add(CLOSE_COMPLETE);
}

/** Serves the messages of the extended protocol up to Sync. One for each session. */
export class ExtendedQuery {
  readonly #state: SessionState;
  #executed = 0;

  constructor(state: SessionState) {
    this.#state = state;
  }

  async handle(message: MessageOf<'parse' | 'bind' | 'describe' | 'execute' | 'close'>): Promise<void> {
    switch (message.kind) {
      case 'parse':
        return parse(this.#state, message);
      case 'bind':
        return bind(this.#state, message);
      case 'describe':
        return describe(this.#state, message);
      case 'execute':
        return this.#execute(message);
      case 'close':
        return close(this.#state, message);
      default:
        message satisfies never;
    }
  }

  /** Ends the implicit transaction of the messages since the last Sync. */
  async sync(): Promise<void> {
    this.#executed = 0;
    await this.#state.transaction.endImplicit();
  }

  async #execute({ portal: name, maxRows }: MessageOf<'execute'>): Promise<void> {
    const state = this.#state;
    const portal = state.portals.get(name, 'portal');
    state.transaction.assertAllows(portal.statement.kind);
    this.#executed += 1;
    // The second statement before a Sync makes a pipeline, and that a block.
    state.transaction.enter(this.#executed > 1);
    await runGuarded(state, (signal) => runPortal(state, portal, { maxRows, describe: false }, signal));
  }
}
