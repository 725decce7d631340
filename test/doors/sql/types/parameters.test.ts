import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Format } from '../../../../src/doors/sql/border.js';
import { SqlError } from '../../../../src/doors/sql/sql-error.js';
import { ByteWriter } from '../../../../src/doors/sql/types/byte-writer.js';
import { cellEncoder } from '../../../../src/doors/sql/types/cells/cell-encoder.js';
import { DEFAULT_OUTPUT } from '../../../../src/doors/sql/types/output-settings.js';
import { decodeParameter } from '../../../../src/doors/sql/types/parameters/decode-parameter.js';
import type { DecodedParameter } from '../../../../src/doors/sql/types/parameters/decoded-parameter.js';
import {
  DEFAULT_PARAMETER_SETTINGS,
  type ParameterSettings,
} from '../../../../src/doors/sql/types/parameters/parameter-settings.js';
import { OID } from '../../../../src/doors/sql/types/pg-types.js';
import { zoneOf } from '../../../../src/doors/sql/types/zone.js';
import { Postgres } from './postgres.js';
import { Random } from './random.js';
import { samplesOfAllTypes } from './samples.js';

function plainValue(parameter: DecodedParameter): unknown {
  return parameter.kind === 'scalar' ? parameter.value : parameter.elements.map(plainValue);
}

function encoded(value: unknown, oid: number, format: Format): Buffer {
  const out = new ByteWriter();
  cellEncoder(oid, -1, format, DEFAULT_OUTPUT)(value, out);
  return Buffer.from(out.written);
}

/** What comes of a parameter that is read and sent back: its text, or the error. */
function ours(bytes: Buffer, oid: number, format: Format, settings: ParameterSettings): string {
  try {
    return encoded(plainValue(decodeParameter(bytes, oid, format, settings)), oid, 0).toString();
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return `${error.sqlState}: ${error.message}`;
  }
}

const NUMBERS = [
  '0',
  '1',
  '-1',
  '+7',
  ' 42 ',
  '\t1\n',
  '',
  ' ',
  'x',
  '1 2',
  '1_000',
  '_1',
  '1_',
  '0x1F',
  '0X_ff',
  '0b101',
  '0o17',
  '0b2',
  '- 1',
  '1.0',
  '1e2',
  '--1',
  '٣',
];

