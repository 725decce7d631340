import { RENAMED_COLUMN_STATEMENTS } from './renamed-columns.js';
import { CALLER } from './session-state.js';

/** What every image holds. Owner and database get their names when an image is opened. */
export const IMAGE_STATEMENTS: readonly string[] = [
  `CREATE ROLE ${CALLER} LOGIN`,
  // Without REFERENCES information_schema would show no keys.
  'ALTER DEFAULT PRIVILEGES GRANT SELECT, REFERENCES ON TABLES TO PUBLIC',
  'DROP SCHEMA public',
  'SET allow_system_table_mods = on',
  "DELETE FROM pg_catalog.pg_database WHERE datname LIKE 'template_'",
  ...RENAMED_COLUMN_STATEMENTS,
  'RESET allow_system_table_mods',
  'VACUUM',
  'CHECKPOINT',
];

/** Sizes for a database of empty tables and one session; nothing that tells of earlier statements is kept. */
export const IMAGE_CONFIGURATION = [
  'shared_buffers=1MB',
  'max_connections=1',
  'wal_level=minimal',
  'max_wal_senders=0',
  'fsync=off',
  'full_page_writes=off',
  'min_wal_size=2MB',
  'max_wal_size=4MB',
  'autovacuum=off',
  'track_counts=off',
  'track_activities=off',
  'jit=off',
  'log_min_messages=panic',
  'log_min_error_statement=panic',
  "timezone='UTC'",
];
