import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { ERRORS, GatewayError, toGatewayError } from '../../errors.js';
import type { Logger } from '../../observe/logger.js';
import type { Metrics } from '../../observe/metrics.js';
import { formatGatewayError } from '../graphql/format-error.js';
import { requestIdOf } from './request-id.js';

/** State of one thing that the gateway depends on. */
export interface DependencyState {
  readonly name: string;
  readonly state: 'ready' | 'starting' | 'down';
  readonly detail?: string;
}

/** A door that adds its routes. */
export interface HttpDoor {
  register(server: FastifyInstance): void;
}

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  readonly maxBodyBytes: number;
  readonly corsOrigins: readonly string[];
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly readiness: (signal: AbortSignal) => Promise<readonly DependencyState[]>;
  readonly doors: readonly HttpDoor[];
}

export interface HttpServer {
  readonly url: string;
  /** Stops taking connections, lets running requests end, then resolves. */
  close(): Promise<void>;
}

/** How long a client may take to send its headers and body, before the connection is given up. */
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 72_000;
/** How long a connection may carry nothing in either direction: longer than any statement may take. */
const SILENCE_TIMEOUT_MS = 120_000;
const READINESS_TIMEOUT_MS = 2_000;
const IDLE_SWEEP_MS = 50;
const HALF_SENT_GRACE_MS = 1_000;
const DRAIN_TIMEOUT_MS = 35_000;
const ALLOWED_HEADERS = 'authorization, content-type, x-api-key, x-request-id, apollo-require-preflight, accept';

/** fastify's own errors, by status, as the contract's codes. */
function fromFramework(error: { readonly statusCode?: number; readonly message: string }): GatewayError {
  if (error.statusCode === 413) return new GatewayError('BAD_USER_INPUT', 'The request body is larger than the limit.');
  if (error.statusCode === 415)
    return new GatewayError('BAD_USER_INPUT', 'The content type is not supported; send application/json.');
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new GatewayError('BAD_USER_INPUT', error.message);
  return toGatewayError(error);
}

function sendError(reply: FastifyReply, error: GatewayError, status: number): void {
  if (error.code === 'UNAUTHENTICATED') reply.header('www-authenticate', 'Bearer');
  void reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(`${JSON.stringify({ errors: [formatGatewayError(error)] })}\n`);
}

/** The caller reads `publicMessage`; what only the operator may read goes here. */
function logRefusal(logger: Logger, error: GatewayError, thrown: unknown, requestId: string): void {
  if (ERRORS[error.code].audience === 'operator')
    logger.error({ err: thrown, code: error.code, detail: error.operatorDetail, requestId }, 'request failed');
  else if (error.operatorDetail !== undefined)
    logger.info({ code: error.code, detail: error.operatorDetail, requestId }, error.message);
}

function addCors(server: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  server.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const { origin } = request.headers;
    reply.header('vary', 'origin');
    if (origin === undefined || !origins.includes(origin)) return;
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-expose-headers', 'x-request-id, x-cache');
    if (request.method === 'OPTIONS') {
      reply.header('access-control-allow-methods', 'GET, POST, OPTIONS');
      reply.header('access-control-allow-headers', ALLOWED_HEADERS);
      reply.header('access-control-max-age', '600');
      await reply.code(204).send();
    }
  });
}

/** What stands in the way of listening, with the setting that mends it. */
function listenError(thrown: unknown, { host, port }: HttpServerOptions): GatewayError {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const isTaken = (thrown as NodeJS.ErrnoException | null)?.code === 'EADDRINUSE';
  const what = isTaken ? 'another process listens there' : reason;
  return new GatewayError(
    'CONFIG_INVALID',
    `The HTTP door cannot listen on ${host}, port ${port}: ${what}. Set MEDALLION_HTTP_PORT (0 takes a free port) or MEDALLION_HOST, or doors.http in gateway.yaml.`,
    { cause: thrown },
  );
}

/**
 * Lets running requests end. Node closes the connections that are idle now, but leaves a kept-alive one open for its
 * whole timeout when its last request ends during the drain; and a client that does not read may hold on for ever.
 */
async function drain(server: FastifyInstance, inFlight: () => number): Promise<void> {
  let lastBusyMs = performance.now();
  const sweep = setInterval(() => {
    if (inFlight() > 0) lastBusyMs = performance.now();
    // What is left are connections whose request never came whole.
    if (performance.now() - lastBusyMs > HALF_SENT_GRACE_MS) server.server.closeAllConnections();
    else server.server.closeIdleConnections();
  }, IDLE_SWEEP_MS);
  const giveUp = setTimeout(() => server.server.closeAllConnections(), DRAIN_TIMEOUT_MS);
  try {
    await server.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(giveUp);
  }
}

/** A warehouse that sleeps is started by the next statement, so a gateway in front of one must be sent statements. */
function statusOf(dependencies: readonly DependencyState[]): 'ready' | 'starting' | 'not ready' {
  if (dependencies.some(({ state }) => state === 'down')) return 'not ready';
  return dependencies.some(({ state }) => state === 'starting') ? 'starting' : 'ready';
}

/** The HTTP listener: health, readiness, metrics, and the doors that speak HTTP. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const server = fastify({
    bodyLimit: options.maxBodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionTimeout: SILENCE_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    // What arrives on an open connection during the drain is answered, and the connection closed.
    return503OnClosing: false,
    routerOptions: { caseSensitive: true },
    trustProxy: false,
    frameworkErrors: (error, _request, reply) => {
      const { statusCode = 400 } = error;
      sendError(reply, fromFramework({ statusCode, message: error.message }), statusCode);
    },
    genReqId: (raw) => requestIdOf(raw.headers['x-request-id']),
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
  });
  let inFlight = 0;
  server.server.on('request', (_request, response) => {
    inFlight += 1;
    response.once('close', () => {
      inFlight -= 1;
    });
  });
  addCors(server, options.corsOrigins);
  server.setErrorHandler((thrown, _request, reply) => {
    const error = thrown instanceof GatewayError ? thrown : fromFramework(thrown as Error & { statusCode?: number });
    logRefusal(options.logger, error, thrown, reply.request.id);
    const status = (thrown as { statusCode?: number }).statusCode;
    sendError(reply, error, status !== undefined && status >= 400 && status < 500 ? status : error.httpStatus);
  });
  server.setNotFoundHandler((_request, reply) => {
    sendError(
      reply,
      new GatewayError('BAD_USER_INPUT', 'There is nothing at this address. GraphQL is at /graphql.'),
      404,
    );
  });
  server.get('/healthz', async () => ({ status: 'alive' }));
  server.get('/readyz', async (_request, reply) => {
    const dependencies = await options.readiness(AbortSignal.timeout(READINESS_TIMEOUT_MS));
    const status = statusOf(dependencies);
    return reply.code(status === 'not ready' ? 503 : 200).send({ status, dependencies });
  });
  server.get('/metrics', async (_request, reply) => {
    const page = await options.metrics.render();
    return reply.type(page.contentType).send(page.body);
  });
  for (const door of options.doors) door.register(server);
  const url = await server.listen({ host: options.host, port: options.port }).catch((thrown: unknown) => {
    throw listenError(thrown, options);
  });
  return { url, close: () => drain(server, () => inFlight) };
}
