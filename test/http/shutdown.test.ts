import { Agent, request } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { DEMO_DATA_DIR } from '../support/demo.js';
import { type ChildGateway, runCommand, startChildGateway } from './support/child-gateway.js';
import { openSocket } from './support/exchange.js';

const env = { MEDALLION_DATA_DIR: DEMO_DATA_DIR };
let child: ChildGateway | undefined;

afterEach(async () => {
  await child?.stop();
});

async function opsToken(): Promise<string> {
  return (await runCommand(['token', '--as', 'ops.admin@flights.demo', '--groups', 'ops'], env)).stdout.trim();
}

interface Outcome {
  readonly status: number | undefined;
  readonly complete: boolean;
  /** Whether the gateway had the request before it failed: a connection that is refused has not. */
  readonly failure: string | undefined;
  readonly sentAtMs: number;
}

function ask(url: string, token: string, query: string, agent: Agent): Promise<Outcome> {
  const sentAtMs = performance.now();
  return new Promise((resolve) => {
    const sent = request(
      new URL('/graphql', url),
      { method: 'POST', agent, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } },
      (reply) => {
        let text = '';
        reply.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        reply.on('close', () =>
          resolve({
            status: reply.statusCode,
            complete: reply.complete && text.startsWith('{"data":'),
            failure: undefined,
            sentAtMs,
          }),
        );
      },
    );
    sent.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ status: undefined, complete: false, failure: error.code, sentAtMs }),
    );
    sent.end(JSON.stringify({ query }));
  });
}

describe('Stopping', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s under load → every request that was in flight is answered, then exit 0',
    async (signal) => {
      const token = await opsToken();
      child = await startChildGateway(env);
      const { url } = child;
      const agent = new Agent({ keepAlive: true, maxSockets: 50 });
      const slow = (index: number) =>
        `{ flightGroups(filter: { delay: { gt: ${-500 - index} } }) { key { origin { state } } count avg { delay } } }`;
      const inFlight = Array.from({ length: 24 }, (_, index) => ask(url, token, slow(index), agent));
      // All have reached the gateway: a metric counts the requests that it is at work on.
      await expect
        .poll(
          async () =>
            /medallion_requests_in_flight\{[^}]*\} (\d+)/u.exec(await (await fetch(`${url}/metrics`)).text())?.[1],
          { timeout: 15_000, interval: 20 },
        )
        .toBe('24');
      const signalledAt = performance.now();
      child.kill(signal);
      const outcomes = await Promise.all(inFlight);
      expect(outcomes.filter(({ status, complete }) => status === 200 && complete)).toHaveLength(24);
      expect(await child.exited).toBe(0);
      console.log(`drained 24 requests in ${Math.round(performance.now() - signalledAt)} ms`);
      // Nobody waits for the keep-alive time-out once the last reply is out.
      expect(performance.now() - signalledAt).toBeLessThan(30_000);
      expect((await ask(url, token, '{ __typename }', new Agent())).failure).toBe('ECONNREFUSED');
      agent.destroy();
    },
  );

  test('idle and half-sent connections do not hold up the end', async () => {
    child = await startChildGateway(env);
    const idle = await openSocket(child.url);
    const halfSent = await openSocket(child.url);
    for (const socket of [idle, halfSent]) socket.on('error', () => undefined);
    halfSent.write('POST /graphql HTTP/1.1\r\nHost: x\r\n');
    const agent = new Agent({ keepAlive: true });
    const token = await opsToken();
    expect((await ask(child.url, token, '{ __typename }', agent)).status).toBe(200);
    const startedAt = performance.now();
    child.kill('SIGTERM');
    expect(await child.exited).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    for (const socket of [idle, halfSent]) socket.destroy();
    agent.destroy();
  });
});
