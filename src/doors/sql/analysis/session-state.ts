import { SqlError } from '../sql-error.js';
import type { AnalysisContext } from './analysis.js';
import type { PostgresInstance } from './postgres-instance.js';
import { cutName } from './postgres-names.js';
import { quoteName, quoteText } from './quote.js';

/** The instance's own superuser: owner of the tables. */
export const OWNER = 'medallion';
/** The one role of all callers, before it first bears a caller's name. */
export const CALLER = 'caller';
const CALLER_PREFIX = 'caller ';

/** Settings that answers of Postgres depend on, and those that clients read with `current_setting`. */
const APPLIED = new Set([
  'application_name',
  'array_nulls',
  'bytea_output',
  'datestyle',
  'default_transaction_isolation',
  'default_transaction_read_only',
  'extra_float_digits',
  'intervalstyle',
  'quote_all_identifiers',
  'search_path',
  'statement_timeout',
  'timezone',
  'xmlbinary',
  'xmloption',
]);

function roleName(user: string): string {
  if (user === '' || user.includes('\0')) throw new SqlError('28000', 'the user name is not valid');
  // Names that Postgres or the instance itself uses must stay theirs.
  const taken = user === OWNER || user === 'public' || user === 'none' || user.startsWith('pg_');
  return cutName(taken ? `${CALLER_PREFIX}${user}` : user);
}

/** Puts a context's user and settings into force, by the least number of statements. */
export class SessionState {
  private role = CALLER;
  private readonly settings = new Map<string, string>();

  constructor(
    private readonly instance: PostgresInstance,
    private readonly defaults: Readonly<Record<string, string>>,
  ) {}

  /** Begins: from now on the session is the caller's, without a superuser's rights. */
  start(): void {
    this.instance.execute(`SET SESSION AUTHORIZATION ${quoteName(this.role)}`);
    for (const [name, value] of Object.entries(this.defaults)) this.set(name, value);
  }

  /** @throws SqlError if Postgres does not take a setting; the next call puts right what then stays in force */
  apply({ user, settings }: AnalysisContext): void {
    this.rename(roleName(user));
    const wanted = new Map(Object.entries(this.defaults));
    for (const [name, value] of Object.entries(settings)) if (APPLIED.has(name)) wanted.set(name, value);
    for (const name of this.settings.keys()) if (!wanted.has(name)) this.reset(name);
    for (const [name, value] of wanted) if (this.settings.get(name) !== value) this.set(name, value);
  }

  private set(name: string, value: string): void {
    this.instance.execute(`SELECT pg_catalog.set_config(${quoteText(name)}, ${quoteText(value)}, false)`);
    this.settings.set(name, value);
  }

  private reset(name: string): void {
    this.instance.execute(`RESET ${quoteName(name)}`);
    this.settings.delete(name);
  }

  /** One role serves every caller in turn, so that no caller finds another's name in the catalog. */
  private rename(role: string): void {
    if (role === this.role) return;
    this.instance.execute(`SET SESSION AUTHORIZATION ${quoteName(OWNER)}`);
    // The last caller's settings are in force, by which transactions only read.
    this.instance.execute('BEGIN READ WRITE');
    try {
      this.instance.execute(`ALTER ROLE ${quoteName(this.role)} RENAME TO ${quoteName(role)}`);
      this.instance.execute('COMMIT');
      this.role = role;
    } catch (error) {
      this.instance.execute('ROLLBACK');
      throw error;
    } finally {
      this.instance.execute(`SET SESSION AUTHORIZATION ${quoteName(this.role)}`);
    }
  }
}
