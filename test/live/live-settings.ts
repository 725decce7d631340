import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Secret } from '../../src/config/secret.js';
import { type WorkspaceCredential, workspaceToken } from '../../src/identity/workspace-token.js';
import type { AccessToken } from '../../src/lib/access-token.js';

const text = z.string().trim().min(1);
const name = z.string().regex(/^[A-Za-z_]\w{0,63}$/u);

const variables = z.object({
  MEDALLION_LIVE: z.literal('databricks'),
  MEDALLION_LIVE_HOST: text,
  MEDALLION_LIVE_WAREHOUSE: text.transform((value) => value.replace(/^.*\/warehouses\//u, '')),
  MEDALLION_LIVE_TOKEN: text.optional(),
  MEDALLION_LIVE_CLIENT_ID: text.optional(),
  MEDALLION_LIVE_CLIENT_SECRET: text.optional(),
  MEDALLION_LIVE_TENANT: text.optional(),
  MEDALLION_LIVE_AUTHORITY: text.default('https://login.microsoftonline.com'),
  MEDALLION_LIVE_CATALOG: name,
  MEDALLION_LIVE_SCHEMA: name,
  MEDALLION_LIVE_CALLERS: text.optional(),
  MEDALLION_LIVE_UNITY_HOST: text.optional(),
  MEDALLION_LIVE_CA: text.optional(),
  MEDALLION_LIVE_ENGINE: z.enum(['databricks', 'standin']).default('databricks'),
});

/** What the live suite was told; see README.md beside this file. */
export interface LiveSettings {
  readonly host: string;
  readonly unityHost: string;
  readonly warehouse: string;
  readonly catalog: string;
  readonly schema: string;
  /** PEM text. */
  readonly ca: string | undefined;
  readonly ownToken: AccessToken;
  /** Workspace tokens of two people. */
  readonly callers: readonly string[];
  /** The stand-in runs no Spark: what only Spark answers is not held against it. */
  readonly isStandin: boolean;
}

function credentialOf(env: z.infer<typeof variables>, caFile: string | undefined): WorkspaceCredential {
  const {
    MEDALLION_LIVE_TOKEN: token,
    MEDALLION_LIVE_CLIENT_ID: clientId,
    MEDALLION_LIVE_CLIENT_SECRET: secret,
    MEDALLION_LIVE_TENANT: tenantId,
    MEDALLION_LIVE_AUTHORITY: authority,
  } = env;
  if (token !== undefined) return { kind: 'token', token: new Secret(token) };
  if (clientId === undefined || secret === undefined)
    throw new Error('Set MEDALLION_LIVE_TOKEN, or MEDALLION_LIVE_CLIENT_ID and MEDALLION_LIVE_CLIENT_SECRET.');
  const clientSecret = new Secret(secret);
  return tenantId === undefined
    ? { kind: 'oauth', clientId, clientSecret }
    : { kind: 'entra', tenantId, clientId, clientSecret, authority, ca: caFile };
}

/** Undefined where nobody asked for the suite. @throws Error that names each variable that is missing or wrong */
export function readLiveSettings(env: Readonly<Record<string, string | undefined>>): LiveSettings | undefined {
  // `mssql` asks for the suite beside this one.
  if (env.MEDALLION_LIVE === undefined || ['', 'mssql'].includes(env.MEDALLION_LIVE)) return undefined;
  const read = variables.safeParse(env);
  if (!read.success) {
    const faults = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`The live suite cannot start:\n${faults.join('\n')}`);
  }
  const { data } = read;
  const ca = data.MEDALLION_LIVE_CA === undefined ? undefined : readFileSync(data.MEDALLION_LIVE_CA, 'utf8');
  const host = data.MEDALLION_LIVE_HOST;
  return {
    host,
    unityHost: data.MEDALLION_LIVE_UNITY_HOST ?? host,
    warehouse: data.MEDALLION_LIVE_WAREHOUSE,
    catalog: data.MEDALLION_LIVE_CATALOG,
    schema: data.MEDALLION_LIVE_SCHEMA,
    ca,
    ownToken: workspaceToken(credentialOf(data, data.MEDALLION_LIVE_CA), host, ca),
    callers: (data.MEDALLION_LIVE_CALLERS ?? '').split(',').filter((token) => token !== ''),
    isStandin: data.MEDALLION_LIVE_ENGINE === 'standin',
  };
}
