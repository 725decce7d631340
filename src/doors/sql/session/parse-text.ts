import type { ParsedStatement, PreparedStatement } from '../border.js';
import { SqlError } from '../sql-error.js';
import type { SessionState } from './session-state.js';

/**
 * The statements of a query string, without the empty ones.
 * @throws SqlError 54000 for a text over the limit, and as Statements.parse does
 */
export function parseText({ door, limits }: SessionState, text: string): readonly ParsedStatement[] {
  if (Buffer.byteLength(text) > limits.maxStatementBytes) {
    throw new SqlError('54000', `a statement may have no more than ${limits.maxStatementBytes} bytes`);
  }
  return door.parse(text).filter((statement) => statement.kind !== 'empty');
}

/** Analyses the query of a statement that gives rows or declares a cursor; other statements have none. */
export async function prepareQuery(
  { door, context }: SessionState,
  statement: ParsedStatement,
  parameterOids: readonly number[],
  signal: AbortSignal,
): Promise<PreparedStatement | undefined> {
  const query = statement.kind === 'declare' ? statement.query : statement;
  if (query.kind === 'rows') return door.prepare(query, parameterOids, context, signal);
  if (statement.kind === 'declare') throw new SqlError('0A000', 'a cursor of this statement is not supported');
  return undefined;
}

/** @throws SqlError 42P02 if the query has parameters and nobody can give them */
export function assertNoParameters(prepared: PreparedStatement | undefined): void {
  if (prepared !== undefined && prepared.parameterOids.length > 0) {
    throw new SqlError('42P02', 'there is no parameter $1');
  }
}
