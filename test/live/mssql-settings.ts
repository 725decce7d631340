import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Secret } from '../../src/config/secret.js';
import type { MssqlConfig } from '../../src/sources/mssql/mssql-source.js';

const text = z.string().trim().min(1);

const variables = z.object({
  MEDALLION_LIVE: z.literal('mssql'),
  MEDALLION_LIVE_MSSQL_HOST: text,
  MEDALLION_LIVE_MSSQL_PORT: z.coerce.number().int().default(1433),
  MEDALLION_LIVE_MSSQL_DATABASE: text,
  MEDALLION_LIVE_MSSQL_USER: text.optional(),
  MEDALLION_LIVE_MSSQL_PASSWORD: text.optional(),
  MEDALLION_LIVE_MSSQL_TOKEN: text.optional(),
  MEDALLION_LIVE_MSSQL_CA: text.optional(),
});

export interface LiveMssql {
  readonly config: MssqlConfig;
  /** PEM text. */
  readonly ca: string | undefined;
}

const secret = (value: string | undefined) => (value === undefined ? undefined : new Secret(value));

/** Undefined where nobody asked for the suite. @throws Error that names each variable that is missing or wrong */
export function readLiveMssql(env: Readonly<Record<string, string | undefined>>): LiveMssql | undefined {
  if (env.MEDALLION_LIVE !== 'mssql') return undefined;
  const read = variables.safeParse(env);
  if (!read.success) {
    const faults = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`The live suite cannot start:\n${faults.join('\n')}`);
  }
  const { data } = read;
  const ca = data.MEDALLION_LIVE_MSSQL_CA;
  return {
    config: {
      host: data.MEDALLION_LIVE_MSSQL_HOST,
      port: data.MEDALLION_LIVE_MSSQL_PORT,
      database: data.MEDALLION_LIVE_MSSQL_DATABASE,
      user: data.MEDALLION_LIVE_MSSQL_USER,
      password: secret(data.MEDALLION_LIVE_MSSQL_PASSWORD),
      accessToken: secret(data.MEDALLION_LIVE_MSSQL_TOKEN),
      tls: 'verify',
      isolation: 'read-committed',
      maxConnections: 2,
      maxStreams: 2,
      statementTimeoutMs: 60_000,
    },
    ca: ca === undefined ? undefined : readFileSync(ca, 'utf8'),
  };
}
