import { BINARY, INT32, STRING } from '../../../query/types.js';
import { example, int, type RegisteredFunction, text, typed } from '../../define.js';
import type { Spelling } from '../../definition.js';
import { constantText } from '../../literals.js';
import { readTwice } from '../../spell.js';
import { fixed, lambdaName, postgresFunction } from './postgres-function.js';

/** The words of a text begin with a capital; a word is a run of letters and digits. */
const initcap: Spelling = ([value]) => {
  const words = `regexp_extract_all(${value}, '(?s)[\\pL\\pN]+|[^\\pL\\pN]+')`;
  const word = lambdaName('word');
  const capital = `upper(substring(${word}, 1, 1)) || lower(substring(${word}, 2))`;
  return `array_to_string(list_transform(${words}, lambda ${word}: ${capital}), '')`;
};

/** Positions before the first character count towards the length, as SQL says; a negative length raises. */
const substring: Spelling = ([value = '', start = '', length]) => {
  const first = readTwice(start, (at) => `CASE WHEN ${at} < 1 THEN 1 ELSE ${at} END`);
  if (length === undefined) return `substring(${value}, ${first})`;
  return readTwice(start, (at) =>
    readTwice(length, (count) => {
      const checked = `CASE WHEN ${count} < 0 THEN error('negative substring length not allowed') ELSE CAST(${count} AS BIGINT) END`;
      const begin = `CASE WHEN ${at} < 1 THEN 1 ELSE ${at} END`;
      const kept = `CASE WHEN ${at} < 1 THEN CAST(${at} AS BIGINT) - 1 ELSE 0 END`;
      return `substring(${value}, ${begin}, CASE WHEN ${count} IS NULL OR ${at} IS NULL THEN NULL WHEN (${checked}) + (${kept}) < 0 THEN 0 ELSE least((${checked}) + (${kept}), 2147483647) END)`;
    }),
  );
};

const STRINGS = ['string', 'string'] as const;
const strings = (types: readonly { readonly kind: string }[]) =>
  types.length > 0 && types.every((type) => type.kind === 'string' || type.kind === 'null') ? STRING : undefined;

const chr: Spelling = ([code = '']) =>
  readTwice(
    code,
    (value) =>
      `CASE WHEN ${value} < 0 THEN error('character number must be positive') WHEN ${value} = 0 OR ${value} > 1114111 OR ${value} BETWEEN 55296 AND 57343 THEN error('requested character out of range') ELSE chr(${value}) END`,
  );

/** Postgres breaks lines of base64 after 76 characters. */
const base64: Spelling = ([bytes]) =>
  `rtrim(regexp_replace(to_base64(${bytes}), '(.{76})', '\\1' || chr(10), 'g'), chr(10))`;

const cut = (id: 'left' | 'right') =>
  postgresFunction(`pg_${id}`, fixed(['string', 'integer'], STRING), id, {
    cases: [
      example(id === 'left' ? 'ab' : 'bc', text('abc'), int(2)),
      example(id === 'left' ? 'ab' : 'bc', text('abc'), int(-1)),
      example('', text('abc'), int(-5)),
      example('', text('é'), int(0)),
      example(null, text('abc'), int(null)),
    ],
  });

const trimmed = (id: 'trim' | 'ltrim' | 'rtrim') =>
  postgresFunction(`pg_${id}`, fixed([...STRINGS], STRING), id, {
    cases: [
      example({ trim: 'b', ltrim: 'bxy', rtrim: 'xyb' }[id], text('xybxy'), text('xy')),
      example('é', text('é'), text('')),
      example('', text('aaa'), text('a')),
      example(null, text(null), text('a')),
    ],
    total: true,
    leakproof: true,
  });

