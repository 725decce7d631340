import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldDescription } from '../../../../src/doors/sql/border.js';
import { SqlError } from '../../../../src/doors/sql/sql-error.js';
import { CopyEncoder } from '../../../../src/doors/sql/types/copy-encoder.js';
import { type CopyOptions, checkCopyOptions } from '../../../../src/doors/sql/types/copy-options.js';
import { DEFAULT_OUTPUT } from '../../../../src/doors/sql/types/output-settings.js';
import { PG_TYPES } from '../../../../src/doors/sql/types/pg-types.js';
import type { ResultBatch } from '../../../../src/sources/source.js';
import { Postgres, quoted } from './postgres.js';
import { Random } from './random.js';
import { samplesOfAllTypes } from './samples.js';

function field(name: string, typeOid: number): FieldDescription {
  const typeSize = PG_TYPES.get(typeOid)?.size ?? -1;
  return { name, tableOid: 0, columnNumber: 0, typeOid, typeSize, typeModifier: -1 };
}

/** The bodies of CopyData messages. */
function bodies(bytes: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] !== 0x64) throw new Error('no CopyData');
    const length = bytes.readInt32BE(at + 1);
    parts.push(bytes.subarray(at + 5, at + 1 + length));
    at += 1 + length;
  }
  return parts;
}

/** Where messages begin and end matters: readers of the binary format look for a row behind the header. */
function shown(messages: readonly Buffer[]): readonly string[] {
  return messages.map((body) => body.toString('latin1'));
}

function refusalOf(options: CopyOptions): string {
  try {
    checkCopyOptions(options);
    return 'accepted';
  } catch (error) {
    return error instanceof SqlError ? error.message : String(error);
  }
}

async function ours(options: CopyOptions, fields: readonly FieldDescription[], ...batches: readonly ResultBatch[]) {
  const source = async function* () {
    yield* batches;
  };
  const execution = new CopyEncoder(options, fields, DEFAULT_OUTPUT).execution(source());
  const chunks: Buffer[] = [];
  let rows = 0;
  for await (const part of execution.batches) {
    rows += part.rowCount;
    for (let row = 0; row < part.rowCount; row++) chunks.push(part.encode(row, row + 1));
  }
  return { messages: bodies(Buffer.concat(chunks)), tag: execution.tag(rows) };
}

const random = new Random(31);
const columns = samplesOfAllTypes(random, 40)
  .filter(({ typeModifier }) => typeModifier === -1)
  .map(({ name, oid, samples }) => ({ name, oid, samples: samples.slice(-40) }));
const ROWS = 60;
const rows = Array.from({ length: ROWS }, () =>
  columns.map(({ samples }) => {
    const sample = samples[random.integer(0, samples.length - 1)];
    return sample === undefined || random.next() < 0.1 ? { value: null, sql: 'NULL' } : sample;
  }),
);
const fields = columns.map(({ name, oid }) => field(name, oid));
const batch: ResultBatch = {
  rowCount: ROWS,
  columns: columns.map((_, column) => rows.map((row) => row[column]?.value)),
};

function castName(oid: number): string {
  const type = PG_TYPES.get(oid);
  const name = PG_TYPES.get(type?.elementOid ?? 0)?.name;
  return name === undefined ? (type?.name === 'char' ? '"char"' : (type?.name ?? '')) : `${name}[]`;
}

const query = rows
  .map((row) => {
    const cells = row.map(({ sql }, column) => {
      const { oid, name } = columns[column] ?? { oid: 0, name: '' };
      return `(${sql})::${castName(oid)} AS "${name.replaceAll('"', '""')}"`;
    });
    return `SELECT ${cells.join(', ')}`;
  })
  .join(' UNION ALL ');

const TEXT_QUERY = `SELECT v FROM (VALUES ${['', '\\.', 'a', 'NULL', '"', 'x,y', 'l\nf', '\\N', ';', 'é'].map((text) => `(${quoted(text)})`).join(',')}, (NULL)) t(v)`;
const TEXT_BATCH: ResultBatch = {
  rowCount: 11,
  columns: [['', '\\.', 'a', 'NULL', '"', 'x,y', 'l\nf', '\\N', ';', 'é', null]],
};

const CASES: readonly (readonly [sql: string, options: CopyOptions])[] = [
  ['FORMAT text', { format: 'text' }],
  ['FORMAT text, HEADER', { format: 'text', header: true }],
  [`FORMAT text, DELIMITER '|', NULL 'NULL'`, { format: 'text', delimiter: '|', nullText: 'NULL' }],
  [`FORMAT text, DELIMITER E'\\x0b'`, { format: 'text', delimiter: '\v' }],
  ['FORMAT csv', { format: 'csv' }],
  ['FORMAT csv, HEADER', { format: 'csv', header: true }],
  [
    `FORMAT csv, DELIMITER ';', NULL 'NULL', QUOTE '''', ESCAPE '\\'`,
    { format: 'csv', delimiter: ';', nullText: 'NULL', quote: "'", escape: '\\' },
  ],
  ['FORMAT csv, FORCE_QUOTE *', { format: 'csv', forceQuote: '*' }],
  ['FORMAT binary', { format: 'binary' }],
];

