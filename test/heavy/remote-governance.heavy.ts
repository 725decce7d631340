import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FaultTable } from '../security/fault-table.js';
import { RemoteGateway } from '../security/remote-gateway.js';
import { makeExpiredCertificate } from '../standins/certificate.js';
import type { Fault } from '../standins/fault-proxy/fault.js';
import type { FaultProxy } from '../standins/fault-proxy/fault-proxy.js';

const QUERY = '{ flights(first: 1, orderBy: [{ id: ASC }]) { totalCount nodes { id } } }';
const WHOLE = { flights: { totalCount: 3_000_000, nodes: [{ id: '1' }] } };
const INTERNALS = /127\.0\.0\.1|ECONN|socket|certificate|AADSTS|msal|jwks|html|unity-catalog|hunter2/iu;
const until = { timeout: 20_000, interval: 100 };
const MAX_STALENESS_SECONDS = 5;

const expired = makeExpiredCertificate();
const table = new FaultTable('fault of Unity Catalog');
let service: RemoteGateway;

beforeAll(async () => {
  service = await RemoteGateway.start({
    identity: 'service',
    trusted: [expired],
    statementTimeoutMs: 15_000,
    refreshSeconds: 1,
    maxStalenessSeconds: MAX_STALENESS_SECONDS,
  });
});
afterEach(() => service.mend());
afterAll(async () => {
  table.print();
  await service?.close();
});

type Change = (proxy: FaultProxy) => Promise<void> | void;

/** Every call from now on. */
const all =
  (fault: Fault): Change =>
  (proxy) => {
    proxy.fault = () => fault;
  };
const connections =
  (mode: 'refuse' | 'reset' | 'silent'): Change =>
  (proxy) =>
    proxy.connections(mode);

describe('Unity Catalog', () => {
  test.each<readonly [string, Change]>([
    ['connections refused', connections('refuse')],
    ['connections without a word', connections('silent')],
    ['no answer', all({ kind: 'hang', when: 'before' })],
    ['503', all({ kind: 'status', status: 503 })],
    ['429, Retry-After: 1', all({ kind: 'status', status: 429, headers: { 'retry-after': '1' } })],
    ['200 with a page of HTML', all({ kind: 'body', of: () => '<html>Sign in</html>' })],
    ['200 with {}', all({ kind: 'body', of: () => '{}' })],
    ['200 with half of the reply', all({ kind: 'body', of: (whole) => whole.subarray(0, whole.length >> 1) })],
    ['cut in the middle of the reply', all({ kind: 'reset', when: 'middle' })],
    ['a body longer than announced', all({ kind: 'length', by: -5 })],
    ['an expired certificate', (proxy) => proxy.present(expired)],
  ])('%s: the last good policy inside the bound, then a denial of all, then whole again', async (what, begin) => {
    const { unity } = service.proxies;
    await expect.poll(async () => (await service.ask('ops', QUERY)).data, until).toEqual(WHOLE);
    const hidden = (await service.ask('bay', QUERY)).data.flights.totalCount;
    expect(hidden).toBeLessThan(WHOLE.flights.totalCount);
    await begin(unity);
    const startedAt = performance.now();
    let served = 0;
    for (;;) {
      const answer = await service.ask('bay', QUERY);
      if (answer.code !== undefined) {
        expect([answer.code, answer.data]).toEqual(['SOURCE_UNAVAILABLE', undefined]);
        expect(answer.text).not.toMatch(INTERNALS);
        break;
      }
      expect(answer.data.flights.totalCount).toBe(hidden);
      served += 1;
      expect(performance.now() - startedAt).toBeLessThan(4000 * MAX_STALENESS_SECONDS);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const deniedAfter = performance.now() - startedAt;
    expect(served).toBeGreaterThan(0);
    for (const query of [QUERY, '{ __typename }', '{ airports(first: 1) { totalCount } }'])
      expect((await service.ask('ops', query)).data).toBeUndefined();
    expect(await service.readiness()).toMatchObject({ status: 503, states: { catalog: 'down', lakehouse: 'ready' } });
    await service.mend();
    const mendedAt = performance.now();
    await expect.poll(async () => (await service.ask('ops', QUERY)).data, until).toEqual(WHOLE);
    table.add(
      `Unity Catalog: ${what}`,
      'the last good policy, then SOURCE_UNAVAILABLE',
      deniedAfter,
      performance.now() - mendedAt,
    );
    expect((await service.readiness()).status).toBe(200);
  });

  test.each<readonly [string, Fault]>([
    ['reset', { kind: 'reset', when: 'before' }],
    ['500', { kind: 'status', status: 500 }],
    ['cut in the middle of the reply', { kind: 'reset', when: 'middle' }],
  ])('%s of every tenth call is mended by repetition', async (_what, fault) => {
    const { unity } = service.proxies;
    await expect.poll(async () => (await service.ask('ops', QUERY)).data, until).toEqual(WHOLE);
    let calls = 0;
    unity.fault = () => {
      calls += 1;
      return calls % 10 === 0 ? fault : undefined;
    };
    const end = performance.now() + 1000 * (MAX_STALENESS_SECONDS + 2);
    while (performance.now() < end) {
      expect((await service.ask('ops', QUERY)).data).toEqual(WHOLE);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(calls).toBeGreaterThan(20);
  });

  test('an answer that comes twice is no other object’s', async () => {
    await expect.poll(async () => (await service.ask('ops', QUERY)).data, until).toEqual(WHOLE);
    const before = { ops: await service.ask('ops', QUERY), bay: await service.ask('bay', QUERY) };
    service.proxies.unity.fault = () => ({ kind: 'twice', gapMs: 1 });
    const end = performance.now() + 1000 * (MAX_STALENESS_SECONDS + 3);
    while (performance.now() < end) {
      for (const name of ['ops', 'bay'] as const) {
        const answer = await service.ask(name, QUERY);
        if (answer.code === undefined) expect(answer.data).toEqual(before[name].data);
        else expect(answer.code).toBe('SOURCE_UNAVAILABLE');
      }
    }
    service.proxies.unity.fault = undefined;
    await expect.poll(async () => (await service.ask('ops', QUERY)).data, until).toEqual(WHOLE);
    expect((await service.ask('bay', QUERY)).data).toEqual(before.bay.data);
  });
});
