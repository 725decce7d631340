import type { AccessToken } from '../lib/access-token.js';

/** What a gateway lends to the source that it opens. */
export interface SourceServices {
  /** Folder that the source may write to: what statements spill. */
  readonly dataDir: string;
  /** Parquet file of each table of the demo lakehouse, by full name; made at the first call. */
  readonly demoFiles: () => Promise<ReadonlyMap<string, string>>;
  /** The gateway's own token at the source, where its configuration has a credential. */
  readonly ownToken: AccessToken;
  /** PEM text of the certificate authority that the source's host is trusted by, where it is not a public one. */
  readonly ca: string | undefined;
}
