import { SqlError } from '../sql-error.js';
import { applicationName, clientEncoding, dateStyle, timeZone } from './setting-formats.js';
import { duration, memory } from './setting-units.js';
import { boolean, integer, type Normalise, number, oneOf, only, text } from './setting-values.js';

export interface SettingDefinition {
  /** As SHOW spells it. */
  readonly name: string;
  readonly initial: string;
  readonly description: string;
  /** Undefined: read only. */
  readonly normalise: Normalise | undefined;
  /** Told to the client at the start and whenever it changes. */
  readonly isReported: boolean;
  /** Always until the end of the transaction only, as if set LOCAL. */
  readonly isOfTransaction: boolean;
}

type Row = readonly [name: string, initial: string, normalise: Normalise | undefined, description: string];

const ISOLATION = oneOf(['serializable', 'repeatable read', 'read committed', 'read uncommitted']);
const MESSAGE_LEVEL = oneOf(['debug5', 'debug4', 'debug3', 'debug2', 'debug1', 'log', 'notice', 'warning', 'error']);

const noRole: Normalise = (value) => {
  if (value.toLowerCase() === 'none') return 'none';
  throw new SqlError('42501', `permission denied to set role "${value}"`);
};

const REPORTED: readonly Row[] = [
  ['application_name', '', applicationName, 'Name that the client gives itself.'],
  ['client_encoding', 'UTF8', clientEncoding, "The client's character set: always UTF8."],
  ['DateStyle', 'ISO, MDY', dateStyle, 'Form of dates: always ISO.'],
  [
    'default_transaction_read_only',
    'on',
    boolean,
    'The default of new transactions; nothing can be written either way.',
  ],
  ['in_hot_standby', 'off', undefined, 'This is no standby.'],
  ['integer_datetimes', 'on', undefined, 'Dates and times are integers in binary form.'],
  [
    'IntervalStyle',
    'postgres',
    oneOf(['postgres'], ['postgres_verbose', 'sql_standard', 'iso_8601']),
    'Form of intervals.',
  ],
  ['is_superuser', 'off', undefined, 'No caller is a superuser.'],
  ['scram_iterations', '4096', integer(1, 2_147_483_647), 'Has no effect: no passwords are kept here.'],
  ['search_path', '"$user", public', text, 'Schemas in which names without a schema are looked up.'],
  ['server_encoding', 'UTF8', undefined, "The server's character set."],
  ['server_version', '', undefined, 'Version of Postgres that the catalog follows.'],
  ['session_authorization', '', undefined, 'The user of the session.'],
  ['standard_conforming_strings', 'on', only('on'), "Backslashes in '…' are plain characters."],
  ['TimeZone', 'UTC', timeZone, 'Time zone in which times are read and shown.'],
];

const OF_TRANSACTION: readonly Row[] = [
  ['transaction_deferrable', 'off', boolean, 'Has no effect.'],
  ['transaction_isolation', 'read committed', ISOLATION, 'Isolation level of the transaction; has no effect.'],
  ['transaction_read_only', 'on', only('on'), 'Nothing can be written.'],
];

