import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from '../certificate.js';

type Cell = string | number | boolean | null;

/** One call as the server saw it. */
export interface SeenCall {
  readonly path: string;
  readonly authorization: string | undefined;
  /** The request's text, as it came. */
  readonly text: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What the server does with a call: answers it itself, or `answer` to predict. */
export type Behaviour = (call: SeenCall, reply: ServerResponse, index: number) => 'answer' | 'handled';

export interface ModelServer {
  readonly url: string;
  readonly port: number;
  readonly calls: readonly SeenCall[];
  /** Most calls that were out at the same time. */
  readonly mostAtOnce: number;
  behave(behaviour: Behaviour): void;
  /** Forgets what was seen, and behaves again. */
  reset(): void;
  close(): Promise<void>;
}

export interface ModelServerOptions {
  readonly predict: (row: Readonly<Record<string, Cell>>) => unknown;
  /** Keeps each answer back for so long. */
  readonly delayMs?: number;
  /** Serves HTTPS with it. */
  readonly certificate?: Certificate;
}

/** Answers with a status and a body. */
export function answerWith(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): (reply: ServerResponse) => 'handled' {
  return (reply) => {
    reply.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    return 'handled';
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/** A model server on loopback that speaks `dataframe_split`, and misbehaves as it is told. */
export async function startModelServer({
  predict,
  delayMs = 0,
  certificate,
}: ModelServerOptions): Promise<ModelServer> {
  let calls: SeenCall[] = [];
  let behaviour: Behaviour = () => 'answer';
  let running = 0;
  let mostAtOnce = 0;
  const listener = async (request: IncomingMessage, reply: ServerResponse) => {
    running += 1;
    mostAtOnce = Math.max(mostAtOnce, running);
    reply.once('close', () => {
      running -= 1;
    });
    const text = await textOf(request);
    const { columns, data } = (
      JSON.parse(text) as { dataframe_split: { columns: readonly string[]; data: readonly (readonly Cell[])[] } }
    ).dataframe_split;
    const { authorization } = request.headers;
    const call: SeenCall = { path: request.url ?? '', authorization, text, columns, rows: data };
    calls.push(call);
    if (behaviour(call, reply, calls.length - 1) === 'handled') return;
    const predictions = data.map((row) =>
      predict(Object.fromEntries(columns.map((name, at) => [name, row[at] ?? null]))),
    );
    setTimeout(() => answerWith(200, JSON.stringify({ predictions }))(reply), delayMs);
  };
  const server = certificate === undefined ? createServer(listener) : createSecureServer(certificate, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${taken}`,
    port: taken,
    get calls() {
      return calls;
    },
    get mostAtOnce() {
      return mostAtOnce;
    },
    behave: (next) => {
      behaviour = next;
    },
    reset: () => {
      calls = [];
      mostAtOnce = 0;
      behaviour = () => 'answer';
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
