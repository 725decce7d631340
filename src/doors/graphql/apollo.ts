import { ApolloServer, HeaderMap, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { DocumentNode, FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { ERRORS, type GatewayError } from '../../errors.js';
import type { Identity } from '../../identity/identity.js';
import { formatError } from './format-error.js';
import type { GraphqlDoor } from './graphql-door.js';
import { httpStatusOf } from './http-status.js';
import { type Reply, replyBody } from './reply.js';
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
  return { ...errors, ...(reply.data === undefined ? {} : { data: { [READY]: reply } as Record<string, unknown> }) };
}

function stringify(result: FormattedExecutionResult): string {
  const reply = (result.data as { readonly [READY]?: Reply } | null | undefined)?.[READY];
  return reply === undefined ? `${JSON.stringify(result)}\n` : Buffer.concat([...replyBody(reply)]).toString();
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

function createServer(visible: VisibleSchema, door: GraphqlDoor, options: ApolloOptions): ApolloServer<ApolloContext> {
  return new ApolloServer<ApolloContext>({
    schema: visible.schema,
    introspection: options.introspection,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: false,
    stopOnTerminationSignals: false,
    // One for each visibility set: whether a text is known to others must not tell of names that this caller does not see.
    persistedQueries: { cache: boundedStore<string>() },
    documentStore: boundedStore<DocumentNode>(),
    parseOptions: { maxTokens: options.maxQueryTokens },
    formatError: (formatted, thrown) => {
      const code = formatted.extensions?.code;
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
