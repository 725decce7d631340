import { readFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { deepFreeze } from '../lib/deep-freeze.js';
import { checkConfig } from './check-config.js';
import { type GatewayConfig, type GatewaySettings, gatewaySchema } from './config.js';
import type { Environment } from './interpolate.js';
import { type Overrides, readOverrides } from './overrides.js';
import { parseConfig } from './parse-config.js';
import { configError } from './problem.js';
import { resolvePaths } from './resolve-paths.js';

export interface LoadConfigOptions {
  /** Folder that holds gateway.yaml. Default: MEDALLION_SCHEMA_DIR, else `schema`. */
  readonly schemaDir?: string;
  /** Default: the environment of the process. */
  readonly env?: Environment;
}

function readFile(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    const message = `cannot be read (${reason}); MEDALLION_SCHEMA_DIR names the folder it is in`;
    throw configError([{ place: name, setting: undefined, message }]);
  }
}

/** Paths in errors are relative where that is shorter for the person at the terminal. */
function displayName(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') || isAbsolute(short) ? path : short;
}

function applyOverrides(settings: GatewaySettings, overrides: Overrides): GatewaySettings {
  const { http, sql, ...otherDoors } = settings.doors;
  // Who lets the HTTP port be any free one runs several gateways side by side: a fixed SQL port would be in the way.
  const sqlPort = overrides.sqlPort ?? (overrides.httpPort === 0 ? 0 : sql.port);
  return {
    ...settings,
    doors: {
      ...otherDoors,
      http: { ...http, host: overrides.host ?? http.host, port: overrides.httpPort ?? http.port },
      sql: { ...sql, host: overrides.host ?? sql.host, port: sqlPort },
    },
  };
}

/**
 * Reads gateway.yaml and the MEDALLION_ variables that override it. Relative paths count from the working
 * directory, those of the catalog, of credentials and of certificate authorities from the schema folder.
 * @returns the settings, frozen, with every default filled in.
 * @throws GatewayError CONFIG_INVALID that lists every fault of the file and the environment with its place.
 */
export function loadConfig(options: LoadConfigOptions = {}): GatewayConfig {
  const env = options.env ?? process.env;
  const schemaDir = resolve(options.schemaDir ?? (env.MEDALLION_SCHEMA_DIR || 'schema'));
  const path = join(schemaDir, 'gateway.yaml');
  const file = displayName(path);
  const { overrides, problems } = readOverrides(env);
  const parsed = parseConfig(gatewaySchema, readFile(path, file), file, env);
  const faults = [...parsed.problems, ...problems];
  if (parsed.settings === undefined) throw configError(faults);
  const settings = resolvePaths(applyOverrides(parsed.settings, overrides), schemaDir);
  const hostFromEnvironment = overrides.host !== undefined;
  faults.push(
    ...checkConfig(settings, (setting) => {
      if (hostFromEnvironment && /^doors\.(http|sql)\.host$/u.test(setting.join('.'))) return 'MEDALLION_HOST';
      return parsed.locate(setting, 'value');
    }),
  );
  if (faults.length > 0) throw configError(faults);
  return deepFreeze({ ...settings, dataDir: resolve(overrides.dataDir ?? '.medallion'), schemaDir });
}
