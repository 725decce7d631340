import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Format } from '../../../../src/doors/sql/border.js';
import { ByteWriter } from '../../../../src/doors/sql/types/byte-writer.js';
import { cellEncoder } from '../../../../src/doors/sql/types/cells/cell-encoder.js';
import { DEFAULT_OUTPUT, type OutputSettings } from '../../../../src/doors/sql/types/output-settings.js';
import { type Zone, zoneOf } from '../../../../src/doors/sql/types/zone.js';
import { Postgres } from './postgres.js';
import { Random } from './random.js';
import { instants, type Sample, samplesOfAllTypes, type TypeSamples } from './samples.js';

const FORMATS: readonly Format[] = [0, 1];
const PER_TYPE = 250;
const all = samplesOfAllTypes(new Random(20_260_301), PER_TYPE);

function ours(type: TypeSamples, format: Format, settings: OutputSettings): readonly Buffer[] {
  const encode = cellEncoder(type.oid, type.typeModifier, format, settings);
  return type.samples.map(({ value }) => {
    const out = new ByteWriter(4);
    encode(value, out);
    return Buffer.from(out.written);
  });
}

function shown(bytes: Buffer | null, format: Format): string {
  if (bytes === null) return 'NULL';
  return format === 0 ? bytes.toString() : bytes.toString('hex');
}

function zone(name: string): Zone {
  const found = zoneOf(name);
  if (found === undefined) throw new Error(name);
  return found;
}

describe('results against Postgres', () => {
  let postgres: Postgres;

  beforeAll(async () => {
    postgres = await Postgres.start();
  });

  afterAll(async () => {
    await postgres.close();
  });

  async function theirs(samples: readonly Sample[], format: Format): Promise<readonly (Buffer | null)[]> {
    const [first, ...rest] = samples.map(({ sql }) => `(${sql})`);
    return postgres.cells(`SELECT v FROM (VALUES ${[first, ...rest].join(',\n')}) AS t(v)`, format);
  }

  async function compare(type: TypeSamples, settings: OutputSettings, formats: readonly Format[]): Promise<void> {
    for (const format of formats) {
      const expected = await theirs(type.samples, format);
      const actual = ours(type, format, settings);
      const show = (cells: readonly (Buffer | null)[]) =>
        cells.map((cell, index) => `${type.samples[index]?.sql} => ${shown(cell, format)}`);
      expect(show(actual)).toEqual(show(expected));
    }
  }

  it('has thousands of values', () => {
    expect(all.reduce((sum, { samples }) => sum + samples.length, 0)).toBeGreaterThan(4000);
  });

  it.each(all.map((type) => [type.name, type] as const))('%s: text and binary', async (_, type) => {
    await postgres.run("SET TimeZone = 'UTC'");
    await compare(type, DEFAULT_OUTPUT, FORMATS);
  });

  it.each([
    'America/Los_Angeles',
    'Europe/Berlin',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'America/St_Johns',
    'Africa/Cairo',
    'Asia/Kathmandu',
  ])('timestamptz in %s', async (name) => {
    await postgres.run(`SET TimeZone = '${name}'`);
    const random = new Random(7);
    const samples = instants(random, 300, 1970, 5000).filter(({ value }) => Number(String(value).slice(0, 4)) >= 1970);
    await compare({ name, oid: 1184, typeModifier: -1, samples }, { ...DEFAULT_OUTPUT, zone: zone(name) }, [0]);
  });

  it('timestamptz around each change of the clocks', async () => {
    const name = 'America/Los_Angeles';
    await postgres.run(`SET TimeZone = '${name}'`);
    const changes = ['2021-03-14T10:00:00Z', '2021-11-07T09:00:00Z', '1883-11-18T20:00:00Z', '2600-03-08T10:00:00Z'];
    const samples = changes.flatMap((change) =>
      [-86_400, -3600, -1801, -1, 0, 1, 1800, 3600, 86_400].map((shift) => {
        const iso = new Date(Date.parse(change) + shift * 1000).toISOString().replace('.000Z', 'Z');
        return { value: iso, sql: `'${iso}'::timestamptz` };
      }),
    );
    await compare({ name, oid: 1184, typeModifier: -1, samples }, { ...DEFAULT_OUTPUT, zone: zone(name) }, [0]);
  });

  it('timestamptz before zones, far ahead, and BC', async () => {
    const name = 'America/New_York';
    await postgres.run(`SET TimeZone = '${name}'`);
    const samples = instants(new Random(11), 200, -4000, 290_000);
    await compare({ name, oid: 1184, typeModifier: -1, samples }, { ...DEFAULT_OUTPUT, zone: zone(name) }, [0]);
  });

  it.each(['<-08>+08', '<+0530>-05:30', 'UTC+3', 'utc'])('timestamptz in the fixed zone %s', async (name) => {
    await postgres.run(`SET TimeZone = '${name}'`);
    const samples = instants(new Random(13), 50, 1, 9999);
    await compare({ name, oid: 1184, typeModifier: -1, samples }, { ...DEFAULT_OUTPUT, zone: zone(name) }, [0]);
  });

  it.each([-15, -3, 0, 1, 3])('floats with extra_float_digits = %d', async (extraFloatDigits) => {
    await postgres.run(`SET extra_float_digits = ${extraFloatDigits}`);
    for (const type of all.filter(({ name }) => name.startsWith('float'))) {
      await compare(type, { ...DEFAULT_OUTPUT, extraFloatDigits }, [0]);
    }
    await postgres.run('RESET extra_float_digits');
  });

  it('bytea with bytea_output = escape', async () => {
    await postgres.run('SET bytea_output = escape');
    for (const type of all.filter(({ name }) => name.startsWith('bytea'))) {
      await compare(type, { ...DEFAULT_OUTPUT, byteaOutput: 'escape' }, [0]);
    }
    await postgres.run('RESET bytea_output');
  });

  it('interval with IntervalStyle = iso_8601', async () => {
    await postgres.run('SET IntervalStyle = iso_8601');
    for (const type of all.filter(({ name }) => name.startsWith('interval'))) {
      await compare(type, { ...DEFAULT_OUTPUT, intervalStyle: 'iso_8601' }, [0]);
    }
    await postgres.run('RESET IntervalStyle');
  });
});