const UNREPORTED: readonly Row[] = [
  ['array_nulls', 'on', only('on'), 'NULL in an array text is a null element.'],
  ['backslash_quote', 'safe_encoding', oneOf(['safe_encoding', 'on', 'off']), "Whether \\' may stand in a string."],
  ['block_size', '8192', undefined, 'Size of a disk block in bytes.'],
  ['bytea_output', 'hex', oneOf(['hex'], ['escape']), 'Form of bytea as text.'],
  ['check_function_bodies', 'on', boolean, 'Has no effect.'],
  ['client_connection_check_interval', '0', duration, 'Has no effect: a lost client is always noticed.'],
  ['client_min_messages', 'notice', MESSAGE_LEVEL, 'The least severe messages that the client gets.'],
  ['cursor_tuple_fraction', '0.1', number, 'Has no effect.'],
  ['default_text_search_config', 'pg_catalog.simple', text, 'Has no effect.'],
  ['default_transaction_deferrable', 'off', boolean, 'Has no effect.'],
  ['default_transaction_isolation', 'read committed', ISOLATION, 'Has no effect.'],
  ['enable_bitmapscan', 'on', boolean, 'Has no effect.'],
  ['enable_hashagg', 'on', boolean, 'Has no effect.'],
  ['enable_hashjoin', 'on', boolean, 'Has no effect.'],
  ['enable_indexscan', 'on', boolean, 'Has no effect.'],
  ['enable_mergejoin', 'on', boolean, 'Has no effect.'],
  ['enable_nestloop', 'on', boolean, 'Has no effect.'],
  ['enable_seqscan', 'on', boolean, 'Has no effect.'],
  ['enable_sort', 'on', boolean, 'Has no effect.'],
  ['escape_string_warning', 'on', boolean, 'Has no effect.'],
  ['extra_float_digits', '1', integer(1, 3), 'Floating-point numbers are always shown exactly.'],
  ['from_collapse_limit', '8', integer(1, 2_147_483_647), 'Has no effect.'],
  ['geqo', 'on', boolean, 'Has no effect.'],
  ['idle_in_transaction_session_timeout', '0', duration, 'Has no effect.'],
  ['idle_session_timeout', '0', duration, 'Has no effect.'],
  ['jit', 'off', boolean, 'Has no effect.'],
  ['join_collapse_limit', '8', integer(1, 2_147_483_647), 'Has no effect.'],
  ['lc_collate', 'C', undefined, 'Collation order.'],
  ['lc_ctype', 'C', undefined, 'Character classes.'],
  ['lc_messages', 'C', text, 'Messages are English.'],
  ['lc_monetary', 'C', text, 'Has no effect.'],
  ['lc_numeric', 'C', text, 'Has no effect.'],
  ['lc_time', 'C', text, 'Has no effect.'],
  ['lock_timeout', '0', duration, 'Has no effect: nothing is locked.'],
  ['max_identifier_length', '63', undefined, 'Longest name in bytes.'],
  ['max_index_keys', '32', undefined, 'Most columns of an index.'],
  ['max_parallel_workers_per_gather', '0', integer(0, 1_024), 'Has no effect.'],
  ['plan_cache_mode', 'auto', oneOf(['auto', 'force_generic_plan', 'force_custom_plan']), 'Has no effect.'],
  ['quote_all_identifiers', 'off', boolean, 'Has no effect.'],
  ['random_page_cost', '4', number, 'Has no effect.'],
  ['role', 'none', noRole, 'A session keeps the user that it started with.'],
  ['row_security', 'on', only('on'), 'Row filters always apply.'],
  ['seq_page_cost', '1', number, 'Has no effect.'],
  ['server_version_num', '', undefined, 'server_version as a number.'],
  ['session_replication_role', 'origin', oneOf(['origin'], ['replica', 'local']), 'Has no effect.'],
  ['ssl', 'off', undefined, 'Whether the server has a certificate.'],
  ['statement_timeout', '0', duration, 'Time that a statement may take; 0: as long as the server allows.'],
  ['synchronous_commit', 'on', oneOf(['on', 'off', 'local', 'remote_write', 'remote_apply']), 'Has no effect.'],
  ['synchronize_seqscans', 'on', boolean, 'Has no effect.'],
  ['temp_buffers', '8MB', memory, 'Has no effect.'],
  ['transaction_timeout', '0', duration, 'Has no effect.'],
  ['transform_null_equals', 'off', only('off'), 'x = NULL is never taken for x IS NULL.'],
  ['work_mem', '4MB', memory, 'Has no effect.'],
  ['xmlbinary', 'base64', oneOf(['base64', 'hex']), 'Has no effect.'],
  ['xmloption', 'content', oneOf(['content', 'document']), 'Has no effect.'],
];

function define(rows: readonly Row[], isReported: boolean, isOfTransaction: boolean): SettingDefinition[] {
  return rows.map(([name, initial, normalise, description]) => ({
    name,
    initial,
    normalise,
    description,
    isReported,
    isOfTransaction,
  }));
}

const ALL = [
  ...define(REPORTED, true, false),
  ...define(OF_TRANSACTION, false, true),
  ...define(UNREPORTED, false, false),
];

/** Every setting that this server knows, by its lower-case name. */
export const SETTINGS: ReadonlyMap<string, SettingDefinition> = new Map(
  ALL.map((definition) => [definition.name.toLowerCase(), definition]),
);
