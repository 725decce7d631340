import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLIENT_CACHE, type ClientResult, runClient } from './run-client.js';
import { openSqlGateway } from './suite.js';

const gateway = openSqlGateway();
let project = '';

const PROFILES = `
medallion:
  target: test
  outputs:
    test:
      type: postgres
      host: "{{ env_var('PGHOST') }}"
      port: "{{ env_var('PGPORT') | as_number }}"
      user: "{{ env_var('PGUSER') }}"
      password: "{{ env_var('PGPASSWORD') }}"
      dbname: lakehouse
      schema: gold
      threads: 2
`;

const SOURCES = `
sources:
  - name: gold
    database: lakehouse
    schema: gold
    tables:
      - name: flights
        config:
          loaded_at_field: date
          freshness:
            error_after: { count: 40000, period: day }
        columns:
          - name: flight_id
            data_tests: [unique, not_null]
`;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'medallion-dbt-'));
  mkdirSync(join(project, 'models'));
  const settings = {
    name: 'medallion',
    version: '1.0',
    profile: 'medallion',
    flags: { send_anonymous_usage_stats: false },
  };
  writeFileSync(join(project, 'dbt_project.yml'), JSON.stringify(settings));
  writeFileSync(join(project, 'profiles.yml'), PROFILES);
  writeFileSync(join(project, 'models/sources.yml'), SOURCES);
  writeFileSync(
    join(project, 'models/late.sql'),
    "select origin_iata, count(*) as n from {{ source('gold', 'flights') }} where delay > 15 group by 1 order by 1",
  );
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

function dbt(...parameters: readonly string[]): Promise<ClientResult> {
  const program = resolve(CLIENT_CACHE, 'venv/bin/dbt');
  const env = { DO_NOT_TRACK: '1', DBT_PROFILES_DIR: project, NO_COLOR: '1' };
  return runClient(gateway(), program, ['--no-use-colors', ...parameters], { cwd: project, env });
}

describe('dbt', () => {
  test('debug', async () => {
    const { code, stdout } = await dbt('debug');
    expect(stdout).toMatch(/Connection test: \[OK/);
    expect(code).toBe(0);
  });

  test('source freshness', async () => {
    const { code, stdout } = await dbt('source', 'freshness');
    expect(stdout).toMatch(/PASS freshness of gold\.flights/);
    expect(code).toBe(0);
  });

  test('show', async () => {
    const { code, stdout } = await dbt('show', '--select', 'late', '--limit', '3', '--output', 'json');
    expect(stdout).toMatch(/"origin_iata": "ABE"/);
    expect(code).toBe(0);
  });

  test('test of a source', async () => {
    const { code, stdout } = await dbt('test', '--select', 'source:gold.flights');
    expect(stdout).toMatch(/PASS=2 WARN=0 ERROR=0/);
    expect(code).toBe(0);
  });
});
