import { afterEach, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.js';
import { CatalogStore, type CatalogStoreOptions } from '../../src/catalog/catalog-store.js';
import { GatewayError } from '../../src/errors.js';

const never = new AbortController().signal;
const open: CatalogStore[] = [];
afterEach(() => {
  for (const store of open.splice(0)) store.close();
});

function catalogOf(version: string): Catalog {
  const contract = { types: [], queryFields: [], supportingSdl: '' };
  return { tables: new Map(), functions: new Map(), contract, version };
}

/** A store whose readings are these versions, one after the other; an error is a reading that fails. */
async function storeOf(readings: (string | Error)[], options: Partial<CatalogStoreOptions> = {}) {
  const clock = { now: 0 };
  const changes: string[] = [];
  const errors: unknown[] = [];
  const store = await CatalogStore.open(
    {
      load: () => {
        const next = readings.shift();
        if (next === undefined) throw new Error('There was one reading too many.');
        return next instanceof Error ? Promise.reject(next) : Promise.resolve(catalogOf(next));
      },
      refreshMs: 3_600_000,
      maxStalenessMs: 30_000,
      onError: (error) => errors.push(error),
      onChange: ({ version }) => changes.push(version),
      now: () => clock.now,
      ...options,
    },
    never,
  );
  open.push(store);
  return { store, clock, changes, errors, left: () => readings.length };
}

describe('what is in force', () => {
  test('the same again costs one reading; a change is read until it stands still', async () => {
    const { store, changes, left } = await storeOf(['a', 'a', 'half', 'b', 'b']);
    await store.refresh();
    expect([store.current().version, left()]).toEqual(['a', 3]);
    await store.refresh();
    expect([store.current().version, left()]).toEqual(['b', 0]);
    expect(changes).toEqual(['b']);
  });

  test('a change taken back while it is read leaves what was', async () => {
    const { store, changes } = await storeOf(['a', 'half', 'other half', 'a', 'a']);
    await store.refresh();
    expect(store.current().version).toBe('a');
    expect(changes).toEqual([]);
  });

  test('what never stands still is no reading: the last one ages', async () => {
    const { store, clock, errors } = await storeOf(['a', '1', '2', '3', '4', '5']);
    await store.refresh();
    expect(store.current().version).toBe('a');
    expect(String(errors[0])).toMatch(/changed during each of 5 readings/u);
    clock.now = 30_001;
    expect(() => store.current()).toThrow(GatewayError);
  });

  test('a reading that fails on its second half is no reading', async () => {
    const { store, changes } = await storeOf(['a', 'b', new Error('cut')]);
    await store.refresh();
    expect(store.current().version).toBe('a');
    expect(store.freshness).toEqual({ state: 'failing', ageMs: 0 });
    expect(changes).toEqual([]);
  });
});

describe('the bound', () => {
  test('holds to the millisecond, and ends with the next good reading', async () => {
    const { store, clock } = await storeOf(['a', new Error('down'), 'a']);
    expect(store.freshness).toEqual({ state: 'confirmed' });
    clock.now = 30_000;
    await store.refresh();
    expect(store.freshness).toEqual({ state: 'failing', ageMs: 30_000 });
    expect(store.current().version).toBe('a');
    clock.now = 30_001;
    expect(store.freshness).toEqual({ state: 'overdue', ageMs: 30_001 });
    expect(() => store.current()).toThrow(/last read 30 s ago; every table is denied/u);
    await store.refresh();
    expect(store.freshness).toEqual({ state: 'confirmed' });
    expect(store.current().version).toBe('a');
  });

  test('counts from the start of a reading, for the first one too: what was read may have changed meanwhile', async () => {
    let now = 0;
    const { store } = await storeOf([], {
      now: () => now,
      load: () => {
        now += 20_000;
        return Promise.resolve(catalogOf('a'));
      },
    });
    now = 30_000;
    expect(store.current().version).toBe('a');
    now = 30_001;
    expect(() => store.current()).toThrow(GatewayError);
  });

  test('ends a reading that takes longer, with what to look at', async () => {
    const hanging = storeOf([], {
      maxStalenessMs: 50,
      load: (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    await expect(hanging).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      message: 'Governance could not be read within maxStalenessSeconds (0 s).',
    });
  });

  test('a stop during a reading is no failure', async () => {
    const errors: unknown[] = [];
    let isFirst = true;
    const { store } = await storeOf([], {
      onError: (error) => errors.push(error),
      load: (signal) => {
        if (!isFirst) return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        isFirst = false;
        return Promise.resolve(catalogOf('a'));
      },
    });
    const refresh = store.refresh();
    store.close();
    await refresh;
    expect(errors).toEqual([]);
  });
});

test('after a failure it reads again without waiting for the next turn', async () => {
  let readings = 0;
  const { store } = await storeOf([], {
    refreshMs: 1000,
    load: () => {
      readings += 1;
      return readings === 2 ? Promise.reject(new Error('down')) : Promise.resolve(catalogOf('a'));
    },
  });
  await expect.poll(() => store.freshness.state, { interval: 10, timeout: 20_000 }).toBe('failing');
  expect(readings).toBe(2);
  await expect.poll(() => store.freshness.state, { interval: 10, timeout: 20_000 }).toBe('confirmed');
  expect(readings).toBe(3);
});
