import type { ErrorCode } from '../errors.js';
import type { LakehouseSource } from './source.js';

/** What the gateway tells the build process, once. */
export interface BuildRequest {
  readonly dataDir: string;
  readonly source: LakehouseSource;
}

/** What the build process tells the gateway. After `done` or `failed` it ends. */
export type BuildReport =
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };
