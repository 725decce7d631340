import { z } from 'zod';
import { text, wholeNumber } from '../scalars.js';
import { certificateAuthority, hostName, workspaceCredential } from './credential.js';

const freshness = {
  /** Seconds between two looks for changed governance. */
  refreshSeconds: wholeNumber(1, 3600).default(15),
  /** Seconds that governance may go unconfirmed; past it every table is denied, because a grant may be gone. */
  maxStalenessSeconds: wholeNumber(1, 3600).default(30),
};

const embedded = z.strictObject({
  /** JSON files as Unity Catalog's REST API returns them. */
  kind: z.literal('embedded'),
  /** Folder of the JSON files. Relative to the schema folder in the file, absolute once loaded. */
  path: text('the path of a folder').default('unity'),
  ...freshness,
});

const unity = z.strictObject({
  /** Unity Catalog's REST API. */
  kind: z.literal('unity'),
  /** The workspace. */
  host: hostName(),
  ca: certificateAuthority,
  /** Who reads it. Must see every mapped table, its grants and its policy functions. */
  credential: workspaceCredential,
  /** Calls at the same time. */
  maxConcurrency: wholeNumber(1, 64).default(8),
  /** Bound of one call, in ms. */
  timeoutMs: wholeNumber(100, 120_000).default(10_000),
  ...freshness,
});

function embeddedByDefault(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'kind' in value) return value;
  return { kind: 'embedded', ...value };
}

/** Where governance comes from: Unity Catalog's objects. */
export const catalog = z
  .preprocess(embeddedByDefault, z.discriminatedUnion('kind', [embedded, unity]))
  .superRefine((value, context) => {
    if (value.maxStalenessSeconds >= value.refreshSeconds) return;
    const message = `at least refreshSeconds (${value.refreshSeconds})`;
    context.addIssue({ code: 'custom', path: ['maxStalenessSeconds'], message });
  })
  .prefault({});
