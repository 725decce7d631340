import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChildGateway, runCommand, startChildGateway } from '../http/support/child-gateway.js';
import { postJson } from '../http/support/exchange.js';
import { createSandbox, type Sandbox } from '../http/support/sandbox.js';
import { DEMO_DATA_DIR } from '../support/demo.js';

const env = { MEDALLION_DATA_DIR: DEMO_DATA_DIR, MEDALLION_LOG_LEVEL: 'warn' };
const medallion = (...args: readonly string[]) => runCommand(args, env);

let sandbox: Sandbox;

beforeAll(() => {
  sandbox = createSandbox({ lakehouse: false });
});
afterAll(() => sandbox.remove());

describe('medallion --help', () => {
  test('names every command; each has a help of its own', async () => {
    const { code, stdout, stderr } = await medallion('--help');
    expect([code, stderr]).toEqual([0, '']);
    const commands = ['start', 'token', 'explain', 'init', 'check', 'schema'];
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'mu'));
    for (const command of [...commands.map((name) => [name]), ['schema', 'print']]) {
      for (const flag of ['--help']) {
        const help = await medallion(...command, flag);
        expect([help.code, help.stderr]).toEqual([0, '']);
        expect(help.stdout).toMatch(new RegExp(`^Usage: medallion ${command.join(' ')} `, 'u'));
      }
    }
  });
});

describe('medallion start', () => {
  let child: ChildGateway;
  beforeAll(async () => {
    child = await startChildGateway(env);
  });
  afterAll(() => child.stop());

  test('a line of JSON says ready; the tokens it prints work as it says', async () => {
    const out = child.stdout();
    expect(JSON.parse(out.trim().split('\n').at(-1) ?? '')).toEqual({
      event: 'ready',
      http: child.url,
      sql: expect.stringMatching(/^postgres:\/\/127\.0\.0\.1:[1-9]\d+$/u),
    });
    expect(child.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/u);
    const tokens = [...out.matchAll(/TOKEN=(\S+)/gu)].map(([, token]) => token ?? '');
    expect(tokens).toHaveLength(2);
    const body = /-d '(.*)'$/mu.exec(out)?.[1] ?? '';
    const totals = [];
    for (const token of tokens)
      totals.push(JSON.parse((await postJson(child.url, token, body)).text).data.flights.totalCount);
    expect(totals[0]).toBe(3_000_000);
    expect(totals[1]).toBeLessThan(3_000_000);
    console.log(`a further start took ${Math.round(child.startedAfterMs)} ms to the ready line`);
  });

  test('nothing but what it says goes to stdout, and nothing to stderr', () => {
    expect(child.stderr()).toBe('');
  });

  test('a second gateway on the same port: a message that says what to set, exit 1', async () => {
    const { code, stdout, stderr } = await runCommand(['start'], {
      ...env,
      MEDALLION_HTTP_PORT: new URL(child.url).port,
    });
    expect(code).toBe(1);
    expect(stdout).not.toContain('"ready"');
    expect(stderr).toMatch(
      /^The HTTP door cannot listen on 127\.0\.0\.1, port \d+: another process listens there\. Set MEDALLION_HTTP_PORT \(0 takes a free port\)/u,
    );
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s → exit 0', async (signal) => {
    const other = await startChildGateway(env);
    other.kill(signal);
    expect(await other.exited).toBe(0);
  });
});

describe('medallion token', () => {
  test('prints a token of this user, these groups and this lifetime, and nothing else', async () => {
    const { code, stdout, stderr } = await medallion(
      'token',
      '--as',
      'a@flights.demo',
      '--groups',
      'ops, west,,ops',
      '--lifetime',
      '60',
    );
    expect([code, stderr]).toEqual([0, '']);
    const { preferred_username: user, groups, exp = 0, iat = 0 } = decodeJwt(stdout.trim());
    expect([user, new Set(groups as string[]), exp - iat]).toEqual(['a@flights.demo', new Set(['ops', 'west']), 60]);
  });
});

