import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataTypeOf } from '../../../../src/doors/sql/types/data-type-of.js';
import { numericTypeModifier, PG_TYPES, typeModifierOf, typeOidOf } from '../../../../src/doors/sql/types/pg-types.js';
import { arrayType, type DataType, decimalType, printType } from '../../../../src/query/types.js';
import { Postgres } from './postgres.js';

describe('types against Postgres', () => {
  let postgres: Postgres;

  beforeAll(async () => {
    postgres = await Postgres.start();
  });

  afterAll(async () => {
    await postgres.close();
  });

  it('has the catalog’s OIDs, names and sizes', async () => {
    const [cell] = await postgres.cells(
      `SELECT json_object_agg(oid::int, json_build_array(typname, format_type(oid, NULL), typlen, typarray::int, CASE WHEN typlen = -1 THEN typelem::int ELSE 0 END, typcategory)) FROM pg_type`,
      0,
    );
    const catalog = JSON.parse(String(cell)) as Record<string, unknown>;
    for (const { oid, name, title, size, arrayOid, elementOid, category } of PG_TYPES.values()) {
      expect([oid, catalog[oid]]).toEqual([oid, [name, title, size, arrayOid, elementOid, category]]);
    }
    expect(PG_TYPES.size).toBeGreaterThan(60);
  });

  it('reads numeric’s modifier as Postgres prints it', async () => {
    const bounds = [
      [38, 0],
      [12, 3],
      [1, 1],
      [1000, 1000],
      [5, -2],
      [3, 6],
    ] as const;
    for (const [precision, scale] of bounds) {
      const modifier = numericTypeModifier(precision, scale);
      const [printed] = await postgres.cells(`SELECT format_type(1700, ${modifier})`, 0);
      expect(String(printed)).toBe(`numeric(${precision},${scale})`);
    }
  });
});

const TYPES: readonly (readonly [type: DataType, oid: number, typeModifier: number])[] = [
  [{ kind: 'boolean' }, 16, -1],
  [{ kind: 'integer', bits: 16 }, 21, -1],
  [{ kind: 'integer', bits: 32 }, 23, -1],
  [{ kind: 'integer', bits: 64 }, 20, -1],
  [decimalType(12, 3), 1700, 786_439],
  [{ kind: 'float', bits: 32 }, 700, -1],
  [{ kind: 'float', bits: 64 }, 701, -1],
  [{ kind: 'string' }, 25, -1],
  [{ kind: 'binary' }, 17, -1],
  [{ kind: 'date' }, 1082, -1],
  [{ kind: 'time' }, 1083, -1],
  [{ kind: 'timestamp', zoned: true }, 1184, -1],
  [{ kind: 'timestamp', zoned: false }, 1114, -1],
  [{ kind: 'interval' }, 1186, -1],
  [{ kind: 'uuid' }, 2950, -1],
  [{ kind: 'json' }, 114, -1],
  [arrayType({ kind: 'string' }), 1009, -1],
  [arrayType(decimalType(12, 3)), 1231, 786_439],
];

describe('types of the IR', () => {
  it.each(TYPES)('go to Postgres and back: %o', (type, oid, typeModifier) => {
    expect([typeOidOf(type), typeModifierOf(type)]).toEqual([oid, typeModifier]);
    expect(dataTypeOf(oid, typeModifier)).toEqual({ kind: 'type', type });
  });

  it('have no tinyint, no bare NULL and no array of arrays in Postgres', () => {
    expect(typeOidOf({ kind: 'integer', bits: 8 })).toBe(21);
    expect(typeOidOf({ kind: 'null' })).toBe(25);
    expect(typeOidOf(arrayType(arrayType({ kind: 'date' })))).toBe(1182);
  });

  it.each([
    [1043, 14, 'STRING'],
    [1042, 5, 'STRING'],
    [3802, -1, 'JSON'],
    [26, -1, 'BIGINT'],
    [705, -1, 'STRING'],
    [1114, 3, 'TIMESTAMP_NTZ'],
    [1700, numericTypeModifier(5, -2), 'DECIMAL(7,0)'],
    [1700, numericTypeModifier(3, 6), 'DECIMAL(6,6)'],
  ])('take %d with modifier %d as %s', (oid, typeModifier, printed) => {
    const mapped = dataTypeOf(oid, typeModifier);
    expect(mapped.kind === 'type' && printType(mapped.type)).toBe(printed);
  });

  it('say where they have no type of their own', () => {
    expect(dataTypeOf(1700, -1)).toEqual({ kind: 'unbounded-numeric', array: false });
    expect(dataTypeOf(1231, -1)).toEqual({ kind: 'unbounded-numeric', array: true });
    for (const [oid, typeModifier] of [
      [1266, -1],
      [2249, -1],
      [2287, -1],
      [2205, -1],
      [600, -1],
      [1700, numericTypeModifier(40, 2)],
    ] as const) {
      expect(dataTypeOf(oid, typeModifier)).toEqual({ kind: 'unmapped' });
    }
  });
});