const TEXTS: readonly (readonly [name: string, oid: number, texts: readonly string[]])[] = [
  ['int2', OID.int2, [...NUMBERS, '32767', '32768', '-32768', '-32769', '99999999999999999999']],
  ['int4', OID.int4, [...NUMBERS, '2147483647', '2147483648', '-2147483648', '-2147483649', '0x80000000']],
  [
    'int8',
    OID.int8,
    [...NUMBERS, '9223372036854775807', '9223372036854775808', '-9223372036854775808', '0x7fffffffffffffff'],
  ],
  ['oid', OID.oid, ['0', '26', '0x1f', '017', '08', '4294967295', '4294967296', '-1', 'x', '', ' 5 ']],
  [
    'float8',
    OID.float8,
    [
      '0',
      '-0',
      '1.5',
      '.5',
      '5.',
      '.',
      '1e5',
      '1E-5',
      '1e400',
      '-1e400',
      '1e-400',
      '4e-324',
      'nan',
      'NaN',
      '-nan',
      'inf',
      '-Infinity',
      '+inf',
      'infinit',
      ' 1 ',
      '',
      'x',
      '1_0',
      '1e',
      '0.1f',
    ],
  ],
  ['float4', OID.float4, ['0', '-0', '0.1', '3.4028235e38', '3.5e38', '1e-46', '1.4e-45', '16777217', 'nan', '', 'x']],
  [
    'numeric',
    OID.numeric,
    [
      '0',
      '-0',
      '0.00',
      '1.50',
      '.5',
      '5.',
      '.',
      '-1e3',
      '1.5e-3',
      '1_000.5_5',
      '1__0',
      '0x1f',
      '+7',
      '',
      ' 12 ',
      'x',
      '1e',
      '12345678901234567890.123456789',
      '1.5e3',
      '1e-20',
      '00012.500',
    ],
  ],
  [
    'bool',
    OID.bool,
    [
      't',
      'T',
      'true',
      'TRUE',
      'tr',
      'y',
      'yes',
      'on',
      '1',
      'f',
      'false',
      'n',
      'no',
      'off',
      'of',
      'o',
      '0',
      ' t ',
      '',
      'maybe',
      '01',
      'truee',
      '2',
    ],
  ],
  ['text', OID.text, ['', 'a', ' x ', 'Zürich 😀', "it's", '\\x']],
  ['varchar', OID.varchar, ['abc  ']],
  ['name', OID.name, ['x'.repeat(80), 'é'.repeat(40), 'a']],
  ['"char"', OID.char, ['a', '', 'abc', '\\101', '\\000', '\\9']],
  [
    'bytea',
    OID.bytea,
    ['', '\\x', '\\x00fF', '\\x 00 11', '\\x0', '\\x0g', '\\xzz', 'abc', 'a\\000b', 'a\\\\b', 'a\\b', '\\400', 'ü'],
  ],
  [
    'uuid',
    OID.uuid,
    [
      'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
      'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11',
      '{a0eebc99-9c0b4ef8-bb6d6bb9-bd380a11}',
      'a0eebc999c0b4ef8bb6d6bb9bd380a11',
      'a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11',
      '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
      'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1',
      ' a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
      'a0e-ebc999c0b4ef8bb6d6bb9bd380a11',
      '',
    ],
  ],
  ['json', OID.json, ['{}', ' [1, "a", null] ', '"x"', '1', '', '{a:1}', "{'a':1}", '[1,]', '\u00a01', 'nul']],
  [
    'date',
    OID.date,
    [
      '2001-02-03',
      '2001-2-3',
      '20010203',
      '2001-02-29',
      '2000-02-29',
      '2001-13-01',
      '2001-00-10',
      '2001-01-32',
      '0001-01-01',
      '0000-01-01',
      '0044-03-15 BC',
      '10000-01-01',
      '5874897-12-31',
      '5874898-01-01',
      '4714-11-24 BC',
      '4714-11-23 BC',
      'infinity',
      '-infinity',
      'epoch',
      '1/2/2003',
      '13/2/2003',
      '2003/1/2',
      '2003.01.02',
      '1-2-03',
      'Jan 8, 1999',
      'January 8 1999',
      '8 Jan 1999',
      '8-Jan-1999',
      '1999-Jan-08',
      'Jan-08-1999',
      'Mon Jan 08 2001',
      '2001-02-03 04:05:06',
      '2001-02-03T04:05:06Z',
      '2001-02-03 25:00',
      '',
      ' ',
      'x',
      '2001-02',
      'today x',
      '2001-02-03 04',
      '99-01-08',
      '2001-02-03 ad',
    ],
  ],
  [
    'time',
    OID.time,
    [
      '04:05',
      '04:05:06',
      '04:05:06.7',
      '04:05:06.1234567',
      '04:05:06.9999999',
      '23:59:59.9999999',
      '24:00:00',
      '24:00:01',
      '25:00',
      '12:60',
      '12:59:60',
      '12:59:61',
      '4:05 am',
      '12:00 AM',
      '12:00 PM',
      '1:30pm',
      '13:00 pm',
      '0:30 am',
      '04:05:06+02',
      '2001-02-03 04:05:06',
      '',
      'x',
      'T040506',
      '4',
      '04:05:',
    ],
  ],
  [
    'timestamp',
    OID.timestamp,
    [
      '2001-02-03',
      '2001-02-03 04:05',
      '2001-02-03 04:05:06',
      '2001-02-03T04:05:06',
      '2001-02-03 04:05:06.789',
      '2001-02-03 04:05:06.1234565',
      '2001-02-03 04:05:06+02',
      '2001-02-03 04:05:06Z',
      '2001-02-03 24:00:00',
      '2001-02-03 23:59:60',
      '20010203T040506',
      '20010203T040506.5',
      '2001-02-03T04:05Z',
      '0044-03-15 04:05:06 BC',
      '294276-12-31 23:59:59.999999',
      '294277-01-01',
      '4714-11-24 00:00:00 BC',
      '4714-11-23 23:59:59 BC',
      'infinity',
      '-infinity',
      'epoch',
      'Jan 8 1999 04:05',
      '2001-02-30 00:00',
      '',
      'x',
      '2001-02-03 x',
      '2001-02-03 04:05:06 PM',
      '2001-02-03, 04:05',
    ],
  ],
  [
    'timestamptz',
    OID.timestamptz,
    [
      '2001-02-03',
      '2001-02-03 04:05:06',
      '2001-02-03 04:05:06+02',
      '2001-02-03 04:05:06 +02',
      '2001-02-03 04:05:06-0330',
      '2001-02-03 04:05:06+05:30',
      '2001-02-03 04:05:06+01:02:03',
      '2001-02-03T04:05:06Z',
      '2001-02-03T04:05:06.5z',
      '2001-02-03 04:05:06 UTC',
      '2001-02-03 04:05:06 PST',
      '2001-02-03 04:05:06 cest',
      '2001-02-03 04:05:06 America/New_York',
      '2001-07-03 04:05:06 Europe/Berlin',

      '2001-02-03 04:05:06+16',
      '2001-02-03 04:05:06+15:59',
      '2021-03-14 02:30:00 America/Los_Angeles',
      '2021-11-07 01:30:00 America/Los_Angeles',
      '0044-03-15 04:05:06+00 BC',
      'infinity',
      'epoch',
      '',
      '2001-02-03 04:05:06+2',
      '2001-02-03 04:05:06+530',
    ],
  ],
  [
    'interval',
    OID.interval,
    [
      '1 day',
      '1 mon 2 days 03:04:05.5',
      '-1 year +2 mons',
      '@ 1 hour ago',
      '1 day ago',
      '1 year 2 months 3 days 4 hours 5 minutes 6 seconds',
      '1.5 days',
      '1.5 months',
      '1.5 years',
      '0.1 mon',
      '1.2345 weeks',
      '1 2:03:04',
      '-1 2:03:04',
      '1-2',
      '-1-2',
      '1-2 3 4:05:06',
      '5',
      '1.5',
      '04:05',
      '-04:05:06.7',
      'P1Y2M3DT4H5M6.7S',
      'PT0S',
      'P-1Y',
      'P1W',
      'PT1.5H',
      'P0.5D',
      '1 week',
      '2 decades',
      '1 century',
      '3 millennia',
      '100 ms',
      '5 us',
      '1 quarter',
      '1d',
      '2h30m',
      '1 day 2 days',
      '1 fortnight',
      '',
      'x',
      'day',
      'P',
      'PT',
      'infinity',
      '-infinity',
      '2147483647 days',
      '2147483648 days',
      '1e3 days',
      '1 day 04:61',
      '00:00:00.0000005',
      '1 hour 30 minutes ago',
      '.5 day',
      '1 mon -1 day',
      '10 years ago',
    ],
  ],
  [
    'int4[]',
    1007,
    [
      '{}',
      ' { } ',
      '{1,2,3}',
      '{1, NULL , 3}',
      '{{1,2},{3,4}}',
      '{{1,2},{3}}',
      '{1,{2}}',
      '[1:2]={1,2}',
      '[1:3]={1,2}',
      '{1,2',
      '1,2}',
      '{1,,2}',
      '{,}',
      '{1}x',
      '',
      '{"1"}',
      '{x}',
      '{{},{}}',
      '{{{1}}}',
      '[2]={7,8}',
    ],
  ],
  [
    'text[]',
    1009,
    [
      '{a,b}',
      '{"a b",c}',
      '{a b, c }',
      '{"a\\"b"}',
      '{a\\,b}',
      '{""}',
      '{null,"null",NULL}',
      '{"}"}',
      '{a"b"}',
      '{\\ }',
      '{ü😀}',
      '{"\\\\"}',
      '{a\\ }',
      '{"a}',
      '{nu\\ll}',
    ],
  ],
  ['numeric[]', 1231, ['{1.5,22,NULL}', '{0.001}']],
  ['timestamp[]', 1115, ['{"2001-02-03 04:05:06",NULL}']],
];