export const textFunctions: readonly RegisteredFunction[] = [
  postgresFunction('pg_initcap', fixed(['string'], STRING), initcap, {
    total: true,
    leakproof: true,
    cases: [
      example('Hello World', text('hello wORLD')),
      example('Éa-2nd', text('éA-2ND')),
      example('', text('')),
      example(null, text(null)),
    ],
  }),
  postgresFunction('pg_substring', fixed(['string', 'integer', 'integer'], STRING, 2), substring, {
    cases: [
      example('he', text('hello'), int(-1), int(4)),
      example('', text('hello'), int(-5), int(4)),
      example('hello', text('hello'), int(-5)),
      example('él', text('héllo'), int(2), int(2)),
      example('ello', text('hello'), int(2), int(2147483647)),
      example(null, text(null), int(2), int(2)),
    ],
  }),
  cut('left'),
  cut('right'),
  trimmed('trim'),
  trimmed('ltrim'),
  trimmed('rtrim'),
  postgresFunction('pg_translate', fixed(['string', 'string', 'string'], STRING), 'translate', {
    total: true,
    leakproof: true,
    cases: [
      example('a2x5', text('12345'), text('143'), text('ax')),
      example('é', text('é'), text(''), text('x')),
      example(null, text('a'), text(null), text('x')),
    ],
  }),
  postgresFunction('pg_octet_length', fixed(['string'], INT32), ([value]) => `CAST(strlen(${value}) AS INTEGER)`, {
    total: true,
    leakproof: true,
    cases: [example(2n, text('é')), example(0n, text('')), example(null, text(null))],
  }),
  postgresFunction('pg_chr', fixed(['integer'], STRING), chr, {
    cases: [example('A', int(65)), example('é', int(233)), example(null, int(null))],
  }),
  // NULLs count as nothing.
  postgresFunction('pg_concat', strings, (args) => `concat(${args.join(', ')})`, {
    nulls: 'called',
    total: true,
    leakproof: true,
    cases: [example('ab', text('a'), text(null), text('b')), example('', text(null)), example('é', text('é'))],
  }),
  postgresFunction('pg_concat_ws', (types) => (types.length > 1 ? strings(types) : undefined), 'concat_ws', {
    nulls: 'called',
    total: true,
    leakproof: true,
    cases: [
      example('a,b', text(','), text('a'), text(null), text('b')),
      example('', text(','), text(null)),
      example(null, text(null), text('a')),
    ],
  }),
  postgresFunction('pg_hex', fixed(['binary'], STRING), ([bytes]) => `lower(hex(${bytes}))`, {
    total: true,
    leakproof: true,
    cases: [
      example('00ff', typed(BINARY, new Uint8Array([0, 255]))),
      example('', typed(BINARY, new Uint8Array())),
      example(null, typed(BINARY, null)),
    ],
  }),
  postgresFunction('pg_base64', fixed(['binary'], STRING), base64, {
    total: true,
    leakproof: true,
    cases: [
      example('AP8=', typed(BINARY, new Uint8Array([0, 255]))),
      example('', typed(BINARY, new Uint8Array())),
      example(`${'AAAA'.repeat(19)}\nAAAA`, typed(BINARY, new Uint8Array(60))),
      example(null, typed(BINARY, null)),
    ],
  }),
  postgresFunction(
    'pg_bytes_length',
    fixed(['binary'], INT32),
    ([bytes]) => `CAST(octet_length(${bytes}) AS INTEGER)`,
    {
      total: true,
      leakproof: true,
      cases: [
        example(2n, typed(BINARY, new Uint8Array([0, 255]))),
        example(0n, typed(BINARY, new Uint8Array())),
        example(null, typed(BINARY, null)),
      ],
    },
  ),
  postgresFunction('pg_unhex', fixed(['string'], BINARY), ([value]) => `from_hex(${value})`, {
    refine: ([value], resolved) =>
      value !== undefined && /^([0-9a-fA-F]{2})*$/.test(constantText(value) ?? '')
        ? resolved
        : 'its text must be pairs of hex digits',
    cases: [
      example(new Uint8Array([0, 255]), text('00fF')),
      example(new Uint8Array(), text('')),
      example(null, text(null)),
    ],
  }),
];
