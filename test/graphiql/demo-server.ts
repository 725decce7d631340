import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, text } from 'node:stream/consumers';
import { buildSchema, type ExecutionResult, graphql } from 'graphql';
import type { GraphiqlAssets } from '../../src/doors/graphql/graphiql/assets.js';

/** The only token that this server accepts. */
export const DEMO_TOKEN = 'token-of-the-page-test';

const schema = buildSchema(`
  type Query {
    "Flights that the caller may see, one row a departure."
    flights(filter: FlightFilter, orderBy: [FlightOrder!], first: Int): FlightConnection!
  }
  type FlightConnection { nodes: [Flight!]! pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  "A domestic flight of the first quarter of 2001."
  type Flight { date: String! delay: Int origin: Airport! destination: Airport! }
  type Airport { iata: String! city: String }
  input FlightFilter { delay: IntFilter }
  input IntFilter { gt: Int }
  input FlightOrder { delay: Direction }
  enum Direction { ASC DESC }
`);

const rootValue = {
  flights: ({ filter, first }: { filter?: { delay?: { gt?: number } }; first?: number }) => ({
    nodes: [95, 61, 12]
      .filter((delay) => delay > (filter?.delay?.gt ?? Number.NEGATIVE_INFINITY))
      .slice(0, first)
      .map((delay) => ({
        date: '2001-01-31T22:15:00',
        delay,
        origin: { iata: 'SFO', city: 'San Francisco' },
        destination: { iata: 'PDX', city: 'Portland' },
      })),
    pageInfo: { hasNextPage: false, endCursor: null },
  }),
};

export interface DemoServer {
  readonly origin: string;
  /** Paths asked for so far, with the status each got. */
  readonly requests: readonly { readonly path: string; readonly status: number }[];
  close(): Promise<void>;
}

/** Serves the page, its files and a small schema on a free port of the loopback, as the gateway's door does. */
export async function startDemoServer(assets: GraphiqlAssets): Promise<DemoServer> {
  const requests: { path: string; status: number }[] = [];
  const server = createServer((request, response) => {
    response.on('finish', () => requests.push({ path: request.url ?? '', status: response.statusCode }));
    answer(assets, request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () => closeServer(server),
  };
}

async function answer(assets: GraphiqlAssets, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '';
  if (request.method === 'POST' && path === '/graphql') return execute(request, response);
  if (path === '/graphql') {
    const { body, headers } = assets.page();
    response.writeHead(200, headers).end(body);
    return;
  }
  const file = path.startsWith('/graphql/assets/') ? assets.file(path.slice('/graphql/assets/'.length)) : undefined;
  if (file === undefined) {
    response.writeHead(404).end();
    return;
  }
  response
    .writeHead(200, {
      'Content-Type': file.contentType,
      'Content-Encoding': 'gzip',
      'X-Content-Type-Options': 'nosniff',
    })
    .end(file.gzipBody);
}

async function execute(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.headers.authorization !== `Bearer ${DEMO_TOKEN}`) {
    await text(request);
    const errors = [{ message: 'No valid credential was given.', extensions: { code: 'UNAUTHENTICATED' } }];
    return send(response, 401, { errors } as unknown as ExecutionResult);
  }
  const { query, variables } = (await json(request)) as { query: string; variables?: Record<string, unknown> };
  const result = await graphql({ schema, source: query, rootValue, variableValues: variables ?? {} });
  send(response, 200, result);
}

function send(response: ServerResponse, status: number, result: ExecutionResult): void {
  response.writeHead(status, { 'Content-Type': 'application/graphql-response+json' }).end(JSON.stringify(result));
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
