import { z } from 'zod';
import { isLoopbackHost } from '../loopback-host.js';
import { flag, oneOf, oneOrMore, text, wholeNumber } from '../scalars.js';
import { secret } from '../secret.js';
import { certificateAuthority, hostName, workspaceCredential } from './credential.js';

/** MLflow's scalar types. */
const modelType = oneOf(['boolean', 'integer', 'long', 'float', 'double', 'string', 'binary', 'datetime']);
const columns = (error: string) =>
  z.record(text('a column name'), modelType, { error }).refine((map) => Object.keys(map).length > 0, { error });

const members = {
  /** What the model takes: type by column name, in the order of its signature. */
  inputs: columns('a map from input columns to their types'),
  /** What it gives for a row: one type, or a map of types where a prediction is an object. */
  output: z.union([modelType, columns('a map')], { error: 'a type, or a map from output columns to their types' }),
  /**
   * What becomes of a row with a NULL among its inputs. `skip`: it is not sent, and its prediction is NULL, as functions of
   * SQL have it. `send`: the model knows what to make of NULL; one that does not fails the other rows of the call too.
   */
  nulls: oneOf(['skip', 'send']).default('skip'),
  /** Who may execute it: groups, users, or `account users` for everyone. */
  groups: oneOrMore(text('a group name'), 'a list of group names'),
  /** The version that is served. Change it when another one is: predictions are kept by it. */
  version: text('a version').default('1'),
  /** Rows of one call. */
  batchRows: wholeNumber(1, 100_000).default(256),
  /** Different rows that one statement of the SQL door may ask it for. RESULT_TOO_LARGE. */
  maxRows: wholeNumber(1, 10_000_000).default(100_000),
  /** Bytes of the rows of one call. */
  batchBytes: wholeNumber(1024, 16_777_216).default(1_048_576),
  /** Calls at the same time, of all callers together; further ones wait their turn. */
  maxConcurrency: wholeNumber(1, 256).default(4),
  /** Wall-clock bound of one call, in ms. SOURCE_TIMEOUT. */
  timeoutMs: wholeNumber(100, 600_000).default(10_000),
  /** Rows a minute, of all callers of this process together. RATE_LIMITED. Left out: no bound. */
  rowsPerMinute: wholeNumber(1, 1_000_000_000).optional(),
  /** How long a prediction may be kept, in seconds: how long one of a version that is gone may still be served. 0: not kept. */
  cacheSeconds: wholeNumber(0, 86_400).default(60),
  /** Predictions that are kept. */
  cacheEntries: wholeNumber(1, 1_000_000).default(10_000),
};

/** A serving endpoint of a Databricks workspace. */
const databricksModel = z.strictObject({
  kind: z.literal('databricks'),
  host: hostName(),
  ca: certificateAuthority,
  credential: workspaceCredential,
  /** The endpoint's name in the workspace, where it is another than here. */
  endpoint: text('the name of a serving endpoint').optional(),
  ...members,
});

/** A server that speaks MLflow's scoring protocol: `mlflow models serve`. */
const mlflowModel = z
  .strictObject({
    kind: z.literal('mlflow'),
    /** Without `/invocations`. */
    url: text('an http or https URL'),
    /** Lets `url` be http to another host, inside a network that nobody else reaches. */
    plainHttp: flag().default(false),
    token: secret().optional(),
    /** The file `MLmodel` of the model that is served, for `medallion check`. Relative to the schema folder. */
    mlmodel: text('the path of a file MLmodel').optional(),
    ca: certificateAuthority,
    ...members,
  })
  .superRefine(({ url: given, plainHttp, token }, context) => {
    const issue = (message: string) => context.addIssue({ code: 'custom', path: ['url'], message });
    const url = URL.canParse(given) ? new URL(given) : undefined;
    const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
    if (url === undefined || !isWeb || url.username !== '' || url.password !== '' || url.search !== '') {
      issue('an http or https URL without credentials or a query');
    } else if (url.protocol === 'http:' && !isLoopbackHost(url.hostname) && (!plainHttp || token !== undefined)) {
      issue('an https URL (http only to a loopback host, or beside plainHttp: true and no token)');
    }
  });

/** Models that are served elsewhere, by the name that `@model(endpoint: …)` in the contract uses. */
export const models = z
  .record(z.string().regex(/^[a-z][a-z0-9_]{0,62}$/), z.discriminatedUnion('kind', [databricksModel, mlflowModel]), {
    error: 'a map from model names to endpoints',
  })
  .prefault({});
