import { nearestName } from '../../../lib/nearest-name.js';
import type { DatabaseDescription } from '../analysis/database-description.js';
import { SqlError } from '../sql-error.js';

const UNKNOWN_RELATION = /^relation "(.+)" does not exist$/su;

/** The error about an unknown table with the nearest name that the caller may see; hidden names are not looked at. */
export function withSuggestion(error: SqlError, { tables }: Pick<DatabaseDescription, 'tables'>): SqlError {
  const { sqlState, message, position, detail, hint, severity, cause } = error;
  const given = sqlState === '42P01' && hint === undefined ? UNKNOWN_RELATION.exec(message)?.[1] : undefined;
  if (given === undefined) return error;
  const isQualified = given.includes('.');
  const names = tables.map(({ schema, name }) => ({ full: `${schema}.${name}`, name }));
  const near = nearestName(
    given,
    names.map(({ full, name }) => (isQualified ? full : name)),
  );
  const found = names.find(({ full, name }) => near !== undefined && near === (isQualified ? full : name));
  if (found === undefined) return error;
  const suggestion = `Perhaps you meant to reference the table "${found.full}".`;
  return new SqlError(sqlState, message, { position, detail, hint: suggestion, severity, cause });
}
