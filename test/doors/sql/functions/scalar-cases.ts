import { OID } from '../../../../src/doors/sql/types/pg-types.js';
import type { Argument, Call } from './compare.js';
import * as v from './values.js';

/** Calls that are one function over every combination of some values. */
export interface Group {
  readonly title: string;
  readonly calls: readonly Call[];
  /** Significant digits that are compared, of functions computed in DOUBLE. */
  readonly digits?: number;
  /** What differs knowingly, and why. */
  readonly known?: RegExp;
}

function combinations(pools: readonly (readonly Argument[])[]): readonly (readonly Argument[])[] {
  return pools.reduce<readonly (readonly Argument[])[]>(
    (lists, pool) => lists.flatMap((list) => pool.map((value) => [...list, value])),
    [[]],
  );
}

const group = (title: string, calls: readonly Call[], more: Partial<Group> = {}): Group => ({ title, calls, ...more });

const operator = (name: string, ...pools: readonly (readonly Argument[])[]): readonly Call[] =>
  combinations(pools).map((args) => ({
    name,
    kind: 'operator',
    sql: args.length === 1 ? `(${name} $1)` : `($1 ${name} $2)`,
    args,
  }));

const fn = (name: string, ...pools: readonly (readonly Argument[])[]): readonly Call[] =>
  combinations(pools).map((args) => ({
    name,
    kind: 'function',
    sql: `${name}(${args.map((_, index) => `$${index + 1}`).join(', ')})`,
    args,
  }));

const written = (name: string, sql: string, ...pools: readonly (readonly Argument[])[]): readonly Call[] =>
  combinations(pools).map((args) => ({ name, kind: 'function', sql, args }));

