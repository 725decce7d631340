import { GatewayError } from '../../../../errors.js';
import type { Spelling } from '../../../definition.js';
import { bytewise } from '../collation.js';
import { named, repeated, unless } from '../shared.js';

const ONE_CHARACTER = /^'(?:''|[^'])'$/u;

/** The engine trims a text over and over; a set of characters it trims only if there is one. */
const trimmed =
  (side: 'BOTH' | 'LEADING' | 'TRAILING'): Spelling =>
  ([value, characters = '']) => {
    if (characters === "''") return value ?? '';
    if (!ONE_CHARACTER.test(characters))
      throw new GatewayError('NOT_SUPPORTED', 'Trimming several characters is not supported on mysql.');
    return `TRIM(${side} ${characters} FROM ${value})`;
  };

/** A negative count is of the characters to leave out. */
const cut =
  (name: 'LEFT' | 'RIGHT'): Spelling =>
  ([value = '', count = '']) =>
    repeated(value + count, () => {
      const length = `(CASE WHEN ${count} < 0 THEN GREATEST(CHAR_LENGTH(${value}) + ${count}, 0) ELSE ${count} END)`;
      return `${name}(${value}, ${length})`;
    });

/** Positions before the first character count towards the length. */
const substring: Spelling = ([value = '', start = '', length]) => {
  if (length === undefined) return `SUBSTRING(${value}, GREATEST(${start}, 1))`;
  return repeated(value + start + length, () => {
    const shown = `SUBSTRING(${value}, GREATEST(${start}, 1), ${length} + LEAST(${start} - 1, 0))`;
    return unless(`${length} < 0`, '22011', length, shown);
  });
};

const chr: Spelling = ([code = '']) =>
  repeated(code, (c) =>
    unless(
      `${c} < 1 OR ${c} > 1114111 OR ${c} BETWEEN 55296 AND 57343`,
      '22023',
      c,
      `IF(${c} IS NULL, NULL, ${bytewise(`CONVERT(CHAR(${c} USING utf32) USING utf8mb4)`)})`,
    ),
  );

/** Text. */
export const postgresText: Readonly<Record<string, Spelling>> = {
  pg_trim: trimmed('BOTH'),
  pg_ltrim: trimmed('LEADING'),
  pg_rtrim: trimmed('TRAILING'),
  pg_left: cut('LEFT'),
  pg_right: cut('RIGHT'),
  pg_substring: substring,
  pg_octet_length: ([value]) => `OCTET_LENGTH(${value})`,
  pg_bytes_length: ([value]) => `OCTET_LENGTH(${value})`,
  pg_chr: chr,
  pg_concat: (args) => `CONCAT_WS('', ${args.join(', ')})`,
  pg_concat_ws: named('CONCAT_WS'),
  pg_hex: ([bytes]) => bytewise(`LOWER(HEX(${bytes}))`),
  pg_base64: ([bytes]) => bytewise(`TO_BASE64(${bytes})`),
  pg_unhex: named('UNHEX'),
  pg_json_text: ([value = '']) => value,
};