describe('COPY against Postgres', () => {
  let postgres: Postgres;

  beforeAll(async () => {
    postgres = await Postgres.start();
  });

  afterAll(async () => {
    await postgres.close();
  });

  it.each(CASES)('%s', async (sql, options) => {
    const expected = await postgres.copy(`COPY (${query}) TO STDOUT (${sql})`);
    const { messages, tag } = await ours(options, fields, batch);
    expect(shown(messages)).toEqual(shown(expected));
    expect(tag).toBe(`COPY ${ROWS}`);
  });

  it.each(CASES)('%s of one column', async (sql, options) => {
    const expected = await postgres.copy(`COPY (${TEXT_QUERY}) TO STDOUT (${sql})`);
    const { messages } = await ours(options, [field('v', 25)], TEXT_BATCH);
    expect(shown(messages)).toEqual(shown(expected));
  });

  it('quotes only the columns of FORCE_QUOTE', async () => {
    const expected = await postgres.copy(
      `COPY (SELECT 1 AS a, 2 AS b, NULL::int AS c) TO STDOUT (FORMAT csv, FORCE_QUOTE (b, c))`,
    );
    const names = ['a', 'b', 'c'].map((name) => field(name, 23));
    const options: CopyOptions = { format: 'csv', forceQuote: ['b', 'c'] };
    expect((await ours(options, names, { rowCount: 1, columns: [[1], [2], [null]] })).messages).toEqual(expected);
  });

  const EMPTY: ResultBatch = { rowCount: 0, columns: [[]] };
  const ONE: ResultBatch = { rowCount: 1, columns: [[1]] };

  it.each([
    ['no batch', []],
    ['an empty batch', [EMPTY]],
    ['batches of one row, and empty ones', [EMPTY, ONE, EMPTY, ONE, ONE]],
  ])('cuts messages as Postgres does: %s', async (_, batches) => {
    const rows = batches.filter((batch) => batch === ONE).length;
    for (const [sql, options] of CASES.filter(([sql]) => !sql.includes(','))) {
      const expected = await postgres.copy(`COPY (SELECT 1 AS a FROM generate_series(1, ${rows})) TO STDOUT (${sql})`);
      const { messages, tag } = await ours(options, [field('a', 23)], ...batches);
      expect(shown(messages)).toEqual(shown(expected));
      expect(tag).toBe(`COPY ${rows}`);
    }
  });

  it('names the columns of a result without rows', async () => {
    const expected = await postgres.copy('COPY (SELECT 1 AS a WHERE false) TO STDOUT (FORMAT csv, HEADER)');
    const { messages, tag } = await ours({ format: 'csv', header: true }, [field('a', 23)]);
    expect(shown(messages)).toEqual(shown(expected));
    expect(tag).toBe('COPY 0');
  });

  it.each([
    [`FORMAT binary, DELIMITER ','`, { format: 'binary', delimiter: ',' }],
    [`FORMAT binary, NULL ''`, { format: 'binary', nullText: '' }],
    ['FORMAT binary, HEADER', { format: 'binary', header: true }],
    [`FORMAT text, QUOTE '"'`, { format: 'text', quote: '"' }],
    [`FORMAT text, ESCAPE '"'`, { format: 'text', escape: '"' }],
    ['FORMAT text, FORCE_QUOTE *', { format: 'text', forceQuote: '*' }],
    [`FORMAT csv, DELIMITER 'ab'`, { format: 'csv', delimiter: 'ab' }],
    [`FORMAT csv, DELIMITER '"'`, { format: 'csv', delimiter: '"' }],
    [`FORMAT csv, QUOTE ''`, { format: 'csv', quote: '' }],
    [`FORMAT csv, ESCAPE 'ab'`, { format: 'csv', escape: 'ab' }],
    [`FORMAT csv, NULL 'a,b'`, { format: 'csv', nullText: 'a,b' }],
    [`FORMAT csv, NULL '"'`, { format: 'csv', nullText: '"' }],
    [`FORMAT text, DELIMITER 'a'`, { format: 'text', delimiter: 'a' }],
    [`FORMAT text, DELIMITER E'\\n'`, { format: 'text', delimiter: '\n' }],
    [`FORMAT text, NULL E'\\n'`, { format: 'text', nullText: '\n' }],
  ] as const)('refuses %s', async (sql, options) => {
    const message = await postgres.copy(`COPY (SELECT 1) TO STDOUT (${sql})`).then(
      () => 'accepted',
      (error: Error) => error.message,
    );
    expect(refusalOf(options)).toBe(message);
  });

  it('refuses encodings but UTF8', () => {
    expect(() => checkCopyOptions({ format: 'csv', encoding: 'LATIN1' })).toThrow('not supported');
    expect(checkCopyOptions({ format: 'csv', encoding: 'utf-8' }).delimiter).toBe(',');
  });
});
