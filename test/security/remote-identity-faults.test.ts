import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeCertificate, makeExpiredCertificate } from '../standins/certificate.js';
import type { Fault } from '../standins/fault-proxy/fault.js';
import type { FaultProxy } from '../standins/fault-proxy/fault-proxy.js';
import { FaultTable, seenIn } from './fault-table.js';
import { LIMITS, RemoteGateway } from './remote-gateway.js';

const QUERY = '{ flights(first: 1, orderBy: [{ id: ASC }]) { totalCount nodes { id } } }';
const WHOLE = { flights: { totalCount: 3_000_000, nodes: [{ id: '1' }] } };
const INTERNALS = /127\.0\.0\.1|ECONN|socket|certificate|AADSTS|msal|jwks|html|unity-catalog|hunter2/iu;
const until = { timeout: 20_000, interval: 100 };

const expired = makeExpiredCertificate();
const stranger = makeCertificate('ec', 'DNS:other.example');
const table = new FaultTable('fault of tokens and keys');
let caller: RemoteGateway;

beforeAll(async () => {
  caller = await RemoteGateway.start({ identity: 'caller', trusted: [expired, stranger] });
});
afterEach(() => caller.mend());
afterAll(async () => {
  table.print();
  await caller?.close();
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

describe('tokens on behalf of callers', () => {
  const entraCalls = () => caller.standins.entra.requests.filter(({ grant }) => grant === 'on_behalf_of').length;

  test.each<readonly [string, Change, string]>([
    ['connections refused', connections('refuse'), 'SOURCE_UNAVAILABLE'],
    ['connections reset', connections('reset'), 'SOURCE_UNAVAILABLE'],
    ['connections without a word', connections('silent'), 'SOURCE_TIMEOUT'],
    ['no answer', all({ kind: 'hang', when: 'before' }), 'SOURCE_TIMEOUT'],
    ['a byte every 100 ms', all({ kind: 'drip', pauseMs: 100 }), 'SOURCE_TIMEOUT'],
    ['503', all({ kind: 'status', status: 503, body: '<html>busy</html>' }), 'SOURCE_UNAVAILABLE'],
    ['429', all({ kind: 'status', status: 429, headers: { 'retry-after': '7' } }), 'SOURCE_UNAVAILABLE'],
    ['200 with a page of HTML', all({ kind: 'body', of: () => '<html>Sign in</html>' }), 'SOURCE_UNAVAILABLE'],
    ['200 without a token', all({ kind: 'body', of: () => '{}' }), 'SOURCE_UNAVAILABLE'],
    ['cut in the middle of the reply', all({ kind: 'reset', when: 'middle' }), 'SOURCE_UNAVAILABLE'],
    ['an expired certificate', (proxy) => proxy.present(expired), 'SOURCE_UNAVAILABLE'],
    ["another host's certificate", (proxy) => proxy.present(stranger), 'SOURCE_UNAVAILABLE'],
  ])('%s: a refusal, no statement, and those who have their token go on', async (what, begin, code) => {
    const { entra } = caller.proxies;
    expect((await caller.ask('ops', QUERY)).data).toEqual(WHOLE);
    await begin(entra);
    const before = caller.standins.warehouse.statements.length;
    const token = await caller.token('ops', true);
    const answer = await caller.ask({ token }, QUERY);
    expect(answer.code).toBe(code);
    expect(answer.data ?? undefined).toBeUndefined();
    expect(answer.text).not.toMatch(INTERNALS);
    expect(answer.tookMs).toBeLessThan(LIMITS.statementTimeoutMs + 2500);
    expect(caller.standins.warehouse.statements.length).toBe(before);
    expect((await caller.ask('ops', QUERY)).data).toEqual(WHOLE);
    await caller.mend();
    const mendedAt = performance.now();
    await expect.poll(async () => (await caller.ask({ token }, QUERY)).data, until).toEqual(WHOLE);
    table.add(`on-behalf-of: ${what}`, seenIn(answer), answer.tookMs, performance.now() - mendedAt);
    await caller.untilReleased();
  });

  test('an exchange that is refused is the caller’s to mend', async () => {
    const refused = '{"error":"invalid_grant","error_description":"AADSTS50013: hidden","error_codes":[50013]}';
    caller.proxies.entra.fault = ({ name }) =>
      name.endsWith('/token') ? { kind: 'status', status: 400, body: refused } : undefined;
    const before = caller.standins.warehouse.statements.length;
    const answer = await caller.ask({ token: await caller.token('ops', true) }, QUERY);
    table.add('on-behalf-of: refused', seenIn(answer), answer.tookMs);
    expect(answer.code).toBe('UNAUTHENTICATED');
    expect(answer.text).not.toMatch(INTERNALS);
    expect(caller.standins.warehouse.statements.length).toBe(before);
  });

  test('one exchange for all requests of a token that ask meanwhile, be it slow or failing', async () => {
    const token = await caller.token('ops', true);
    const before = entraCalls();
    caller.proxies.entra.fault = () => ({ kind: 'delay', delayMs: 200 });
    const ask = (index: number) =>
      caller.ask({ token }, `{ flights(first: 1, filter: { id: { lte: "${index}" } }) { totalCount } }`);
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => ask(index)));
    expect(answers.map(({ data }) => data?.flights.totalCount)).toEqual(answers.map((_, index) => index));
    expect(entraCalls() - before).toBe(1);
    const next = await caller.token('ops', true);
    const failed = caller.proxies.entra.countOf(/token$/u);
    caller.proxies.entra.fault = ({ name }) => (name.endsWith('/token') ? { kind: 'hang', when: 'before' } : undefined);
    const refused = await Promise.all(Array.from({ length: 12 }, () => caller.ask({ token: next }, QUERY)));
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['SOURCE_TIMEOUT']));
    expect(caller.proxies.entra.countOf(/token$/u) - failed).toBe(1);
  });
});

