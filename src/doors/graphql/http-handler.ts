import { HeaderMap } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type DocumentNode, parse } from 'graphql';
import { GatewayError, toGatewayError } from '../../errors.js';
import type { Identity } from '../../identity/identity.js';
import type { Metrics, Outcome } from '../../observe/metrics.js';
import type { HttpDoor } from '../http/http-server.js';
import type { ApolloServers } from './apollo.js';
import { checkDocumentLimits } from './document-limits.js';
import { formatGatewayError } from './format-error.js';
import type { GraphiqlAssets } from './graphiql/assets.js';
import type { GraphqlDoor, GraphqlLimits } from './graphql-door.js';
import { acceptsGraphqlResponse, acceptsSome, httpStatusOf } from './http-status.js';
import { hasData, type Reply, replyBody } from './reply.js';

export interface GraphqlHttpParts {
  readonly door: GraphqlDoor;
  readonly apollo: ApolloServers;
  readonly limits: GraphqlLimits;
  readonly graphiql: GraphiqlAssets | undefined;
  readonly metrics: Metrics;
  /** The caller of a request, by its raw headers. @throws GatewayError UNAUTHENTICATED and the like. */
  readonly identify: (
    rawHeaders: readonly string[],
    client: { readonly signal: AbortSignal },
  ) => Identity | Promise<Identity>;
  /** Runs a caller's task when it is the caller's turn. @throws GatewayError RATE_LIMITED if too many wait. */
  readonly admit: <T>(caller: string, signal: AbortSignal, task: () => Promise<T>) => Promise<T>;
}

/** HTTP has a status of its own for this. */
class UnsupportedBody extends GatewayError {
  readonly statusCode = 415;

  constructor(message: string) {
    super('BAD_USER_INPUT', message);
  }
}

interface GraphqlBody {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
}

const JSON_BODY = /^application\/json[ \t]*(;[ \t]*(charset=("utf-8"|utf-8)[ \t]*)?)?$/iu;
const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A body that is JSON in UTF-8 and nothing else, so that no reading of the content type can differ from a browser's. */
function refuseOtherBodies(request: FastifyRequest): void {
  if (request.method !== 'POST') return;
  const { 'content-type': type, 'content-encoding': encoding } = request.headers;
  if (type === undefined || !JSON_BODY.test(type))
    throw new UnsupportedBody('The content type is not supported; send application/json in UTF-8.');
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    throw new UnsupportedBody('The content encoding is not supported; send the body uncompressed.');
}

