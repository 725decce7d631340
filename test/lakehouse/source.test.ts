import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSource } from '../../src/lakehouse/source.js';
import { readScripts } from '../../src/lakehouse/sql-files.js';
import { findPackageRoot } from '../../src/lib/package-root.js';
import { temporaryFolder } from './sample.js';

let root: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  root = await temporaryFolder();
});

afterAll(() => root.remove());

describe('findSource', () => {
  it('finds the installed package and its release', () => {
    const source = findSource();
    expect(source).toMatchObject({ name: 'vega-datasets', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    expect(source.flightsFile).toMatch(/vega-datasets.data.flights-3m\.parquet$/);
  });

  it('says what to run where the package is not installed', () => {
    expect(() => findSource(pathToFileURL(join(root.path, 'somewhere.js')).href)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining('Run `npm ci`') }),
    );
  });

  it('says so too where the package is there without its data', async () => {
    const folder = join(root.path, 'node_modules', 'vega-datasets');
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, 'package.json'),
      '{ "name": "vega-datasets", "version": "0.0.1", "main": "index.js" }',
    );
    await writeFile(join(folder, 'index.js'), '');
    expect(() => findSource(pathToFileURL(join(root.path, 'somewhere.js')).href)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining('Run `npm ci`') }),
    );
  });
});

describe('findPackageRoot', () => {
  it('passes over packages of other names on its way up', async () => {
    const inner = join(root.path, 'outer', 'dist', 'inner');
    await mkdir(inner, { recursive: true });
    await writeFile(join(root.path, 'outer', 'package.json'), '{ "name": "outer" }');
    await writeFile(join(root.path, 'outer', 'dist', 'package.json'), '{ "type": "module" }');
    await writeFile(join(inner, 'package.json'), 'no JSON');
    expect(findPackageRoot('outer', inner)).toBe(join(root.path, 'outer'));
    expect(() => findPackageRoot('nowhere-to-be-found', inner)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });
});

describe('readScripts', () => {
  it('gives the tables in build order and opens every file with a comment', () => {
    const { tables, checks } = readScripts();
    expect(tables.map(({ layer, table }) => `${layer}.${table}`)).toEqual([
      'bronze.airports',
      'bronze.flights',
      'silver.airports',
      'silver.flights',
      'gold.airports',
      'gold.flights',
      'gold.route_days',
      'gold.airport_months',
      'governance.airport_access',
    ]);
    for (const { sql } of [...tables, ...checks]) expect(sql).toMatch(/^-- \w/);
  });

  it('refuses a file name that gives no order and table', async () => {
    const folder = join(root.path, 'scripts');
    for (const layer of ['bronze', 'silver', 'gold', 'governance', 'checks']) {
      await mkdir(join(folder, layer), { recursive: true });
    }
    await writeFile(join(folder, 'gold', 'flights.sql'), 'SELECT 1');
    expect(() => readScripts(folder)).toThrow(
      'src/lakehouse/gold/flights.sql: expected a name such as 2-flights.sql (order, table).',
    );
  });
});
