import { describe, expect, it } from 'vitest';
import type { FieldDescription, Format } from '../../../../src/doors/sql/border.js';
import { SqlError } from '../../../../src/doors/sql/sql-error.js';
import { ByteWriter } from '../../../../src/doors/sql/types/byte-writer.js';
import { cellEncoder } from '../../../../src/doors/sql/types/cells/cell-encoder.js';
import { DEFAULT_OUTPUT, outputSettings } from '../../../../src/doors/sql/types/output-settings.js';
import { numericTypeModifier, OID } from '../../../../src/doors/sql/types/pg-types.js';
import { RowEncoder } from '../../../../src/doors/sql/types/row-encoder.js';

function field(typeOid: number): FieldDescription {
  return { name: 'c', tableOid: 0, columnNumber: 0, typeOid, typeSize: -1, typeModifier: -1 };
}

/** The rows of DataRow messages; null: NULL. */
function rowsOf(bytes: Buffer): (string | null)[][] {
  const rows: (string | null)[][] = [];
  for (let at = 0; at < bytes.length; ) {
    expect(String.fromCharCode(bytes.readUInt8(at))).toBe('D');
    const end = at + 1 + bytes.readInt32BE(at + 1);
    const cells: (string | null)[] = [];
    let cell = at + 7;
    while (cell < end) {
      const length = bytes.readInt32BE(cell);
      cells.push(length === -1 ? null : bytes.toString('utf8', cell + 4, cell + 4 + length));
      cell += 4 + Math.max(length, 0);
    }
    expect(cell).toBe(end);
    expect(bytes.readInt16BE(at + 5)).toBe(cells.length);
    rows.push(cells);
    at = end;
  }
  return rows;
}

function encodeOne(value: unknown, oid: number, typeModifier = -1, format: Format = 0): string {
  const out = new ByteWriter(1);
  try {
    cellEncoder(oid, typeModifier, format, DEFAULT_OUTPUT)(value, out);
    return out.written.toString();
  } catch (error) {
    if (error instanceof SqlError) return error.sqlState;
    throw error;
  }
}

describe('RowEncoder', () => {
  const encoder = new RowEncoder([field(OID.int4), field(OID.text)], [], DEFAULT_OUTPUT);

  it('frames rows with NULLs, and any slice of them', () => {
    const batch = {
      rowCount: 3,
      columns: [
        [1, null, -3],
        ['é', '', null],
      ],
    };
    const encoded = encoder.batch(batch);
    expect(encoded.rowCount).toBe(3);
    expect(rowsOf(encoded.encode(0, 3))).toEqual([
      ['1', 'é'],
      [null, ''],
      ['-3', null],
    ]);
    expect(rowsOf(encoded.encode(1, 2))).toEqual([[null, '']]);
    expect(encoded.encode(2, 2)).toHaveLength(0);
  });

  it('grows for rows far longer than those before', () => {
    const long = '😀x'.repeat(50_000);
    const small = { rowCount: 1, columns: [[1], ['a']] };
    encoder.batch(small).encode(0, 1);
    expect(
      rowsOf(
        encoder
          .batch({
            rowCount: 2,
            columns: [
              [1, 2],
              [long, 'b'],
            ],
          })
          .encode(0, 2),
      ),
    ).toEqual([
      ['1', long],
      ['2', 'b'],
    ]);
  });

  it('leaves what it gave alone when it encodes more', () => {
    const batch = {
      rowCount: 2,
      columns: [
        [1, 2],
        ['one', 'two'],
      ],
    };
    const first = encoder.batch(batch).encode(0, 1);
    const before = Buffer.from(first);
    encoder.batch(batch).encode(1, 2);
    expect(first).toEqual(before);
  });

  it('sends rows without columns', () => {
    expect(new RowEncoder([], [], DEFAULT_OUTPUT).batch({ rowCount: 2, columns: [] }).encode(0, 2)).toHaveLength(14);
  });

  it('takes no format, one for all, or one a column', () => {
    const batch = { rowCount: 1, columns: [[1], ['a']] };
    const lengths = ([[], [1], [0, 1], [1, 0]] as const).map(
      (formats) =>
        new RowEncoder([field(OID.int4), field(OID.text)], formats, DEFAULT_OUTPUT).batch(batch).encode(0, 1).length,
    );
    expect(lengths).toEqual([17, 20, 17, 20]);
    const fields = [field(OID.int4), field(OID.text), field(OID.text)];
    expect(() => new RowEncoder(fields, [0, 1], DEFAULT_OUTPUT)).toThrow(
      'bind message has 2 result formats but query has 3 columns',
    );
  });

  it.each([OID.timetz, OID.record, 2287, 600])('refuses type %d before any row', (oid) => {
    expect(() => new RowEncoder([field(oid)], [], DEFAULT_OUTPUT)).toThrow('not supported');
  });
});