describe('keys of the issuer', () => {
  test.each<readonly [string, Change]>([
    ['connections refused', connections('refuse')],
    ['connections reset', connections('reset')],
    ['503', all({ kind: 'status', status: 503 })],
    ['200 with a page of HTML', all({ kind: 'body', of: () => '<html>Sign in</html>' })],
    ['200 with {}', all({ kind: 'body', of: () => '{}' })],
    ['cut in the middle of the reply', all({ kind: 'cut', bytes: 20 })],
    ['no answer', all({ kind: 'hang', when: 'before' })],
  ])('%s at the first token: nobody is let in, and everybody is afterwards', async (what, begin) => {
    const fresh = await RemoteGateway.start({ identity: 'service' });
    try {
      await begin(fresh.proxies.keys);
      const answers = await Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const token = await fresh.stranger(index);
          return fresh.ask({ token }, QUERY);
        }),
      );
      const slowest = Math.max(...answers.map(({ tookMs }) => tookMs));
      for (const { code, text } of answers) {
        expect(code).toBe('SOURCE_UNAVAILABLE');
        expect(text).not.toMatch(INTERNALS);
      }
      // One fetch for all; a second one at most, for those who came a second later.
      expect(fresh.proxies.keys.calls.length).toBeLessThanOrEqual(2);
      expect(fresh.standins.warehouse.statements.length).toBe(0);
      await fresh.mend();
      const mendedAt = performance.now();
      await expect.poll(async () => (await fresh.ask('ops', QUERY)).data, until).toEqual(WHOLE);
      table.add(`keys, at the first token: ${what}`, 'SOURCE_UNAVAILABLE', slowest, performance.now() - mendedAt);
    } finally {
      await fresh.close();
    }
  });

  test('an outage does not shut out those who come with a known key; tokens of unknown keys cause one fetch', async () => {
    const { keys } = caller.proxies;
    await keys.connections('refuse');
    expect((await caller.ask({ token: await caller.stranger(1000) }, QUERY)).code).toBeUndefined();
    await caller.mend();
    const before = keys.calls.length;
    const forged = (await caller.token('ops')).split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'RS256', typ: 'JWT', kid: 'no-such-key' })).toString('base64url');
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => caller.ask({ token: [header, ...forged.slice(1)].join('.') }, QUERY)),
    );
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['UNAUTHENTICATED']));
    expect(keys.calls.length - before).toBeLessThanOrEqual(1);
  });
});