/** Content types that a form or a plain page can send: Apollo's CSRF prevention refuses those itself. */
const SIMPLE_TYPES = new Set(['', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']);
const UNSUPPORTED_MEDIA_TYPE = 415;

function requireJson(request: FastifyRequest): void {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (request.method !== 'POST' || type === 'application/json' || SIMPLE_TYPES.has(type)) return;
  const error = new GatewayError(
    'BAD_USER_INPUT',
    `The content type ${JSON.stringify(type)} is not supported; send application/json.`,
  );
  throw Object.assign(error, { statusCode: UNSUPPORTED_MEDIA_TYPE });
}

function parseBody(request: FastifyRequest): unknown {
  if (typeof request.body !== 'string' || request.body === '') return undefined;
  try {
    return JSON.parse(request.body);
  } catch {
    throw new GatewayError('BAD_USER_INPUT', 'The request body is not valid JSON.');
  }
}

/** A body of the plain form; anything else is left to Apollo, which says what is wrong with it. */
function plainBody(request: FastifyRequest, body: unknown): GraphqlBody | undefined {
  if (request.method !== 'POST' || !acceptsSome(request.headers.accept)) return undefined;
  if (!isRecord(body) || typeof body.query !== 'string' || body.extensions !== undefined) return undefined;
  const { operationName, variables } = body;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') return undefined;
  if (variables !== undefined && variables !== null && !isRecord(variables)) return undefined;
  return { query: body.query, operationName: operationName ?? undefined, variables: variables ?? undefined };
}

function outcomeOf(errors: Reply['errors']): Outcome {
  const code = errors[0]?.extensions?.code;
  return errors.length === 0 ? 'ok' : typeof code === 'string' ? (code as Outcome) : 'INTERNAL';
}

/** Aborts when the client leaves before its reply. Made when it is first asked for: a kept reply needs none. */
class ClientSignal {
  private controller: AbortController | undefined;

  constructor(private readonly reply: FastifyReply) {}

  get signal(): AbortSignal {
    if (this.controller !== undefined) return this.controller.signal;
    const controller = new AbortController();
    this.controller = controller;
    const { raw } = this.reply;
    if (raw.destroyed) controller.abort();
    raw.once('close', () => {
      if (!raw.writableFinished) controller.abort();
    });
    return controller.signal;
  }
}

/** GraphQL over HTTP at `/graphql`, and the GraphiQL page for a browser that asks for one. */
export class GraphqlHttpDoor implements HttpDoor {
  constructor(private readonly parts: GraphqlHttpParts) {}

  register(server: FastifyInstance): void {
    server.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      handler: (request, reply) => this.handle(request, reply),
    });
    server.route({
      method: ['PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url: '/graphql',
      handler: (_request, reply) => refuseMethod(reply),
    });
    const assets = this.parts.graphiql;
    if (assets === undefined) return;
    server.get<{ Params: { file: string } }>('/graphql/assets/:file', (request, reply) => {
      const file = assets.file(request.params.file);
      if (file === undefined) return reply.callNotFound();
      reply.header('cache-control', file.cacheControl).header('vary', 'accept-encoding').type(file.contentType);
      if (!/\bgzip\b/u.test(request.headers['accept-encoding'] ?? '')) return reply.send(file.body);
      return reply.header('content-encoding', 'gzip').send(file.gzipBody);
    });
  }

  private async handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (this.wantsPage(request)) return this.sendPage(reply);
    reply.header('cache-control', 'no-store');
    const startedAt = performance.now();
    const tracked = this.parts.metrics.requestInFlight('graphql');
    let outcome: Outcome = 'INTERNAL';
    try {
      outcome = await this.answer(request, reply, new ClientSignal(reply));
      return reply;
    } catch (thrown) {
      const error = toGatewayError(thrown);
      outcome = error.code;
      throw error;
    } finally {
      tracked.end();
      this.parts.metrics.requestFinished('graphql', outcome, performance.now() - startedAt);
    }
  }

  private async answer(request: FastifyRequest, reply: FastifyReply, client: ClientSignal): Promise<Outcome> {
    const found = this.parts.identify(request.raw.rawHeaders, client);
    const identity = found instanceof Promise ? await found : found;
    refuseOtherBodies(request);
    requireJson(request);
    const body = parseBody(request);
    const plain = plainBody(request, body);
    const known = plain === undefined ? undefined : this.parts.door.known(identity, plain.query, plain.operationName);
    const kept = plain && known && this.parts.door.peek(known, plain.variables, identity);
    if (kept !== undefined) return this.send(request, reply, kept);
    const refusal = known === undefined ? this.overLimits(plain?.query ?? queryOf(request, body)) : undefined;
    if (refusal !== undefined) return this.sendRefusal(request, reply, refusal);
    const { signal } = client;
    // The caller's turn lasts until its reply is out: what waits for a slow reader is bounded like what runs.
    return this.parts.admit(identity.key, signal, async () => {
      const outcome =
        plain === undefined || known === undefined
          ? await this.answerThroughApollo(request, reply, body, identity, signal)
          : this.send(request, reply, await this.parts.door.run(known, plain.variables, identity, signal, request.id));
      await sent(reply);
      return outcome;
    });
  }

  /** The short way out, for a document that has been through Apollo before. */
  private send(request: FastifyRequest, reply: FastifyReply, result: Reply): Outcome {
    const prefersGraphql = acceptsGraphqlResponse(request.headers.accept);
    const status = httpStatusOf(result.errors, hasData(result), prefersGraphql) ?? 500;
    reply.hijack();
    const content = replyBody(result);
    const { raw } = reply;
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
    raw.writeHead(status, {
      'content-type': prefersGraphql ? GRAPHQL_TYPE : JSON_TYPE,
      'content-length': content.byteLength,
      'cache-control': 'no-store',
      'x-cache': result.cache,
    });
    raw.end(content);
    return outcomeOf(result.errors);
  }

  private async answerThroughApollo(
    request: FastifyRequest,
    reply: FastifyReply,
    body: unknown,
    identity: Identity,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers)) {
      if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    }
    const prefersGraphql = acceptsGraphqlResponse(request.headers.accept);
    const url = new URL(request.url, 'http://gateway.invalid');
    const response = await this.parts.apollo.execute(
      { method: request.method, headers, search: url.search, body },
      { identity, signal, requestId: request.id, acceptsGraphqlResponse: prefersGraphql },
    );
    reply.header('cache-control', 'no-store');
    for (const [name, value] of response.headers) reply.header(name, value);
    if (response.body.kind !== 'complete')
      throw new GatewayError('NOT_SUPPORTED', 'Incremental delivery is not supported.');
    const text = response.body.string;
    const errors = text.startsWith('{"errors"') ? ((JSON.parse(text) as { errors: Reply['errors'] }).errors ?? []) : [];
    await reply.code(response.status ?? 200).send(text);
    return outcomeOf(errors);
  }

  /** Limits come before Apollo: validation itself is what a hostile document makes dear. */
  private overLimits(query: string | undefined): GatewayError | undefined {
    if (query === undefined) return undefined;
    let document: DocumentNode;
    try {
      document = parse(query, { maxTokens: this.parts.limits.maxQueryTokens, noLocation: true });
    } catch (error) {
      if (error instanceof RangeError)
        return new GatewayError('GRAPHQL_PARSE_FAILED', 'The document is nested too deeply to be parsed.');
      return undefined; // Apollo says where it does not parse.
    }
    try {
      checkDocumentLimits(document, this.parts.limits);
      return undefined;
    } catch (error) {
      return toGatewayError(error);
    }
  }

  private async sendRefusal(request: FastifyRequest, reply: FastifyReply, error: GatewayError): Promise<Outcome> {
    const errors = [formatGatewayError(error)];
    const prefersGraphql = acceptsGraphqlResponse(request.headers.accept);
    await reply
      .code(httpStatusOf(errors, false, prefersGraphql) ?? error.httpStatus)
      .type(prefersGraphql ? GRAPHQL_TYPE : JSON_TYPE)
      .send(`${JSON.stringify({ errors })}\n`);
    return error.code;
  }

  private wantsPage(request: FastifyRequest): boolean {
    if (this.parts.graphiql === undefined || request.method !== 'GET') return false;
    const isQuery = new URL(request.url, 'http://gateway.invalid').searchParams.has('query');
    return !isQuery && (request.headers.accept ?? '').includes('text/html');
  }

  private sendPage(reply: FastifyReply): FastifyReply {
    const page = this.parts.graphiql?.page();
    if (page === undefined) return reply.callNotFound() as unknown as FastifyReply;
    for (const [name, value] of Object.entries(page.headers)) reply.header(name, value);
    return reply.send(page.body);
  }
}

function refuseMethod(reply: FastifyReply): FastifyReply {
  const error = new GatewayError('BAD_USER_INPUT', 'GraphQL takes GET and POST requests only.');
  return reply
    .code(405)
    .header('allow', 'GET, POST')
    .type(JSON_TYPE)
    .send(`${JSON.stringify({ errors: [formatGatewayError(error)] })}\n`);
}

/** Until the reply is handed to the system, or the client has gone. */
function sent({ raw }: FastifyReply): Promise<void> {
  if (raw.writableFinished || raw.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    raw.once('finish', resolve);
    raw.once('close', resolve);
  });
}

function queryOf(request: FastifyRequest, body: unknown): string | undefined {
  if (isRecord(body) && typeof body.query === 'string') return body.query;
  return new URL(request.url, 'http://gateway.invalid').searchParams.get('query') ?? undefined;
}