describe('a value of another type than announced', () => {
  it.each([
    [5n, OID.int4, '5'],
    ['12.00', OID.int4, '12'],
    [true, OID.text, 'true'],
    [1e21, OID.text, '1e+21'],
    ['2.50', OID.float8, '2.5'],
    [7n, OID.float8, '7'],
    [1, OID.bool, 't'],
    [2.5, OID.numeric, '2.5'],
    ['2020-02-29T00:00:00', OID.date, '2020-02-29'],
    ['2020-02-29', OID.timestamp, '2020-02-29 00:00:00'],
  ])('%s as %d is %s', (value, oid, text) => {
    expect(encodeOne(value, oid)).toBe(text);
  });

  it.each([
    [1.5, OID.int4],
    [2n ** 31n, OID.int4],
    [40_000, OID.int2],
    [-1, OID.oid],
    [2n ** 63n, OID.int8],
    ['12.5', OID.int8],
    ['x', OID.int8],
    ['x', OID.float8],
    ['x', OID.numeric],
    [true, OID.int4],
    [2, OID.bool],
    ['t', OID.bool],
    [{}, OID.text],
    ['abc', OID.bytea],
    ['abc', OID.uuid],
    ['2020-2-3', OID.date],
    ['2020-02-29T00:00:01', OID.date],
    ['2020-02-29T00:00:00Z', OID.date],
    ['2020-02-29T00:00:00Z', OID.timestamp],
    ['2020-02-29T00:00:00+01:00', OID.timestamp],
    ['2020-02-29T00:00:00.1234567', OID.timestamp],
    ['2020-02-29T00:61:00.5x', OID.timestamptz],
    ['25:00:00', OID.time],
    ['1 day', OID.interval],
    ['2147483648 0 0', OID.interval],
    [5, 1007],
    [[1, 'x'], 1007],
    [5, OID.jsonb],
  ])('%s as %d is a fault', (value, oid) => {
    expect([encodeOne(value, oid), encodeOne(value, oid, -1, 1)]).toEqual(['XX000', 'XX000']);
  });

  it.each([
    ['1.234', 5, 2],
    ['1234.00', 5, 2],
    ['12345.00', 5, 2],
    ['1.00', 2, 2],
    [0.125, 5, 2],
    ['Infinity', 5, 2],
    ['15', 2, -1],
  ] as const)('%s is no numeric(%d,%d)', (value, precision, scale) => {
    const typeModifier = numericTypeModifier(precision, scale);
    expect(encodeOne(value, OID.numeric, typeModifier)).toBe('XX000');
    expect(encodeOne(value, OID.numeric, typeModifier, 1)).toBe('XX000');
  });

  it('has places for text with NUL, lists of unlike lengths and times out of range', () => {
    expect(encodeOne('a\0b', OID.text)).toBe('22021');
    expect(encodeOne([[1], [1, 2]], 1007)).toBe('2202E');
    expect(encodeOne([[1], null], 1007)).toBe('2202E');
    expect(encodeOne('-005000-01-01', OID.date)).toBe('22008');
    expect(encodeOne('+294277-01-01T00:00:00', OID.timestamp)).toBe('22008');
    expect(encodeOne('abcd', OID.varchar, 7)).toBe('XX000');
  });
});

describe('outputSettings', () => {
  const of = (settings: Readonly<Record<string, string>>) => outputSettings({ get: (name) => settings[name] });

  it('reads the settings of a session', () => {
    const read = of({
      timezone: 'Asia/Kolkata',
      extra_float_digits: '3',
      bytea_output: 'escape',
      intervalstyle: 'iso_8601',
      datestyle: 'ISO, DMY',
    });
    expect(read).toMatchObject({ extraFloatDigits: 3, byteaOutput: 'escape', intervalStyle: 'iso_8601' });
    expect(read.zone.offsetAt(0)).toBe(19_800);
    expect(of({})).toEqual(DEFAULT_OUTPUT);
  });

  it('refuses what it cannot print', () => {
    expect(() => of({ timezone: 'Mars/Olympus' })).toThrow('invalid value for parameter "TimeZone": "Mars/Olympus"');
    expect(() => of({ datestyle: 'German' })).toThrow('not supported');
    expect(() => of({ intervalstyle: 'sql_standard' })).toThrow('not supported');
  });
});
