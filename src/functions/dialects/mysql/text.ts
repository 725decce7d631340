import type { Spelling } from '../../definition.js';
import { bytewise } from './collation.js';
import { named, repeated } from './shared.js';

const POSITIVE = /^[1-9]\d*$/u;
const NEGATIVE = /^\(-(\d+)\)$/u;

/** Position 0 counts as 1, a negative one from the end; the position is a constant. */
const substring: Spelling = ([value = '', position = '', ...length]) => {
  if (POSITIVE.test(position)) return `SUBSTRING(${[value, position, ...length].join(', ')})`;
  const fromEnd = NEGATIVE.exec(position)?.[1];
  if (fromEnd !== undefined) return `RIGHT(${value}, ${fromEnd})`;
  return repeated(value, (v) => {
    const fromStart = `SUBSTRING(${[v, `GREATEST(${position}, 1)`, ...length].join(', ')})`;
    return length.length > 0
      ? fromStart
      : `(CASE WHEN ${position} < 0 THEN RIGHT(${v}, - ${position}) ELSE ${fromStart} END)`;
  });
};

/** The pattern's escape is always written: without it there is none, in this session's mode. */
const like =
  (fold: boolean): Spelling =>
  ([value = '', pattern = '', escapeText = "'\\'"]) => {
    const side = (text: string) => (fold ? `LOWER(${text})` : text);
    return `(${side(value)} LIKE ${side(pattern)} ESCAPE ${escapeText})`;
  };

/** Beyond the last part there is nothing. */
export const splitPart: Spelling = ([value = '', delimiter = '', part = '']) =>
  repeated(value, (v) => {
    const from = NEGATIVE.exec(part)?.[1];
    const count = from ?? part;
    const parts = `(CHAR_LENGTH(${v}) - CHAR_LENGTH(REPLACE(${v}, ${delimiter}, ''))) DIV CHAR_LENGTH(${delimiter}) + 1`;
    const side = from === undefined ? -1 : 1;
    const found = `SUBSTRING_INDEX(SUBSTRING_INDEX(${v}, ${delimiter}, ${part}), ${delimiter}, ${side})`;
    return `(CASE WHEN ${parts} < ${count} THEN '' ELSE ${found} END)`;
  });

const pad =
  (name: string): Spelling =>
  ([value, count, padding]) =>
    `${name}(${value}, GREATEST(${count}, 0), ${padding})`;

export const codePoint: Spelling = ([value = '']) =>
  repeated(
    value,
    (v) =>
      `(CASE WHEN ${v} = '' THEN 0 ELSE CAST(CONV(HEX(CONVERT(LEFT(${v}, 1) USING utf32)), 16, 10) AS SIGNED) END)`,
  );

/** Text. Characters are code points, and every comparison is by bytes. */
export const textSpellings: Readonly<Record<string, Spelling>> = {
  concat: (args) => (args.length === 1 ? (args[0] ?? '') : `CONCAT(${args.join(', ')})`),
  lower: named('LOWER'),
  upper: named('UPPER'),
  trim: named('TRIM'),
  ltrim: named('LTRIM'),
  rtrim: named('RTRIM'),
  length: named('CHAR_LENGTH'),
  substring,
  replace: named('REPLACE'),
  starts_with: ([value, part = '']) => repeated(part, (p) => `(LEFT(${value}, CHAR_LENGTH(${p})) = ${p})`),
  ends_with: ([value, part = '']) => repeated(part, (p) => `(RIGHT(${value}, CHAR_LENGTH(${p})) = ${p})`),
  contains: ([value, part]) => `(LOCATE(${part}, ${value}) > 0)`,
  position: ([part, value]) => `LOCATE(${part}, ${value})`,
  left: named('LEFT'),
  right: named('RIGHT'),
  reverse: named('REVERSE'),
  md5: ([value]) => bytewise(`MD5(${value})`),
  sha256: ([value]) => bytewise(`SHA2(${value}, 256)`),
  repeat: named('REPEAT'),
  lpad: pad('LPAD'),
  rpad: pad('RPAD'),
  split_part: splitPart,
  ascii: codePoint,
  utf8_bytes: ([value]) => `CAST(${value} AS BINARY)`,
  like: like(false),
  ilike: like(true),
  like_dynamic: like(false),
  ilike_dynamic: like(true),
};
