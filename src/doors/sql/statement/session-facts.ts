import type { AnalysisContext } from '../analysis/analysis.js';
import type { SessionContext, SettingsView } from '../border.js';
import type { CallerFacts } from '../translate/input.js';

/** Settings that analysis or a catalog query may depend on. */
const TOLD = [
  'application_name',
  'bytea_output',
  'datestyle',
  'default_transaction_isolation',
  'default_transaction_read_only',
  'extra_float_digits',
  'intervalstyle',
  'search_path',
  'statement_timeout',
  'timezone',
] as const;

function toldSettings(settings: SettingsView): Readonly<Record<string, string>> {
  return Object.fromEntries(
    TOLD.flatMap((name) => {
      const value = settings.get(name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** What Postgres must know of a session to answer as one of its own. */
export function analysisContext({ identity, settings }: SessionContext): AnalysisContext {
  return { user: identity.user, settings: toldSettings(settings) };
}

/** What `current_user`, `current_schema` and `now()` answer in a governed statement. */
export function callerFacts({ identity, database, settings }: SessionContext, schema: string): CallerFacts {
  return {
    user: identity.user,
    database,
    schema,
    timeZone: settings.get('timezone') ?? 'UTC',
    nowMicros: BigInt(Date.now()) * 1000n,
  };
}