describe('medallion explain', () => {
  const query =
    'query ($n: Int) { flights(first: 3, filter: { delay: { gt: $n } }) { nodes { id origin { latitude } } } }';

  test('says tables, policies, plan, statement, parameters and cache key, for this caller, and runs nothing', async () => {
    const west = await medallion(
      'explain',
      '--as',
      'west.analyst@flights.demo',
      '--groups',
      'west',
      '--variables',
      '{"n":60}',
      query,
    );
    expect([west.code, west.stderr]).toEqual([0, '']);
    expect(west.stdout).toMatch(/^caller {2}west\.analyst@flights\.demo in west$/mu);
    for (const text of [
      'row filter lakehouse.governance.flights_by_origin',
      'mask lakehouse.governance.round_coordinate on latitude',
      '\nplan\n',
      '\nstatement\n',
      '= 60\n',
      'version of lakehouse.gold.flights: ',
    ])
      expect(west.stdout).toContain(text);
    const key = (text: string) => /^cache key {2}(\S+)$/mu.exec(text)?.[1];
    const ops = await medallion(
      'explain',
      '--as',
      'ops.admin@flights.demo',
      '--groups',
      'ops',
      '--variables',
      '{"n":60}',
      query,
    );
    const other = await medallion(
      'explain',
      '--as',
      'someone@flights.demo',
      '--groups',
      'ops',
      '--variables',
      '{"n":60}',
      query,
    );
    expect(key(ops.stdout)).toBeDefined();
    expect(key(ops.stdout)).toBe(key(other.stdout));
    expect(key(ops.stdout)).not.toBe(key(west.stdout));
  });
});

describe('medallion schema print', () => {
  test('prints all of it, or what one caller sees', async () => {
    const all = await medallion('schema', 'print');
    expect([all.code, all.stderr]).toEqual([0, '']);
    expect(all.stdout).toContain('type AirportMonth ');
    const ops = await medallion('schema', 'print', '--as', 'ops.admin@flights.demo', '--groups', 'ops');
    expect(ops.stdout).toBe(all.stdout);
    const west = await medallion('schema', 'print', '--as', 'west.analyst@flights.demo', '--groups', 'west');
    expect(west.stdout).toContain('type RouteDay ');
    expect(west.stdout).not.toMatch(/AirportMonth|airportMonth/u);
    const none = await medallion('schema', 'print', '--as', 'new.hire@flights.demo');
    expect(none.stdout).toContain('type Query');
    expect(none.stdout).not.toMatch(/Flight|Airport|Route/u);
  });
});

describe('medallion init and check', () => {
  test('init writes a contract that check accepts and that serves', async () => {
    const out = mkdtempSync(join(tmpdir(), 'medallion-init-'));
    try {
      const args = ['init', '--catalog', 'lakehouse', '--schema', 'gold', '--out', out];
      const first = await medallion(...args);
      expect([first.code, first.stderr]).toEqual([0, '']);
      const written = readdirSync(out).sort();
      expect(written).toEqual([
        'airport-months.graphql',
        'airports.graphql',
        'directives.graphql',
        'flights.graphql',
        'route-days.graphql',
      ]);
      expect((await medallion(...args)).code).toBe(0);
      const other = createSandbox({ lakehouse: false });
      try {
        for (const name of written) other.write(name, readFileSync(join(out, name), 'utf8'));
        const checked = await runCommand(['check'], { ...env, MEDALLION_SCHEMA_DIR: other.schemaDir });
        expect(checked.stdout).toContain('Airport.nearby');
        other.write('airports.graphql', 'type Mine { a: Int }');
        const inTheWay = await runCommand(['init', '--catalog', 'lakehouse', '--schema', 'gold'], {
          ...env,
          MEDALLION_SCHEMA_DIR: other.schemaDir,
        });
        expect(inTheWay.code).toBe(1);
        expect(inTheWay.stdout).toContain('airports.graphql exists and differs. Nothing was written.');
        expect(other.read('airports.graphql')).toBe('type Mine { a: Int }');
        const forced = await runCommand(['init', '--catalog', 'lakehouse', '--schema', 'gold', '--force'], {
          ...env,
          MEDALLION_SCHEMA_DIR: other.schemaDir,
        });
        expect(forced.code).toBe(0);
        expect(other.read('airports.graphql')).toContain('type Airport @table');
      } finally {
        other.remove();
      }
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
    expect(existsSync(out)).toBe(false);
  });

  test('check: exit 0 where all fits, 1 with file:line where it does not', async () => {
    expect(await medallion('check')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('The contract fits: 4 types.'),
    });
    sandbox.edit('flights.graphql', '  distance: Int\n', '  distance: Int\n  gate: String\n');
    const drift = await runCommand(['check'], { ...env, MEDALLION_SCHEMA_DIR: sandbox.schemaDir });
    expect(drift.code).toBe(1);
    expect(drift.stdout).toMatch(/flights\.graphql:\d+:\d+ error .*gate/u);
    expect(drift.stderr).toBe('');
  });
});
