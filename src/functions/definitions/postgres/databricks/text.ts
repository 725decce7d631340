import type { Spelling } from '../../../definition.js';
import { named, readTwice } from './shared.js';

const WORDS = {
  true: ['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1'],
  false: ['f', 'fa', 'fal', 'fals', 'false', 'n', 'no', 'of', 'off', '0'],
} as const;
const list = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ');

const booleanOfText: Spelling = ([value = '']) =>
  readTwice(
    value,
    (x) =>
      `CAST(CASE WHEN lower(trim(${x})) IN (${list(WORDS.true)}) THEN 'true' WHEN lower(trim(${x})) IN (${list(WORDS.false)}) THEN 'false' WHEN ${x} IS NOT NULL THEN 'neither' END AS BOOLEAN)`,
  );

/** A negative count is "all but". */
const end =
  (name: 'left' | 'right'): Spelling =>
  ([value = '', count = '']) => {
    const body = (x: string) => (n: string) =>
      `CASE WHEN ${n} < 0 THEN ${name}(${x}, greatest(char_length(${x}) + ${n}, 0)) ELSE ${name}(${x}, ${n}) END`;
    return readTwice(value, (x) => readTwice(count, body(x), 'w'));
  };

const trimmed =
  (side: 'BOTH' | 'LEADING' | 'TRAILING'): Spelling =>
  ([value, characters]) =>
    `trim(${side} ${characters} FROM ${value})`;

const substring: Spelling = ([value, from = '', length]) => {
  const first = `greatest(${from}, 1)`;
  if (length === undefined) return `substring(${value}, ${first})`;
  const count = `CAST(${from} AS BIGINT) + ${length} - ${first}`;
  const checked = `CASE WHEN ${length} < 0 THEN raise_error('negative substring length') ELSE CAST(least(greatest(${count}, 0L), 2147483647L) AS INT) END`;
  return `substring(${value}, ${first}, ${checked})`;
};

/** Letters and digits make words, as Unicode has them. */
const initcap: Spelling = ([value]) =>
  `array_join(transform(regexp_extract_all(${value}, '(?s)[\\\\p{L}\\\\p{N}]+|[^\\\\p{L}\\\\p{N}]+', 0), word -> concat(upper(substring(word, 1, 1)), lower(substring(word, 2)))), '')`;

/** By its bytes in UTF-16: the engine's own counts to 255. */
const chr: Spelling = ([code = '']) =>
  readTwice(code, (c) => {
    const raise = (message: string) => `raise_error('${message}')`;
    const pair = `concat(hex(55296 + (${c} - 65536) DIV 1024), hex(56320 + (${c} - 65536) % 1024))`;
    const bytes = `unhex(CASE WHEN ${c} < 65536 THEN lpad(hex(${c}), 4, '0') ELSE ${pair} END)`;
    return [
      `CASE WHEN ${c} < 0 THEN ${raise('character number must be positive')}`,
      `WHEN ${c} = 0 OR ${c} > 1114111 OR ${c} BETWEEN 55296 AND 57343 THEN ${raise('requested character out of range')}`,
      `ELSE decode(${bytes}, 'UTF-16BE') END`,
    ].join(' ');
  });

/** Text, counted in code points. */
export const textSpellings: Readonly<Record<string, Spelling>> = {
  pg_bool_of_text: booleanOfText,
  pg_bool_of_int: ([value]) => `(${value} <> 0)`,
  pg_json_text: ([value = '']) => value,
  pg_initcap: initcap,
  pg_chr: chr,
  pg_left: end('left'),
  pg_right: end('right'),
  pg_trim: trimmed('BOTH'),
  pg_ltrim: trimmed('LEADING'),
  pg_rtrim: trimmed('TRAILING'),
  pg_substring: substring,
  pg_translate: named('translate'),
  pg_octet_length: named('octet_length'),
  pg_concat: (args) => `concat_ws('', ${args.join(', ')})`,
  pg_concat_ws: named('concat_ws'),
  pg_hex: ([bytes]) => `lower(hex(${bytes}))`,
  pg_unhex: named('unhex'),
  // Lines of 76 characters. Older engines break them too, otherwise.
  pg_base64: ([bytes]) => `regexp_replace(replace(base64(${bytes}), '\\r\\n', ''), '(.{76})(?=.)', '$1\\n')`,
  pg_bytes_length: named('octet_length'),
};
