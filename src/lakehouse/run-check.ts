import type { DuckDBConnection } from '@duckdb/node-api';
import { GatewayError } from '../errors.js';
import type { CheckScript } from './sql-files.js';

const SHOWN_ROWS = 5;

/**
 * Runs a data-quality check over the built tables.
 * @throws GatewayError INTERNAL with the first offending rows if it finds any, or if it cannot run.
 */
export async function runCheck(connection: DuckDBConnection, check: CheckScript): Promise<void> {
  let offenders: readonly unknown[];
  try {
    const sql = `SELECT * FROM (\n${check.sql}\n) LIMIT ${SHOWN_ROWS + 1}`;
    offenders = (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new GatewayError('INTERNAL', `src/lakehouse/${check.file} failed: ${detail}`, { cause });
  }
  if (offenders.length === 0) return;
  const shown = offenders.slice(0, SHOWN_ROWS).map((row) => `  ${JSON.stringify(row)}`);
  if (offenders.length > SHOWN_ROWS) shown.push('  …');
  throw new GatewayError(
    'INTERNAL',
    `The lakehouse does not pass its check src/lakehouse/${check.file}; nothing was replaced. Offending rows:\n${shown.join('\n')}`,
  );
}
