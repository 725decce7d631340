import { OID } from '../../../../src/doors/sql/types/pg-types.js';
import { quoted } from './postgres.js';
import type { Random } from './random.js';

/** A value as a source gives it, and the same as an expression of Postgres. */
export interface Sample {
  readonly value: unknown;
  readonly sql: string;
}

export interface TypeSamples {
  readonly name: string;
  readonly oid: number;
  readonly typeModifier: number;
  readonly samples: readonly Sample[];
}

const HARD_TEXTS = [
  '',
  ' ',
  'NULL',
  'null',
  'a,b',
  '{}',
  '"',
  '\\',
  '\\N',
  '\\.',
  'a"b\\c',
  'line\nfeed\r\ttab\v\f\b',
  'Zürich',
  '日本語',
  '😀 smile',
  "it's",
  'x'.repeat(300),
  'é'.repeat(40),
] as const;

function randomText(random: Random): string {
  if (random.next() < 0.5) return random.pick(HARD_TEXTS);
  return random
    .list(random.integer(0, 40), () => random.pick(['a', 'Z', ' ', '7', 'ß', '€', '😀', ',', '"', '\\']))
    .join('');
}

function digits(random: Random, length: number): string {
  return random.list(length, () => String(random.integer(0, 9))).join('');
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

interface Day {
  readonly source: string;
  readonly sql: string;
  readonly era: string;
}

function randomDay(random: Random, minYear: number, maxYear: number): Day {
  const year = random.next() < 0.7 ? random.integer(1900, 2100) : random.integer(minYear, maxYear);
  const monthDay = `${pad(random.integer(1, 12), 2)}-${pad(random.integer(1, 28), 2)}`;
  const plain = year >= 1 && year <= 9999;
  const source = plain ? pad(year, 4) : `${year < 0 ? '-' : '+'}${pad(Math.abs(year), 6)}`;
  return {
    source: `${source}-${monthDay}`,
    sql: `${pad(year <= 0 ? 1 - year : year, 4)}-${monthDay}`,
    era: year <= 0 ? ' BC' : '',
  };
}

function randomClock(random: Random): string {
  const clock = `${pad(random.integer(0, 23), 2)}:${pad(random.integer(0, 59), 2)}:${pad(random.integer(0, 59), 2)}`;
  const kind = random.next();
  if (kind < 0.4) return clock;
  return `${clock}.${digits(random, kind < 0.7 ? 3 : 6).replace(/0+$/, '') || '5'}`;
}

function same(text: string, type: string): Sample {
  return { value: text, sql: `${quoted(text)}::${type}` };
}

function moment(random: Random, zoned: boolean, minYear: number, maxYear: number): Sample {
  const day = randomDay(random, minYear, maxYear);
  const clock = randomClock(random);
  const type = zoned ? 'timestamptz' : 'timestamp';
  return {
    value: `${day.source}T${clock}${zoned ? 'Z' : ''}`,
    sql: `'${day.sql} ${clock}${zoned ? '+00' : ''}${day.era}'::${type}`,
  };
}

/** Instants whose zone had its rules when every database agreed on them. */
export function instants(random: Random, count: number, minYear: number, maxYear: number): readonly Sample[] {
  return random.list(count, () => moment(random, true, minYear, maxYear));
}

const SPECIAL_FLOATS = [
  0,
  -0,
  1,
  -1,
  0.1,
  0.30000000000000004,
  1e15,
  1e14,
  999999999999999,
  123456789012345.6,
  1e16,
  1e20,
  1e21,
  1e-4,
  1e-5,
  1e-7,
  123456,
  1234567,
  1e22,
  1e23,
  9007199254740994,
  5e23,
  8.41e21,
  9.5e22,
  2e23,
  1e300,
  5e-324,
  2.2250738585072014e-308,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.MAX_SAFE_INTEGER,
];

const SPECIAL_FLOAT4S = [
  0, -0, 0.1, 1e5, 999999, 1e6, 16777216, 3.4028234663852886e38, 1e-45, 1.17549435e-38, 0.00012345, 0.00001,
];

function float(value: number, type: string): Sample {
  return { value, sql: `${quoted(Object.is(value, -0) ? '-0' : String(value))}::${type}` };
}

function randomDouble(random: Random): number {
  if (random.next() < 0.3) return 2 ** random.integer(-1074, 1023);
  if (random.next() < 0.3) return random.integer(1, 9999) * 10 ** random.integer(12, 30);
  if (random.next() < 0.3) return 2 ** random.integer(52, 90) * (1 + random.integer(0, 4096) / 4096);
  if (random.next() < 0.4)
    return Number((random.next() * 10 ** random.integer(-8, 18)).toPrecision(random.integer(1, 17)));
  for (;;) {
    const value = random.bytes(8).readDoubleBE();
    if (Number.isFinite(value)) return value;
  }
}

function randomFloat(random: Random): number {
  if (random.next() < 0.3) return Math.fround(random.integer(0, 99_999) * 10 ** random.integer(0, 20));
  if (random.next() < 0.3) return Math.fround(2 ** random.integer(-149, 127));
  if (random.next() < 0.3) return Math.fround(Number((random.next() * 1000).toPrecision(random.integer(1, 8))));
  for (;;) {
    const value = random.bytes(4).readFloatBE();
    if (Number.isFinite(value)) return value;
  }
}

function interval(months: number, days: number, micros: bigint): Sample {
  const text = `${months} mons ${days} days ${micros} microseconds`;
  return { value: `${months} ${days} ${micros}`, sql: `'${text}'::interval` };
}

function randomInterval(random: Random): Sample {
  const part = (max: number) => (random.next() < 0.3 ? 0 : random.integer(-max, max));
  return interval(part(40), part(40), BigInt(part(100_000)) * 10n ** BigInt(random.integer(0, 8)) + BigInt(part(3)));
}

const ELEMENTS: Readonly<Record<string, (random: Random) => Sample>> = {
  text: (random) => same(randomText(random), 'text'),
  int4: (random) => ({ value: random.integer(-5, 1e9), sql: '' }),
  bool: (random) => ({ value: random.next() < 0.5, sql: '' }),
  timestamp: (random) => moment(random, false, -4000, 20_000),
  interval: randomInterval,
  bytea: (random) => bytea(random.bytes(random.integer(0, 5))),
};

function bytea(bytes: Buffer): Sample {
  return { value: new Uint8Array(bytes), sql: `'\\x${bytes.toString('hex')}'::bytea` };
}

function randomArray(random: Random, type: string, element: (random: Random) => Sample): Sample {
  const shape = random.next();
  const one = (): Sample => {
    if (random.next() < 0.2) return { value: null, sql: 'NULL' };
    const sample = element(random);
    return sample.sql === '' ? { value: sample.value, sql: String(sample.value) } : sample;
  };
  const list = (items: readonly Sample[]): Sample => ({
    value: items.map(({ value }) => value),
    sql: `ARRAY[${items.map(({ sql }) => sql).join(',')}]::${type}[]`,
  });
  if (shape < 0.1) return { value: [], sql: `'{}'::${type}[]` };
  if (shape < 0.8) return list(random.list(random.integer(1, 5), one));
  const width = random.integer(1, 3);
  const rows = random.list(random.integer(1, 3), () => list(random.list(width, one)));
  return { value: rows.map(({ value }) => value), sql: `ARRAY[${rows.map(({ sql }) => sql).join(',')}]` };
}

function big(value: bigint): Sample {
  return { value, sql: `'${value}'::int8` };
}

/** Values of every type the door sends: the hard ones, and `count` random ones each. */
export function samplesOfAllTypes(random: Random, count: number): readonly TypeSamples[] {
  const of = (name: string, oid: number, samples: readonly Sample[], typeModifier = -1): TypeSamples => ({
    name,
    oid,
    typeModifier,
    samples,
  });
  const many = (make: () => Sample): readonly Sample[] => random.list(count, make);
  const int = (min: number, max: number, type: string) => [
    ...[0, 1, -1, 9, 10, 99, 100, min, max].map((value) => ({ value, sql: `(${value})::${type}` })),
    ...many(() => {
      const value = random.integer(min, max);
      return { value: random.next() < 0.3 ? BigInt(value) : value, sql: `(${value})::${type}` };
    }),
  ];
  const numeric = (whole: number, scale: number, sign: string): string => {
    const fraction = scale === 0 ? '' : `.${digits(random, scale)}`;
    const text = `${digits(random, whole).replace(/^0+/, '') || '0'}${fraction}`;
    return /[1-9]/.test(text) ? sign + text : text;
  };
  return [
    of('bool', OID.bool, [
      { value: true, sql: 'true' },
      { value: false, sql: 'false' },
    ]),
    of('int2', OID.int2, int(-32_768, 32_767, 'int2')),
    of('int4', OID.int4, int(-2_147_483_648, 2_147_483_647, 'int4')),
    of('int8', OID.int8, [
      ...[0n, -1n, 2n ** 31n, 2n ** 53n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)].map(big),
      { value: 12, sql: '12::int8' },
      { value: Number.MAX_SAFE_INTEGER, sql: `${Number.MAX_SAFE_INTEGER}::int8` },
      ...many(() => big(BigInt.asIntN(64, random.bytes(8).readBigInt64BE() >> BigInt(random.integer(0, 62))))),
    ]),
    of('oid', OID.oid, [
      { value: 4_294_967_295, sql: '4294967295::oid' },
      { value: 26n, sql: '26::oid' },
    ]),
    of('float8', OID.float8, [
      ...SPECIAL_FLOATS.map((value) => float(value, 'float8')),
      ...many(() => float(randomDouble(random), 'float8')),
    ]),
    of('float4', OID.float4, [
      ...SPECIAL_FLOAT4S.map((value) => float(Math.fround(value), 'float4')),
      ...many(() => float(randomFloat(random), 'float4')),
    ]),
    of('numeric', OID.numeric, [
      ...[
        '0',
        '0.00',
        '1',
        '-1',
        '10000',
        '9999',
        '0.0001',
        '0.00001',
        '-0.5',
        '100000000.000000001',
        'NaN',
        'Infinity',
        '-Infinity',
      ].map((text) => same(text, 'numeric')),
      { value: 7, sql: '7::numeric' },
      { value: -(10n ** 30n), sql: '-1000000000000000000000000000000::numeric' },
      { value: 1e21, sql: '1000000000000000000000::numeric' },
      { value: 1.5e-7, sql: '0.00000015::numeric' },
      { value: '-0.00', sql: '0.00::numeric' },
      ...many(() => same(numeric(random.integer(1, 24), random.integer(0, 14), random.pick(['', '-'])), 'numeric')),
    ]),
    of(
      'numeric(12,3)',
      OID.numeric,
      [
        { value: 1.5, sql: '1.5::numeric(12,3)' },
        { value: 3n, sql: '3::numeric(12,3)' },
        { value: '1.20000', sql: '1.2::numeric(12,3)' },
        { value: 0, sql: '0::numeric(12,3)' },
        { value: Number.NaN, sql: "'NaN'::numeric(12,3)" },
        ...many(() => same(numeric(9, random.integer(0, 3), '-'), 'numeric(12,3)')),
      ],
      ((12 << 16) | 3) + 4,
    ),
    of('text', OID.text, [
      ...HARD_TEXTS.map((text) => same(text, 'text')),
      ...many(() => same(randomText(random), 'text')),
    ]),
    of('varchar', OID.varchar, [same('Zürich', 'varchar')]),
    of(
      'varchar(3)',
      OID.varchar,
      [same('abc', 'varchar(3)'), same('abc  ', 'varchar(3)'), same('😀', 'varchar(3)')],
      7,
    ),
    of(
      'char(4)',
      OID.bpchar,
      [same('ab', 'char(4)'), same('😀é', 'char(4)'), same('', 'char(4)'), same('abcd  ', 'char(4)')],
      8,
    ),
    of('name', OID.name, [same('pg_class', 'name'), same('', 'name')]),
    of('"char"', OID.char, [same('r', '"char"'), same('', '"char"')]),
    of('json', OID.json, [same('{"a": [1, "x\\n", null]}', 'json'), same('  [ ]', 'json')]),
    of('jsonb', OID.jsonb, [same('{"a": [1, "ü", null]}', 'jsonb')]),
    of(
      'bytea',
      OID.bytea,
      many(() => bytea(random.bytes(random.integer(0, 30)))),
    ),
    of(
      'uuid',
      OID.uuid,
      many(() =>
        same(
          random
            .bytes(16)
            .toString('hex')
            .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
          'uuid',
        ),
      ),
    ),
    of('date', OID.date, [
      ...['infinity', '-infinity', '2000-02-29', '1999-12-31'].map((text) => same(text, 'date')),
      { value: '2001-01-31T00:00:00', sql: "'2001-01-31'::date" },
      { value: '-004713-11-24', sql: "'4714-11-24 BC'::date" },
      ...many(() => {
        const day = randomDay(random, -4000, 200_000);
        return { value: day.source, sql: `'${day.sql}${day.era}'::date` };
      }),
    ]),
    of('time', OID.time, [
      same('24:00:00', 'time'),
      same('00:00:00', 'time'),
      ...many(() => same(randomClock(random), 'time')),
    ]),
    of('timestamp', OID.timestamp, [
      same('infinity', 'timestamp'),
      same('-infinity', 'timestamp'),
      { value: '2001-01-31', sql: "'2001-01-31'::timestamp" },
      { value: '2001-01-31T10:00:00.500000', sql: "'2001-01-31 10:00:00.5'::timestamp" },
      { value: '+294276-12-31T23:59:59.999999', sql: "'294276-12-31 23:59:59.999999'::timestamp" },
      { value: '-004713-11-24T00:00:00', sql: "'4714-11-24 00:00:00 BC'::timestamp" },
      ...many(() => moment(random, false, -4000, 290_000)),
    ]),
    of('timestamptz', OID.timestamptz, [
      same('infinity', 'timestamptz'),
      { value: '2001-01-31T10:00:00.25+02:00', sql: "'2001-01-31 08:00:00.25+00'::timestamptz" },
      { value: '2001-01-31T10:00:00', sql: "'2001-01-31 10:00:00+00'::timestamptz" },
      ...instants(random, count, -4000, 290_000),
    ]),
    of('interval', OID.interval, [
      ...[
        interval(0, 0, 0n),
        interval(12, 0, 0n),
        interval(-13, 1, -1n),
        interval(1, -2, 3n),
        interval(-1, 2, 11_045_500_000n),
      ],
      interval(0, 0, 9_223_372_036_854_775_807n),
      interval(0, 0, -9_223_372_036_854_775_807n),
      { value: `${2 ** 31 - 1} ${2 ** 31 - 1} ${2n ** 63n - 1n}`, sql: "'infinity'::interval" },
      { value: `${-(2 ** 31)} ${-(2 ** 31)} ${-(2n ** 63n)}`, sql: "'-infinity'::interval" },
      ...many(() => randomInterval(random)),
    ]),
    ...Object.entries(ELEMENTS).map(([type, element]) => {
      const oids: Readonly<Record<string, number>> = {
        text: 1009,
        int4: 1007,
        bool: 1000,
        timestamp: 1115,
        interval: 1187,
        bytea: 1001,
      };
      return of(`${type}[]`, oids[type] ?? 0, [
        { value: [[], []], sql: `'{}'::${type}[]` },
        { value: [null], sql: `ARRAY[NULL]::${type}[]` },
        ...random.list(Math.ceil(count / 2), () => randomArray(random, type, element)),
      ]);
    }),
    of(
      'numeric(12,3)[]',
      1231,
      [
        { value: ['1.500', null, 2], sql: 'ARRAY[1.5, NULL, 2]::numeric(12,3)[]' },
        { value: [['1.500'], ['-7']], sql: 'ARRAY[[1.5], [-7]]::numeric(12,3)[]' },
      ],
      ((12 << 16) | 3) + 4,
    ),
  ];
}
