import { afterEach, describe, expect, test } from 'vitest';
import { Secret } from '../../../src/config/secret.js';
import { makeCertificate } from '../../standins/certificate.js';
import { TDS } from '../../standins/tds/columns.js';
import { type StandinOptions, sendError, sendRows } from '../../standins/tds/tds-standin.js';
import { error } from '../../standins/tds/tokens.js';
import { Database, refusal, rowsOf, run } from './standin-fixture.js';

let database: Database;
afterEach(() => database.close());

async function start(options: StandinOptions = {}): Promise<void> {
  database = await Database.start({
    answer: (_call, reply) => sendRows(reply, [{ name: 'a', type: TDS.int }], [[1]]),
    ...options,
  });
}

describe('signing in', () => {
  test('by name and password, with the intent to read', async () => {
    await start();
    expect(await rowsOf(await run(database.source()))).toEqual([[1]]);
    expect(database.standin.logins).toEqual([
      {
        user: 'gateway',
        password: 's3cret-ß',
        application: 'medallion-gateway',
        database: 'operations',
        isReadOnly: true,
        token: undefined,
      },
    ]);
  });

  test('by an access token of Entra ID', async () => {
    const certificate = makeCertificate('rsa');
    await start({ certificate });
    const login = { user: undefined, password: undefined, accessToken: new Secret('ey.token'), tls: 'verify' as const };
    const source = database.source(login, certificate.cert);
    expect(await rowsOf(await run(source))).toEqual([[1]]);
    expect(database.standin.logins[0]?.token).toBe('ey.token');
  });

  test('sets what the dialect rests on', async () => {
    await start();
    await rowsOf(await run(database.source({ isolation: 'snapshot' })));
    const text = database.standin.batches.join('\n').toLowerCase();
    for (const setting of [
      'ansi_nulls on',
      'ansi_padding on',
      'ansi_warnings on',
      'arithabort on',
      'concat_null_yields_null on',
      'numeric_roundabort off',
      'quoted_identifier on',
      'implicit_transactions off',
      'xact_abort on',
      'dateformat ymd',
      'datefirst 7',
      'textsize 2147483647',
      'transaction isolation level snapshot',
      'lock_timeout 20000',
      'deadlock_priority low',
    ])
      expect(text).toContain(`set ${setting}`);
  });

  test('is refused in words that do not tell the login', async () => {
    await start({ refuse: () => "Login failed for user 'gateway'." });
    const refused = await refusal(run(database.source()));
    expect([refused.code, refused.publicMessage]).toEqual(['SOURCE_UNAVAILABLE', 'A data source is not available.']);
    expect(refused.message).toBe("The database refuses the gateway's login.");
  });
});

describe('TLS', () => {
  test('with a certificate that is trusted', async () => {
    const certificate = makeCertificate('rsa');
    await start({ certificate });
    const source = database.source({ tls: 'verify' }, certificate.cert);
    expect(await rowsOf(await run(source))).toEqual([[1]]);
  });

  test.each([
    ['that nobody trusts', () => ({ certificate: makeCertificate('rsa'), ca: undefined })],
    [
      'of another host',
      () => {
        const certificate = makeCertificate('rsa', 'DNS:other.example');
        return { certificate, ca: certificate.cert };
      },
    ],
  ])('with a certificate %s signs in nowhere', async (_name, make) => {
    const { certificate, ca } = make();
    await start({ certificate });
    expect((await refusal(run(database.source({ tls: 'verify' }, ca)))).code).toBe('SOURCE_UNAVAILABLE');
    expect(database.standin.logins).toEqual([]);
  });

  test('is not done without: a server that has none learns no password', async () => {
    await start();
    expect((await refusal(run(database.source({ tls: 'verify' })))).code).toBe('SOURCE_UNAVAILABLE');
    expect(database.standin.logins).toEqual([]);
  });
});

describe('health', () => {
  test('of a server that answers, and of none', async () => {
    await start();
    const source = database.source();
    expect((await source.health(new AbortController().signal)).state).toBe('ready');
    expect(source.statementsRun).toBe(0);
    const none = database.source({ port: 1 });
    const health = await none.health(new AbortController().signal);
    expect(health).toEqual({ state: 'down', reason: 'The database cannot be reached.' });
  });
});

describe('versions', () => {
  test('are those of tables with change tracking; others have none', async () => {
    await start({
      answer: (_call, reply) =>
        sendRows(
          reply,
          ['place', 'version', 'oldest'].map((name) => ({ name, type: TDS.bigint })),
          [[1n, 42n, 7n]],
        ),
    });
    const found = await database.source().versions(['erp.dbo.a', "erp.dbo.b'c"], new AbortController().signal);
    expect([...found]).toEqual([["erp.dbo.b'c", '42@7']]);
    expect(database.standin.calls[0]?.text).toContain("OBJECT_ID(N'[dbo].[b''c]')");
  });

  test('are asked of nobody where no table is read', async () => {
    await start();
    const source = database.source();
    const { signal } = new AbortController();
    expect([await source.versions([], signal), await source.tableRows([], signal)]).toEqual([new Map(), new Map()]);
    expect(database.standin.calls).toEqual([]);
  });

  test('that cannot be read are an error', async () => {
    await start({ answer: (_call, reply) => sendError(reply, error(229, 'denied', 14)) });
    const refused = await refusal(database.source().versions(['erp.dbo.a'], new AbortController().signal));
    expect(refused.code).toBe('SOURCE_UNAVAILABLE');
  });
});

test("a table's rows are those that the server has counted; a view has none", async () => {
  await start({
    answer: (_call, reply) =>
      sendRows(
        reply,
        ['place', 'rows'].map((name) => ({ name, type: TDS.bigint })),
        [[1n, 1_000_000n]],
      ),
  });
  const source = database.source();
  const rows = await source.tableRows(['erp.dbo.view', "erp.dbo.b'c"], new AbortController().signal);
  expect([...rows]).toEqual([["erp.dbo.b'c", 1_000_000]]);
  const [{ text } = { text: '' }] = database.standin.calls;
  expect(text).toContain("OBJECT_ID(N'[dbo].[b''c]')");
  expect(source.statementsRun).toBe(0);
});

test('nothing but a SELECT is sent', async () => {
  await start();
  for (const text of ['DELETE FROM t', 'EXEC sp_who', '; SELECT 1', 'SELECTED'])
    expect((await refusal(run(database.source(), { text }))).code).toBe('INTERNAL');
  expect(database.standin.calls).toEqual([]);
});
