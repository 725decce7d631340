import type { AccessToken } from '../../lib/access-token.js';
import type { ModelColumn } from './model-type.js';

/** `models.<name>` of gateway.yaml, as far as the client reads it. */
export interface ModelSettings {
  readonly inputs: Readonly<Record<string, ModelColumn['type']>>;
  /** One type: each prediction is a value. A map: each is an object with these members. */
  readonly output: ModelColumn['type'] | Readonly<Record<string, ModelColumn['type']>>;
  /** `skip`: a row with a NULL among its inputs is not sent, and its prediction is NULL. `send`: the model knows NULL. */
  readonly nulls: 'skip' | 'send';
  /** Rows of one call. */
  readonly batchRows: number;
  /** Different rows that one statement of SQL may ask for. */
  readonly maxRows: number;
  /** Bytes of the rows of one call. */
  readonly batchBytes: number;
  /** Calls at the same time, of all callers together. */
  readonly maxConcurrency: number;
  /** Of one call, in ms. */
  readonly timeoutMs: number;
  readonly rowsPerMinute?: number | undefined;
  /** The version that is served, where the operator pins it: predictions of one are not taken for another's. */
  readonly version: string;
  /** How long a prediction may be kept, in seconds; 0: not at all. */
  readonly cacheSeconds: number;
  readonly cacheEntries: number;
}

/** Where an endpoint is, by its kind. */
export type ModelPlace =
  | { readonly kind: 'databricks'; readonly host: string; readonly endpoint?: string | undefined }
  | {
      readonly kind: 'mlflow';
      readonly url: string;
      readonly token?: { reveal(): string } | undefined;
      /** Path of the saved model's file `MLmodel`, which has the signature. */
      readonly mlmodel?: string | undefined;
    };

/** What a gateway lends to an endpoint that it opens. */
export interface ModelServices {
  /** The gateway's own token, where the endpoint's configuration has a credential of a workspace. */
  readonly ownToken: AccessToken;
  /** PEM text of the certificate authority that the host is trusted by, where it is not a public one. */
  readonly ca: string | undefined;
}

/** The columns that a prediction is made of, in order. A prediction that is one value has a column without a name. */
export function outputColumns({ output }: Pick<ModelSettings, 'output'>): readonly ModelColumn[] {
  if (typeof output === 'string') return [{ name: '', type: output }];
  return Object.entries(output).map(([name, type]) => ({ name, type }));
}

export function inputColumns({ inputs }: Pick<ModelSettings, 'inputs'>): readonly ModelColumn[] {
  return Object.entries(inputs).map(([name, type]) => ({ name, type }));
}