const cast = (type: string, pool: readonly Argument[], resultTypmod?: number): readonly Call[] =>
  pool.map((argument) => ({
    name: 'cast',
    kind: 'cast',
    sql: `$1::${type}`,
    args: [argument],
    resultType:
      Object.entries(OID).find(([name]) => type.startsWith(name) && type.replace(/\(.*/, '') === name)?.[1] ?? OID.text,
    ...(resultTypmod === undefined ? {} : { options: { resultTypmod } }),
  }));

const numericMod = (precision: number, scale: number) => ((precision << 16) | scale) + 4;

/** Quotients under 0.0001 have 20 digits after the point, and in Postgres more. */
const TINY = /: -?0\.0000\d*, but -?0\.0000/;
/** A pattern that is no pattern is refused before a row is read, even where Postgres would read none. */
const EARLY = /must not end with escape|NULL::text.*invalid regular expression/s;

const arithmetic = ['+', '-', '*', '/'].map((name) =>
  group(
    `${name} of numbers`,
    [
      ...operator(name, v.INTS, v.INTS),
      ...operator(name, v.LONGS, v.SMALL),
      ...operator(name, v.NUMERICS, v.NUMERICS),
      ...operator(name, v.PLAIN_FLOATS, v.PLAIN_FLOATS.slice(0, 6)),
    ],
    { known: TINY },
  ),
);

const comparisons = ['=', '<>', '<', '<=', '>', '>='].map((name) =>
  group(`${name}`, [
    ...operator(name, v.INTS, v.LONGS.slice(3)),
    ...operator(name, v.NUMERICS, v.NUMERICS.slice(4)),
    ...operator(name, v.FLOATS, v.FLOATS.slice(5)),
    ...operator(name, v.TEXTS.slice(0, 4), v.TEXTS).map((call) => ({ ...call, sql: `($1 ${name} $2 COLLATE "C")` })),
    ...operator(name, v.DATES, v.STAMPS),
    ...operator(name, v.SPANS, v.SPANS),
    ...operator(name, v.INSTANTS, v.STAMPS),
  ]),
);

const UNITS = v.text(
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'hour',
  'minute',
  'second',
  'milliseconds',
  'microseconds',
);
const PARTS = v.text(
  ...['century', 'decade', 'year', 'isoyear', 'quarter', 'month', 'week', 'day', 'doy', 'dow', 'isodow', 'hour'],
  ...['minute', 'second', 'milliseconds', 'microseconds', 'epoch'],
);
const DATE_PARTS = PARTS.slice(0, 11);
const INTERVAL_PARTS = v.text(
  'century',
  'decade',
  'year',
  'month',
  'day',
  'hour',
  'minute',
  'second',
  'milliseconds',
  'microseconds',
  'epoch',
);

const PATTERNS = v.text(
  '%',
  '',
  'a%',
  '%l_o%',
  '_',
  'a\\_b',
  '50\\%',
  '%\\\\%',
  'H\\ello%',
  '%É%',
  'back%',
  null,
  'x\\',
);
const REGEXES = v.text(
  'l+',
  '^a',
  'b$',
  '[0-9]+',
  '\\d',
  '(a|b)',
  '[[:alpha:]]+',
  'H.l',
  'a.b',
  '^$',
  'o\\s*W',
  '\\.',
  '[^a-z]',
  '(',
  'a{2}',
  'x?',
  null,
);
const TO_CHAR = v.text(
  ...[
    'YYYY-MM-DD',
    'YYYY-MM-DD HH24:MI:SS',
    'Mon YYYY',
    'Month',
    'FMMonth DD, YYYY',
    'MON',
    'mon',
    'Day',
    'FMDay',
    'DAY',
    'Dy',
  ],
  ...[
    'DY',
    'D',
    'ID',
    'DDD',
    'IYYY-IW',
    'Q',
    'YYYY"-Q"Q',
    'HH12:MI AM',
    'HH:MI:SS.MS',
    'US',
    'YY',
    'FMMM/FMDD/YYYY',
    'month',
    'day',
    'yyyy-mm-dd',
    '"%"YYYY',
  ],
  ...['am', 'WW', 'DDth', 'J', 'YYYY BC'],
);
const ZONES = v.text('UTC', 'Europe/Berlin', 'America/New_York');

const NUMBER_PATTERNS = v.text(
  ...['999', 'FM999', '9999.99', 'FM9999.99', '0000', 'FM0000.00', '999,999,990.00', 'FM999,999,990.00', '9G999D90'],
  ...[
    'FM9,999.90',
    '$9999.9',
    'FM$9,990.00',
    '990.0%',
    'FM990"x"',
    '.99',
    'S999',
    '999MI',
    '999PR',
    '9.99EEEE',
    'RN',
    '99V9',
    '',
    'L99',
  ],
);
/** Texts of another shape than the pattern's, of which Postgres reads some, are refused as they come. */
const UNREAD = /is not supported/;

export const groups: readonly Group[] = [
  ...arithmetic,
  group('% and mod', [
    ...operator('%', v.INTS, v.INTS),
    ...fn('mod', v.NUMERICS, v.NUMERICS),
    ...operator('%', v.LONGS, v.LONGS),
  ]),
  group('div', fn('div', v.NUMERICS, v.NUMERICS)),
  group('unary minus and abs', [
    ...operator('-', [...v.INTS, ...v.LONGS, ...v.NUMERICS, ...v.FLOATS, ...v.SPANS]),
    ...fn('abs', [...v.INTS, ...v.NUMERICS, ...v.FLOATS]),
  ]),
  group('bits', [...['&', '|', '#'].flatMap((name) => operator(name, v.INTS, v.INTS))]),
  ...comparisons,
  group('IS DISTINCT FROM', [
    ...written('is distinct from', '($1 IS DISTINCT FROM $2)', v.INTS, v.INTS),
    ...written('is not distinct from', '($1 IS NOT DISTINCT FROM $2)', v.TEXTS, v.TEXTS.slice(0, 4)),
  ]),
  group('AND OR NOT', [
    ...written('and', '($1 AND $2)', v.bool('true', 'false', null), v.bool('true', 'false', null)),
    ...written('or', '($1 OR $2)', v.bool('true', 'false', null), v.bool('true', 'false', null)),
    ...written('not', '(NOT $1)', v.bool('true', 'false', null)),
  ]),
  group('coalesce nullif greatest least', [
    ...['coalesce', 'greatest', 'least', 'nullif'].flatMap((name) => [
      ...fn(name, v.INTS, v.INTS),
      ...fn(name, v.NUMERICS, v.NUMERICS.slice(4, 9)),
      ...fn(name, v.DATES, v.DATES.slice(4)),
    ]),
  ]),
  group('round trunc', [
    ...['round', 'trunc'].flatMap((name) => [
      ...fn(name, [...v.NUMERICS, ...v.FLOATS]),
      ...fn(name, v.NUMERICS, v.int4('0', '1', '2', '5', '-1', '-3', null)),
    ]),
  ]),
  group(
    'floor ceil sign',
    ['floor', 'ceil', 'sign'].flatMap((name) => fn(name, [...v.NUMERICS, ...v.FLOATS])),
  ),
  group(
    'functions of float',
    [
      'sqrt',
      'exp',
      'ln',
      'log',
      'sin',
      'cos',
      'tan',
      'asin',
      'acos',
      'atan',
      'degrees',
      'radians',
      'tanh',
      'sinh',
      'cosh',
    ].flatMap((name) => fn(name, v.float8('0', '1', '-1', '0.5', '-0.5', '2', '100', 'NaN', null))),
    { digits: 14 },
  ),
  group(
    'exp and power at the edges',
    [
      ...fn('exp', v.float8('1000', '-1', 'Infinity', '-Infinity')),
      ...fn('power', v.float8('0', '-2', '2', '10', 'NaN', null), v.float8('0', '2', '-1', '0.5', '400', 'NaN', null)),
    ],
    { digits: 14 },
  ),
  group(
    'functions of numeric',
    [
      ...['sqrt', 'exp', 'ln', 'log'].flatMap((name) =>
        fn(name, v.numeric(5, 2, '0.00', '1.00', '2.25', '-1.00', '10.00', null)),
      ),
      ...fn('power', v.numeric(5, 2, '2.00', '1.50', '0.00'), v.numeric(3, 1, '2.0', '0.5', '-1.0')),
    ],
    { digits: 13 },
  ),
  group(
    'lower upper initcap reverse length md5 ascii',
    ['lower', 'upper', 'initcap', 'reverse', 'length', 'char_length', 'octet_length', 'md5', 'ascii'].flatMap((name) =>
      fn(name, v.TEXTS),
    ),
  ),
  group(
    'trim',
    ['btrim', 'ltrim', 'rtrim'].flatMap((name) => [
      ...fn(name, v.TEXTS),
      ...fn(name, v.TEXTS, v.text('', 'a', 'lH ', 'x🏼', null)),
    ]),
  ),
  group(
    'left right',
    ['left', 'right'].flatMap((name) => fn(name, v.TEXTS, v.SMALL)),
  ),
  group('substring', [
    ...fn('substring', v.TEXTS, v.SMALL),
    ...fn('substr', v.TEXTS.slice(1, 8), v.SMALL, v.SMALL),
    ...fn('substr', v.TEXTS.slice(2, 4), v.int4('2147483647', '-2147483648', '2'), v.int4('2147483647', '1')),
  ]),
  group('substring from pattern', fn('substring', v.TEXTS, v.text('l+', '[0-9]+', 'a', 'b(.)', '(l)(l)', 'zz', 'H|W'))),
  group('lpad rpad repeat', [
    ...['lpad', 'rpad'].flatMap((name) => [
      ...fn(name, v.TEXTS, v.SMALL),
      ...fn(name, v.TEXTS.slice(0, 5), v.SMALL, v.text('x', 'xy', '', null)),
    ]),
    ...fn('repeat', v.TEXTS, v.SMALL),
  ]),
  group('strpos replace translate starts_with split_part', [
    ...fn('strpos', v.TEXTS, v.TEXTS.slice(0, 5)),
    ...fn('replace', v.TEXTS, v.text('', 'l', 'a', null), v.text('', 'XX', null)),
    ...fn('translate', v.TEXTS, v.text('aelo', ' ', null), v.text('A', 'xyz', '')),
    ...fn('starts_with', v.TEXTS, v.TEXTS.slice(0, 5)),
    ...fn('split_part', v.TEXTS, v.text(',', 'l', ''), v.int4('1', '2', '-1', '5', '0')),
  ]),
  group('|| concat concat_ws', [
    ...operator('||', v.TEXTS, v.TEXTS.slice(0, 5)),
    ...operator('||', v.TEXTS.slice(0, 3), [...v.INTS, ...v.NUMERICS, ...v.DATES, ...v.STAMPS]),
    ...fn('concat', v.TEXTS, [...v.INTS.slice(0, 4), ...v.text(null, 'x')], v.PLAIN_FLOATS),
    ...fn('concat_ws', v.text(',', '', null), v.TEXTS.slice(0, 4), v.text('a', null)),
    ...fn('concat', v.bool('true')),
  ]),
  group('chr encode decode', [
    ...fn('chr', v.int4('65', '233', '8364', '0', '-1', null)),
    ...fn('encode', v.bytea('', '00ff41', 'ab'.repeat(60), null), v.text('hex', 'base64')),
    ...fn('decode', v.text('', '00fF', 'zz', null), v.text('hex')),
  ]),
  group(
    'LIKE',
    ['~~', '!~~', '~~*', '!~~*'].flatMap((name) => operator(name, v.TEXTS, PATTERNS)),
    { known: EARLY },
  ),
  group(
    'regular expressions',
    [
      ...['~', '!~'].flatMap((name) => operator(name, v.TEXTS, REGEXES)),
      ...operator('~*', v.TEXTS, v.text('HELLO', 'A', '[x-z]', 'É')),
    ],
    { known: EARLY },
  ),
  group(
    'regexp_replace',
    [
      ...fn(
        'regexp_replace',
        v.TEXTS,
        v.text('l', '[aeo]', '\\s+', '(l)(l)', 'x*', '(a'),
        v.text('', '[\\1]', '<\\&>', 'X'),
      ),
      ...fn('regexp_replace', v.TEXTS, v.text('l', '[aeo]', 'L'), v.text('', '<\\&>'), v.text('g', 'i', 'gi', 'x')),
    ],
    { known: EARLY },
  ),
  group('extract', [
    ...PARTS.flatMap((part) =>
      v.STAMPS.map(
        (value): Call => ({
          name: 'extract',
          kind: 'function',
          sql: `extract(${String(part.value)} from $2)`,
          args: [part, value],
        }),
      ),
    ),
    ...DATE_PARTS.flatMap((part) =>
      v.DATES.map(
        (value): Call => ({
          name: 'extract',
          kind: 'function',
          sql: `extract(${String(part.value)} from $2)`,
          args: [part, value],
        }),
      ),
    ),
    ...[...DATE_PARTS.slice(2, 6), ...PARTS.slice(11)].flatMap((part) =>
      v.INSTANTS.map(
        (value): Call => ({
          name: 'extract',
          kind: 'function',
          sql: `extract(${String(part.value)} from $2)`,
          args: [part, value],
        }),
      ),
    ),
    ...INTERVAL_PARTS.flatMap((part) =>
      v.SPANS.map(
        (value): Call => ({
          name: 'extract',
          kind: 'function',
          sql: `extract(${String(part.value)} from $2)`,
          args: [part, value],
        }),
      ),
    ),
    ...PARTS.slice(11).flatMap((part) =>
      v.TIMES.map(
        (value): Call => ({
          name: 'extract',
          kind: 'function',
          sql: `extract(${String(part.value)} from $2)`,
          args: [part, value],
        }),
      ),
    ),
  ]),
  group('date_part', [
    ...fn('date_part', PARTS, v.STAMPS),
    ...fn('date_part', v.text('year', 'dow', 'epoch', 'hour', 'nope'), v.DATES),
  ]),
  group('date_trunc', [
    ...fn('date_trunc', UNITS, v.STAMPS),
    ...fn('date_trunc', UNITS, v.INSTANTS),
    ...fn('date_trunc', UNITS.slice(0, 9), v.SPANS),
    ...fn('date_trunc', UNITS.slice(0, 6), v.INSTANTS, ZONES),
  ]),
  group('dates and days', [
    ...operator('+', v.DATES, v.int4('0', '1', '-1', '366', null)),
    ...operator('+', v.int4('1'), v.DATES),
    ...operator('-', v.DATES, v.int4('0', '1', '-1', '366', null)),
    ...operator('-', v.DATES, v.DATES),
  ]),
  group('times and intervals', [
    ...['+', '-'].flatMap((name) => [
      ...operator(name, v.DATES.slice(0, 3), v.SPANS),
      ...operator(name, v.STAMPS, v.SPANS),
      ...operator(name, v.INSTANTS, v.SPANS),
      ...operator(name, v.TIMES, v.SPANS),
      ...operator(name, v.SPANS, v.SPANS),
    ]),
    ...operator('-', v.STAMPS, v.STAMPS),
    ...operator('-', v.INSTANTS, v.INSTANTS),
    ...operator('*', v.SPANS, v.float8('0', '3', '-2', '1.5', null)),
  ]),
  group('age', [...fn('age', v.STAMPS, v.STAMPS)]),
  group('AT TIME ZONE', [
    ...fn('timezone', ZONES, v.STAMPS),
    ...fn('timezone', ZONES, v.INSTANTS),
    ...fn('timezone', v.text('+02', 'EST5EDT'), v.STAMPS),
  ]),
  group('make_date make_timestamp make_interval to_timestamp', [
    ...fn('make_date', v.int4('2004', '2001', '1', '0', null), v.int4('2', '12', '13'), v.int4('29', '31', '1')),
    ...fn(
      'make_timestamp',
      v.int4('2004'),
      v.int4('2', '13'),
      v.int4('29'),
      v.int4('0', '23', '25'),
      v.int4('0', '59'),
      v.float8('0', '59.5'),
    ),
    ...fn(
      'make_interval',
      v.int4('1', '-1'),
      v.int4('0', '14'),
      v.int4('1'),
      v.int4('3'),
      v.int4('25'),
      v.int4('-90'),
      v.float8('1.5'),
    ),
    ...fn('to_timestamp', v.float8('0', '978307200.5', '-0.000001', '1e9', null)),
  ]),
  group('to_char', [
    ...fn('to_char', v.STAMPS, TO_CHAR),
    ...fn('to_char', v.DATES.slice(0, 3), TO_CHAR.slice(0, 4)),
    ...fn('to_char', v.INSTANTS.slice(0, 3), TO_CHAR.slice(0, 2)),
  ]),
  group(
    'casts to integers',
    ['int2', 'int4', 'int8'].flatMap((type) => [
      ...cast(type, [...v.INTS, ...v.LONGS, ...v.NUMERICS, ...v.FLOATS]),
      ...cast(type, v.text('12', ' -7 ', '', 'abc', '1.5', '1e3', '+5', '99999999999999999999', null)),
    ]),
  ),
  group('casts to numeric', [
    ...cast('numeric', [
      ...v.INTS,
      ...v.NUMERICS,
      ...v.PLAIN_FLOATS.filter(({ value }) => !Number.isNaN(value)),
      ...v.text('1.50', ' -3 ', '.5', '1e3', 'abc', null),
    ]),
    ...cast(
      'numeric(8,2)',
      [...v.INTS.slice(0, 6), ...v.NUMERICS, ...v.float8('1.005', '2.675', '-0.125')],
      numericMod(8, 2),
    ),
  ]),
  group(
    'casts to float',
    cast('float8', [
      ...v.INTS,
      ...v.LONGS,
      ...v.NUMERICS,
      ...v.text('1.5', ' NaN', 'infinity', '-inf', 'abc', '1e10', '', null),
    ]),
  ),
  group('casts to text', [
    ...cast('text', [
      ...v.INTS,
      ...v.LONGS,
      ...v.NUMERICS,
      ...v.PLAIN_FLOATS,
      ...v.bool('true', 'false', null),
      ...v.DATES,
      ...v.STAMPS,
      ...v.INSTANTS,
      ...v.TIMES,
      ...v.FLOATS,
    ]),
    ...cast('varchar(3)', v.TEXTS, 7),
    ...cast('varchar(3)', v.INTS.slice(0, 4), 7),
  ]),
  group(
    'casts to bool',
    cast('bool', [...v.text('t', ' TRUE ', 'yes', 'on', 'of', 'o', '1', '0', 'maybe', '', null), ...v.INTS]),
  ),
  group('casts to dates and times', [
    ...cast('date', [...v.STAMPS, ...v.INSTANTS, ...v.text('2001-02-03', ' 2001-2-3 ', '2001-02-30', 'nope', null)]),
    ...cast('timestamp', [
      ...v.DATES,
      ...v.INSTANTS,
      ...v.text('2001-02-03 04:05:06.7', '2001-02-03', '2001-02-03T04:05', 'nope'),
    ]),
    ...cast('timestamp(0)', v.STAMPS, 0),
    ...cast('timestamp(3)', v.STAMPS, 3),
    ...cast('timestamptz', [...v.DATES, ...v.STAMPS, ...v.text('2001-02-03 04:05:06+02', '2001-02-03')]),
    ...cast('time', [...v.STAMPS, ...v.INSTANTS, ...v.text('04:05:06', 'nope')]),
  ]),
  group('json', [
    ...operator('->', v.json('{"a":{"b":1},"c":"x"}', '[1,2]', '"s"', null), [
      ...v.text('a', 'c', 'zz'),
      ...v.int4('0', '-1', '5'),
    ]),
    ...operator('->>', v.json('{"a":{"b":1},"c":"x\\u00e9","n":null}', '[1,"two"]', null), [
      ...v.text('c', 'n', 'zz'),
      ...v.int4('0', '1', '-1'),
    ]),
    ...fn('json_array_length', v.json('[1,2]', '[]', null)),
  ]),
  group('intervals scaled by a fraction', [
    ...operator('*', v.SPANS, v.float8('0', '0.5', '-1.3', '2.5', '1000000000.5', 'NaN', null)),
    ...operator('*', v.float8('0.1', '3', '-0.33'), v.SPANS),
    ...operator('/', v.SPANS, v.float8('2', '-3', '0.7', '7', '0', null)),
  ]),
  group('justify', [
    ...['justify_hours', 'justify_days', 'justify_interval'].flatMap((name) =>
      fn(name, [
        ...v.SPANS,
        ...v.interval('1 -1 0', '-1 29 -1', '0 -35 1', '1 0 -1', '-2 31 86400000001', '0 1 -90000000000'),
      ]),
    ),
  ]),
  group('width_bucket', [
    ...fn(
      'width_bucket',
      v.float8('0', '5.35', '-1', '10', '10.06', '3', 'NaN', 'Infinity', null),
      v.float8('0', '10', '0.024', 'Infinity'),
      v.float8('10.06', '0', 'NaN'),
      v.int4('5', '1', '0', '-1'),
    ),
    ...fn(
      'width_bucket',
      v.numeric(6, 3, '5.350', '0.000', '-1.000', '10.060', '3.333', null),
      v.numeric(4, 1, '0.0', '10.0'),
      v.numeric(5, 3, '10.060', '0.000', '0.500'),
      v.int4('5', '3', '0'),
    ),
  ]),
  group('date_bin', [
    ...fn(
      'date_bin',
      v.interval('0 0 900000000', '0 1 0', '0 2 1', '1 0 0', '0 0 0', '0 -1 0'),
      v.STAMPS,
      v.STAMPS.slice(0, 3),
    ),
    ...fn('date_bin', v.interval('0 0 21600000000', '0 7 0'), v.INSTANTS, v.INSTANTS.slice(0, 2)),
  ]),
  group(
    'to_char of numbers',
    [
      ...fn('to_char', [...v.NUMERICS, ...v.INTS, ...v.LONGS], NUMBER_PATTERNS),
      ...fn(
        'to_char',
        v.float8('0', '1.5', '-2.5', '0.125', '-0.001', '1234.5', '99999.995', '1e14', 'NaN', null),
        NUMBER_PATTERNS,
      ),
    ],
    { known: UNREAD },
  ),
  group(
    'to_number',
    [
      ...fn(
        'to_number',
        v.text('12', '-7', '000123', '12.5', '1,234', '', 'abc', ' 12', '12345', null),
        v.text('999', '000', '99.99', '9,999', '99999D9', 'S99'),
      ),
    ],
    { known: UNREAD },
  ),
  group(
    'to_date to_timestamp',
    [
      ...['to_date', 'to_timestamp'].flatMap((name) =>
        fn(
          name,
          v.text(
            ...[
              '2001-02-03',
              '20010203',
              '2001-2-3',
              '2001-02-30',
              '2001-13-01',
              '2001-02-03 04:05:06.789',
              '03/02/2001',
            ],
            ...['2001-02-03T04:05:06', '03-Feb-2001', '2001-02-03 25:00:00', '', 'nope', '0000-01-01', null],
          ),
          v.text(
            ...[
              'YYYY-MM-DD',
              'YYYYMMDD',
              'DD/MM/YYYY',
              'MM/DD/YYYY',
              'YYYY-MM-DD HH24:MI:SS',
              'YYYY-MM-DD HH24:MI:SS.MS',
            ],
            ...[
              'YYYY-MM-DD"T"HH24:MI:SS',
              'DD-Mon-YYYY',
              'YYYY',
              'YYYY-MM',
              'Day',
              'IYYY-IW',
              'YYYY-MM-DDTH',
              'YY-MM-DD',
            ],
          ),
        ),
      ),
    ],
    { known: UNREAD },
  ),
  group('overlaps', [
    ...fn('overlaps', v.STAMPS.slice(0, 3), v.STAMPS.slice(4), v.STAMPS.slice(1, 4), [
      ...v.STAMPS.slice(0, 2),
      ...v.STAMPS.slice(6),
    ]),
    ...fn('overlaps', v.STAMPS.slice(0, 2), v.SPANS.slice(0, 3), v.STAMPS.slice(0, 3), v.SPANS.slice(1, 3)),
  ]),
  group('isfinite', fn('isfinite', [...v.DATES, ...v.STAMPS, ...v.SPANS])),
  group('overlay and format', [
    ...written(
      'overlay',
      'overlay($1 placing $2 from $3)',
      v.TEXTS,
      v.text('XY', '', null),
      v.int4('1', '3', '20', '0'),
    ),
    ...written(
      'overlay',
      'overlay($1 placing $2 from $3 for $4)',
      v.TEXTS.slice(0, 6),
      v.text('XY'),
      v.int4('1', '3'),
      v.int4('0', '2', '-1'),
    ),
    ...fn('format', v.text('%s', 'a %s%% é %s', '%2$s-%1$s', '%', '%s %s %s', '%I', '%5s', null), v.TEXTS.slice(0, 5), [
      ...v.INTS.slice(0, 3),
      ...v.text(null),
    ]),
  ]),
  group(
    'regexp_match regexp_count regexp_instr regexp_substr',
    ['regexp_match', 'regexp_count', 'regexp_instr', 'regexp_substr'].flatMap((name) =>
      fn(name, v.TEXTS, v.text('l+', '[0-9]+', '^a', 'b$', '(l)(l)', 'a|b', 'x?', '(', 'é', '[a-z0-9]', '\\s', 'o*l')),
    ),
    { known: EARLY },
  ),
  group('json made', [
    ...fn('to_json', [
      ...v.TEXTS,
      ...v.text('tab\there', '"quoted"', 'slash/'),
      ...v.INTS,
      ...v.DATES,
      ...v.STAMPS,
      ...v.bool('true', 'false', null),
    ]),
    ...written(
      'json_build_object',
      "json_build_object('k''1', $2, 'é', $4)",
      v.text("k'1"),
      v.TEXTS,
      v.text('é'),
      v.INTS.slice(0, 3),
    ),
    ...fn('json_build_array', v.TEXTS, [...v.INTS.slice(0, 3), ...v.DATES.slice(0, 2)]),
  ]),
  group('string_to_array', fn('string_to_array', v.TEXTS.slice(0, 8), v.text(',', 'l'))),
].filter(({ calls }) => calls.length > 0);