describe('parameters against Postgres', () => {
  let postgres: Postgres;

  beforeAll(async () => {
    postgres = await Postgres.start();
  });

  afterAll(async () => {
    await postgres.close();
  });

  async function theirs(bytes: Buffer, oid: number, format: Format): Promise<string> {
    const { messages, failure } = await postgres.extended('SELECT $1', [{ oid, bytes, format }], 0);
    if (failure !== undefined) return `${failure.sqlState}: ${failure.text}`;
    return (
      messages
        .find(({ type }) => type === 'D')
        ?.body.subarray(6)
        .toString() ?? 'no row'
    );
  }

  async function compare(
    texts: readonly string[],
    oid: number,
    settings: ParameterSettings = DEFAULT_PARAMETER_SETTINGS,
  ): Promise<void> {
    const [expected, actual]: [string[], string[]] = [[], []];
    for (const text of texts) {
      expected.push(`${text} => ${await theirs(Buffer.from(text), oid, 0)}`);
      actual.push(`${text} => ${ours(Buffer.from(text), oid, 0, settings)}`);
    }
    expect(actual).toEqual(expected);
  }

  it.each(TEXTS)('text of %s', async (_, oid, texts) => {
    await compare(texts, oid);
  });

  it.each(['America/Los_Angeles', 'Europe/Berlin', 'Australia/Lord_Howe'])(
    'timestamptz without offset in %s',
    async (name) => {
      await postgres.run(`SET TimeZone = '${name}'`);
      const zone = zoneOf(name);
      if (zone === undefined) throw new Error(name);
      const texts = [
        '2021-03-14',
        '2021-03-28',
        '2021-10-31',
        '2021-11-07',
        '2021-04-04',
        '2021-10-03',
        '1999-07-01',
      ].flatMap((day) =>
        ['00:00', '01:30', '01:45', '02:00', '02:15', '02:30', '03:00', '12:00'].map((clock) => `${day} ${clock}`),
      );
      const answers = await Promise.all(texts.map((text) => theirs(Buffer.from(text), OID.timestamptz, 0)));
      const settings = { ...DEFAULT_PARAMETER_SETTINGS, zone };
      const encode = cellEncoder(OID.timestamptz, -1, 0, { ...DEFAULT_OUTPUT, zone });
      const actual = texts.map((text) => {
        const out = new ByteWriter();
        encode(plainValue(decodeParameter(Buffer.from(text), OID.timestamptz, 0, settings)), out);
        return out.written.toString();
      });
      await postgres.run('RESET TimeZone');
      expect(actual).toEqual(answers);
    },
  );

  it.each(['MDY', 'DMY', 'YMD'] as const)('dates in the order %s', async (dateOrder) => {
    await postgres.run(`SET DateStyle = 'ISO, ${dateOrder}'`);
    await compare(['1/2/2003', '1-2-03', '03/04/05', '2003-01-02', '31/1/2003', '1.2.2003'], OID.date, {
      ...DEFAULT_PARAMETER_SETTINGS,
      dateOrder,
    });
    await postgres.run('RESET DateStyle');
  });

  it('texts with a character changed at random', async () => {
    const random = new Random(99);
    for (const [, oid, texts] of TEXTS) {
      if (oid === OID.interval || oid === OID.date || oid === OID.time || oid === OID.json) continue;
      if (oid === OID.timestamp || oid === OID.timestamptz || oid === OID.name || oid === 1115) continue;
      const changed = random.list(60, () => {
        const text = random.pick(texts as readonly [string, ...string[]]);
        const at = random.integer(0, text.length);
        const put = random.pick(['0', '9', '1', '.', '-', '+', 'e', ' ', '_', '{', '}', ',', '"', '\\', 'x', '']);
        return text.slice(0, at) + put + text.slice(at + random.integer(0, 1));
      });
      for (const text of changed) {
        // C libraries differ on hexadecimal floats, and on a lone `0x`.
        if ((oid === OID.float4 || oid === OID.float8) && /x/i.test(text)) continue;
        if (oid === OID.oid && /0x(?![\da-f])/i.test(text)) continue;
        const expected = await theirs(Buffer.from(text), oid, 0);
        const actual = ours(Buffer.from(text), oid, 0, DEFAULT_PARAMETER_SETTINGS);
        // Where an integer is both too long and ends in nonsense, Postgres names the one and we the other.
        // Of two faults of an array it names the first.
        const isEither = /^22(003|P02)/.test(expected) && actual.startsWith('22P02');
        // Postgres takes a first index other than 1 and numerics of any length.
        if (!isEither && !actual.startsWith('0A000')) expect(`${text} => ${actual}`).toBe(`${text} => ${expected}`);
      }
    }
  });

  it('a zone there is none of', async () => {
    const bytes = Buffer.from('2001-02-03 04:05:06 Nowhere/Land');
    expect((await theirs(bytes, OID.timestamptz, 0)).slice(0, 5)).toBe('22023');
    expect(ours(bytes, OID.timestamptz, 0, DEFAULT_PARAMETER_SETTINGS).slice(0, 5)).toBe('22023');
  });

  it('every sample, in text and binary', async () => {
    const types = samplesOfAllTypes(new Random(4), 60);
    const differences: string[] = [];
    let checked = 0;
    for (const { name, oid, typeModifier, samples } of types) {
      const finite = samples.filter(({ sql }) => !(oid === OID.numeric && /NaN|Infinity|1e21/.test(sql)));
      const source = `SELECT v FROM (VALUES ${finite.map(({ sql }) => `(${sql})`).join(',')}) AS t(v)`;
      for (const format of [0, 1] as const) {
        for (const bytes of await postgres.cells(source, format)) {
          if (bytes === null) continue;
          const value = plainValue(decodeParameter(bytes, oid, format));
          const out = new ByteWriter();
          cellEncoder(oid, typeModifier, format, DEFAULT_OUTPUT)(value, out);
          checked++;
          const same =
            oid === OID.bpchar
              ? out.written.toString().trimEnd() === bytes.toString().trimEnd()
              : out.written.equals(bytes);
          if (!same)
            differences.push(`${name} ${format}: ${bytes.toString('latin1')} => ${out.written.toString('latin1')}`);
        }
      }
    }
    expect(differences).toEqual([]);
    expect(checked).toBeGreaterThan(2400);
  });

  it('binary of a wrong length', async () => {
    const cases: [number, Buffer][] = [
      OID.bool,
      OID.int2,
      OID.int4,
      OID.int8,
      OID.float4,
      OID.float8,
      OID.date,
      OID.timestamp,
      OID.interval,
      OID.uuid,
      OID.numeric,
      OID.jsonb,
      1007,
    ]
      .flatMap((oid) =>
        [0, 3, 33].map((length): [number, Buffer] => [oid, Buffer.alloc(length, length === 33 ? 0 : 1)]),
      )
      .filter(([oid, bytes]) => !((oid === OID.jsonb || oid === OID.numeric || oid === OID.uuid) && bytes.length > 0));
    const state = (text: string) => text.slice(0, 5);
    for (const [oid, bytes] of cases) {
      const expected = state(await theirs(bytes, oid, 1));
      expect([oid, bytes.length, state(ours(bytes, oid, 1, DEFAULT_PARAMETER_SETTINGS))]).toEqual([
        oid,
        bytes.length,
        expected,
      ]);
    }
  });

  it('text that is no UTF-8 or holds NUL', async () => {
    for (const bytes of [Buffer.from([0xff]), Buffer.from('a\0b'), Buffer.from([0xc3])]) {
      expect((await theirs(bytes, OID.text, 0)).slice(0, 5)).toBe('22021');
      expect(ours(bytes, OID.text, 0, DEFAULT_PARAMETER_SETTINGS).slice(0, 5)).toBe('22021');
    }
  });
});

