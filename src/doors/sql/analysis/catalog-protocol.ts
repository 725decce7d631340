import type { FieldDescription, Format } from '../border.js';
import type { SqlErrorFields } from '../sql-error.js';
import type { AnalysisContext, FunctionInfo, OperatorInfo, RelationInfo, TypeInfo } from './analysis.js';
import type { DatabaseDescription } from './database-description.js';

/** PGlite's own files; its program is compiled once for all workers. */
export interface PostgresParts {
  readonly postgres: WebAssembly.Module;
  readonly filesPath: string;
}

/** A packed data directory: its path or, where it could not be written, its bytes. */
export type StoredImage = string | Blob;

/** What a worker is started with. */
export type CatalogWorkerData =
  | {
      readonly kind: 'database';
      readonly parts: PostgresParts;
      readonly image: StoredImage;
      readonly description: DatabaseDescription;
    }
  | { readonly kind: 'image'; readonly parts: PostgresParts; readonly initdb: WebAssembly.Module };

export interface AnalyseRequest {
  readonly kind: 'analyse';
  readonly text: string;
  readonly parameterOids: readonly number[];
  readonly context: AnalysisContext;
}

/** Runs a statement that was analysed before and found harmless. */
export interface RunRequest {
  readonly kind: 'run';
  readonly text: string;
  readonly parameterOids: readonly number[];
  readonly values: readonly (Uint8Array | null)[];
  readonly formats: readonly Format[];
  readonly resultFormats: readonly Format[];
  readonly context: AnalysisContext;
  readonly maxBytes: number;
}

export type CatalogRequest = AnalyseRequest | RunRequest;

/** An analysis before its tree is read. */
export interface AnalyseReply {
  readonly parameterOids: readonly number[];
  readonly fields: readonly FieldDescription[];
  readonly tree: string;
  readonly functions: ReadonlyMap<number, FunctionInfo>;
  readonly operators: ReadonlyMap<number, OperatorInfo>;
  readonly types: ReadonlyMap<number, TypeInfo>;
  readonly relations: ReadonlyMap<number, RelationInfo>;
}

export interface RunReply {
  /** DataRow messages, whole ones in each piece. */
  readonly frames: readonly Uint8Array[];
}

/** `retire`: the instance has grown too large to be kept. */
export type CatalogReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'image'; readonly image: Uint8Array }
  | { readonly kind: 'analysed'; readonly reply: AnalyseReply; readonly retire: boolean }
  | { readonly kind: 'ran'; readonly reply: RunReply; readonly retire: boolean }
  | {
      readonly kind: 'failed';
      readonly sqlState: string;
      readonly message: string;
      readonly fields: Pick<SqlErrorFields, 'position' | 'detail' | 'hint'>;
      readonly retire: boolean;
    };
