import { SqlError } from '../sql-error.js';
import type { Analysis, FunctionInfo } from './analysis.js';
import { MEASURE } from './measure-name.js';
import { relationsRead } from './relations-read.js';

/** Volatile functions that change nothing and tell of nobody else. */
const HARMLESS_VOLATILE = new Set([
  'array_sample',
  'array_shuffle',
  'clock_timestamp',
  'gen_random_uuid',
  'pg_advisory_unlock_all',
  'pg_blocking_pids',
  'pg_collation_actual_version',
  'pg_database_collation_actual_version',
  'pg_database_size',
  'pg_indexes_size',
  'pg_is_in_recovery',
  'pg_is_wal_replay_paused',
  'pg_jit_available',
  'pg_partition_ancestors',
  'pg_partition_tree',
  'pg_relation_size',
  'pg_sequence_last_value',
  'pg_table_size',
  'pg_tablespace_size',
  'pg_total_relation_size',
  'random',
  'random_normal',
  'timeofday',
  'uuidv4',
  'uuidv7',
]);

/** Functions that run SQL given as text, or read tables given by name, though they count as stable. */
const READS_BY_NAME = /_to_xml(schema|_and_xmlschema)?$/u;

function isHarmless({ schema, name, volatility }: FunctionInfo): boolean {
  if (schema !== 'pg_catalog' && schema !== 'information_schema') return false;
  // Ours: it means nothing to Postgres itself.
  if (name === MEASURE) return false;
  return !READS_BY_NAME.test(name) && (volatility !== 'volatile' || HARMLESS_VOLATILE.has(name));
}

/** Whether a statement reads Postgres's own catalog, or nothing at all, so that the catalog itself may run it. */
export function isSystemStatement({ relations, tree }: Analysis): boolean {
  return [...relationsRead(tree)].every((oid) => relations.get(oid)?.isSystem === true);
}

/**
 * Lets a statement through that only reads the catalog.
 * @throws SqlError 42501 for a function that is not let through, 0A000 for a statement that is no plain SELECT or
 * reads a governed table
 */
export function assertHarmless(analysis: Analysis): void {
  const { commandType, hasModifyingCTE, rowMarks, utilityStmt } = analysis.tree.fields;
  const isSelect = commandType === '1' && hasModifyingCTE === 'false' && rowMarks === null && utilityStmt === null;
  if (!isSelect) throw new SqlError('0A000', 'only SELECT is supported on the system catalog');
  if (!isSystemStatement(analysis)) {
    throw new SqlError('0A000', 'tables and the system catalog cannot be read in one statement');
  }
  for (const called of analysis.functions.values()) {
    if (!isHarmless(called)) throw new SqlError('42501', `permission denied for function ${called.name}`);
  }
}
