import type { z } from 'zod';
import type { Environment } from './interpolate.js';
import type { ConfigProblem } from './problem.js';
import { text, wholeNumber } from './scalars.js';

/** What the environment sets regardless of gateway.yaml; undefined leaves the file's value or the default. */
export interface Overrides {
  readonly httpPort: number | undefined;
  readonly sqlPort: number | undefined;
  readonly host: string | undefined;
  readonly dataDir: string | undefined;
}

export interface ReadOverrides {
  readonly overrides: Overrides;
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads MEDALLION_HTTP_PORT, MEDALLION_SQL_PORT, MEDALLION_HOST and MEDALLION_DATA_DIR. A variable that is set but empty counts as not
 * set, as container tools write it for "unset".
 */
export function readOverrides(environment: Environment): ReadOverrides {
  const problems: ConfigProblem[] = [];
  function read<T>(name: string, schema: z.ZodType<T>): T | undefined {
    const value = environment[name];
    if (value === undefined || value === '') return undefined;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const expected = parsed.error.issues[0]?.message ?? 'another value';
    problems.push({ place: name, setting: undefined, message: `expected ${expected}, found ${JSON.stringify(value)}` });
    return undefined;
  }
  const overrides = {
    httpPort: read('MEDALLION_HTTP_PORT', wholeNumber(0, 65_535)),
    sqlPort: read('MEDALLION_SQL_PORT', wholeNumber(0, 65_535)),
    host: read('MEDALLION_HOST', text('an address or host name')),
    dataDir: read('MEDALLION_DATA_DIR', text('the path of a folder')),
  };
  return { overrides, problems };
}