describe('parameters', () => {
  it('gives a NULL the type it was announced with', () => {
    expect(decodeParameter(null, OID.int4, 0)).toEqual({
      kind: 'scalar',
      value: null,
      type: { kind: 'integer', bits: 32 },
    });
  });

  it('gives the elements of an array one type', () => {
    const decoded = decodeParameter(Buffer.from('{{1.5,NULL},{220,0.125}}'), 1231, 0);
    const type = { kind: 'decimal', precision: 6, scale: 3 };
    expect(decoded.type).toEqual({ kind: 'array', element: { kind: 'array', element: type } });
    expect(plainValue(decoded)).toEqual([
      ['1.5', null],
      ['220', '0.125'],
    ]);
  });

  it('means today by the clock and zone of the session', () => {
    const zone = zoneOf('Asia/Tokyo');
    if (zone === undefined) throw new Error('no zone');
    const settings: ParameterSettings = { zone, dateOrder: 'MDY', nowMs: () => Date.parse('2024-02-28T20:00:00.5Z') };
    const value = (text: string, oid: number) => plainValue(decodeParameter(Buffer.from(text), oid, 0, settings));
    expect(value('today', OID.date)).toBe('2024-02-29');
    expect(value('tomorrow', OID.timestamp)).toBe('2024-03-01T00:00:00');
    expect(value('now', OID.timestamptz)).toBe('2024-02-28T20:00:00.5Z');
    expect(value('now', OID.timestamp)).toBe('2024-02-29T05:00:00.5');
  });

  it.each([OID.timetz, OID.record, OID.void, 2205, 999_999])('refuses type %d', (oid) => {
    expect(ours(Buffer.from('1'), oid, 0, DEFAULT_PARAMETER_SETTINGS).slice(0, 5)).toBe('0A000');
  });

  it.each(['NaN', '-Infinity', '1e39', '0.000000000000000000000000000000000000001'])('refuses numeric %s', (text) => {
    expect(ours(Buffer.from(text), OID.numeric, 0, DEFAULT_PARAMETER_SETTINGS).slice(0, 5)).toBe('0A000');
  });
});
