import { ApolloServer, HeaderMap, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import {
  type DocumentNode,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { ERRORS, GatewayError } from '../../errors.js';
import type { Identity } from '../../identity/identity.js';
import { formatError, formatGatewayError } from './format-error.js';
import type { GraphqlDoor } from './graphql-door.js';
import { httpStatusOf } from './http-status.js';
import { hasData, type Reply, replyBody } from './reply.js';
import type { VisibleSchema } from './visible-schema.js';

interface ApolloContext {
  readonly identity: Identity;
  readonly signal: AbortSignal;
  readonly requestId: string;
  readonly acceptsGraphqlResponse: boolean;
}

export interface ApolloOptions {
  readonly introspection: boolean;
  readonly maxQueryTokens: number;
  readonly report: (error: GatewayError, requestId: string | undefined) => void;
}

/** Under this key the ready text of a reply travels through Apollo. */
const READY = Symbol('ready reply');

function carry(reply: Reply): FormattedExecutionResult {
  const errors = reply.errors.length === 0 ? {} : { errors: reply.errors };
  return { ...errors, ...(hasData(reply) ? { data: { [READY]: reply } as Record<string, unknown> } : {}) };
}

function stringify(result: FormattedExecutionResult): string {
  const reply = (result.data as { readonly [READY]?: Reply } | null | undefined)?.[READY];
  return reply === undefined ? `${JSON.stringify(result)}\n` : replyBody(reply).toString();
}

const STORE_ENTRIES = 500;
const STORE_CHARACTERS = 1_000_000;

/** Apollo's key-value interface over a memory that is bounded by the characters of the documents' texts. */
function boundedStore<T extends string | DocumentNode>() {
  const entries = new LRUCache<string, T>({
    max: STORE_ENTRIES,
    maxSize: STORE_CHARACTERS,
    sizeCalculation: (value) => 1 + (typeof value === 'string' ? value.length : (value.loc?.end ?? STORE_CHARACTERS)),
  });
  return {
    get: async (key: string) => entries.get(key),
    set: async (key: string, value: T) => void entries.set(key, value),
    delete: async (key: string) => entries.delete(key),
  };
}

/** Faults of the request for which Apollo has no code, and what to say of them. */
const REQUEST_FAULTS: Readonly<Record<string, string | undefined>> = Object.assign(Object.create(null), {
  'provided sha does not match query': 'extensions.persistedQuery.sha256Hash is not the SHA-256 hash of the query.',
  'Unsupported persisted query version': 'extensions.persistedQuery.version must be 1.',
});

/** Validation passes documents whose operation the schema has no root type for, or cannot tell which to run. */
function refuseOperation(operation: OperationDefinitionNode | null | undefined): GatewayError | undefined {
  if (operation === undefined || operation === null)
    return new GatewayError(
      'BAD_USER_INPUT',
      'operationName must be the name of one of the operations of the document.',
    );
  if (operation.operation === OperationTypeNode.QUERY) return undefined;
  return new GatewayError('NOT_SUPPORTED', `A ${operation.operation} is not supported: the schema has queries only.`);
}

/** What Apollo has to say of itself, which is little and always a fault. */
function loggerFor(report: ApolloOptions['report']) {
  const fault = (message?: unknown) =>
    report(new GatewayError('INTERNAL', `Apollo Server: ${String(message)}`), undefined);
  return { debug: () => undefined, info: () => undefined, warn: fault, error: fault };
}

function createServer(visible: VisibleSchema, door: GraphqlDoor, options: ApolloOptions): ApolloServer<ApolloContext> {
  return new ApolloServer<ApolloContext>({
    schema: visible.schema,
    introspection: options.introspection,
    csrfPrevention: true,
    logger: loggerFor(options.report),
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: false,
    stopOnTerminationSignals: false,
    // One for each visibility set: whether a text is known to others must not tell of names that this caller does not see.
    persistedQueries: { cache: boundedStore<string>() },
    documentStore: boundedStore<DocumentNode>(),
    parseOptions: { maxTokens: options.maxQueryTokens },
    formatError: (formatted, thrown) => {
      const code = formatted.extensions?.code;
      const request = REQUEST_FAULTS[formatted.message];
      if (request !== undefined) return formatGatewayError(new GatewayError('BAD_USER_INPUT', request));
      // Ours are formatted already; Apollo's are renamed to the contract's.
      if (typeof code === 'string' && Object.hasOwn(ERRORS, code)) return withoutStack(formatted);
      return formatError(thrown, (error) => options.report(error, undefined));
    },
    stringifyResult: stringify,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      {
        requestDidStart: async () => ({
          responseForOperation: async ({ request, document, operation, source, contextValue }) => {
            const refusal = refuseOperation(operation);
            if (refusal !== undefined || operation === undefined || operation === null) {
              const errors = refusal === undefined ? [] : [formatGatewayError(refusal)];
              return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult: { errors } } };
            }
            const known = door.remember(visible, source ?? '', document, operation, request.operationName);
            const reply = await door.run(
              known,
              request.variables,
              contextValue.identity,
              contextValue.signal,
              contextValue.requestId,
            );
            return {
              http: { headers: new HeaderMap([['x-cache', reply.cache]]) },
              body: { kind: 'single', singleResult: carry(reply) },
            };
          },
          willSendResponse: async ({ response, contextValue }) => {
            // A method that does not fit is HTTP's own business under either content type.
            if (response.body.kind !== 'single' || response.http.status === 405) return;
            const { errors, data } = response.body.singleResult;
            const status = httpStatusOf(
              errors,
              data !== undefined && data !== null,
              contextValue.acceptsGraphqlResponse,
            );
            if (status !== undefined) response.http.status = status;
          },
        }),
      },
    ],
  });
}

function withoutStack(error: GraphQLFormattedError): GraphQLFormattedError {
  const { stacktrace: _stacktrace, ...extensions } = error.extensions ?? {};
  return { ...error, extensions };
}

/** One Apollo server for each visibility set: parsing, validation, persisted queries, CSRF and content negotiation. */
export class ApolloServers {
  private readonly servers: LRUCache<string, Promise<ApolloServer<ApolloContext>>>;

  constructor(
    private readonly door: GraphqlDoor,
    private readonly options: ApolloOptions,
  ) {
    this.servers = new LRUCache({
      max: 64,
      dispose: (server) => void server.then((started) => started.stop()).catch(() => undefined),
    });
  }

  async execute(request: HTTPGraphQLRequest, context: ApolloContext): Promise<HTTPGraphQLResponse> {
    const server = await this.serverFor(this.door.schemaFor(context.identity));
    return server.executeHTTPGraphQLRequest({ httpGraphQLRequest: request, context: async () => context });
  }

  stop(): void {
    this.servers.clear();
  }

  private serverFor(visible: VisibleSchema): Promise<ApolloServer<ApolloContext>> {
    const existing = this.servers.get(visible.key);
    if (existing !== undefined) return existing;
    const server = createServer(visible, this.door, this.options);
    const started = server.start().then(() => server);
    this.servers.set(visible.key, started);
    return started;
  }
}
