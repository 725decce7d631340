import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { Warehouse } from '../sources/databricks/warehouse-fixture.js';
import { UnityStandin } from '../standins/unity/unity-standin.js';

const run = promisify(execFile);
const DDL = /^(CREATE OR REPLACE|DROP) TABLE/u;
const ROWS =
  "SELECT range AS id, CAST(range % 5 AS INT) AS divisor, CASE WHEN range % 5 = 0 THEN 'hidden' ELSE CAST(range AS VARCHAR) END AS number FROM range(1000)";

it('the live suite runs to its end on the stand-ins', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'medallion-live-'));
  // The stand-in's tables are files that are there already.
  const warehouse = await Warehouse.start(
    { medallion_live_facts: ROWS, medallion_live_access: 'SELECT CAST(range AS INT) AS divisor FROM range(1, 5)' },
    (executor) => (statement) =>
      executor(DDL.test(statement.text) ? { ...statement, text: 'SELECT 1 AS done' } : statement),
  );
  const { certificate } = warehouse;
  const accepts = (token: string) => token.startsWith('token-of-');
  const unity = await UnityStandin.start({ folder: resolve('schema/unity'), certificate, accepts });
  const ca = join(folder, 'ca.pem');
  await writeFile(ca, certificate.cert);
  try {
    const { stdout } = await run('npx', ['vitest', 'run', 'test/live/databricks.live.ts'], {
      env: {
        ...process.env,
        NO_COLOR: '1',
        MEDALLION_TEST_SUITE: 'live',
        MEDALLION_LIVE: 'databricks',
        MEDALLION_LIVE_HOST: warehouse.standin.host,
        MEDALLION_LIVE_UNITY_HOST: unity.host,
        MEDALLION_LIVE_WAREHOUSE: '/sql/1.0/warehouses/standin',
        MEDALLION_LIVE_TOKEN: 'token-of-gateway',
        MEDALLION_LIVE_CATALOG: 'lakehouse',
        MEDALLION_LIVE_SCHEMA: 'gold',
        MEDALLION_LIVE_CALLERS: 'token-of-ann,token-of-bob',
        MEDALLION_LIVE_CA: ca,
        MEDALLION_LIVE_ENGINE: 'standin',
      },
    }).catch((error: { readonly stdout?: string }) => ({ stdout: error.stdout ?? String(error) }));
    console.log(stdout.split('\n').slice(-25).join('\n'));
    expect(stdout).toMatch(/Tests\s+\d+ passed/u);
    expect(stdout).not.toMatch(/\d+ (failed|skipped)/u);
    expect(new Set(warehouse.standin.statements.map(({ user }) => user))).toEqual(new Set(['gateway', 'ann', 'bob']));
  } finally {
    await unity.stop();
    await warehouse.close();
    await rm(folder, { recursive: true, force: true });
  }
});
