import type { Spelling } from '../../definition.js';
import { asText, literalText, unsupported } from './shared.js';

const isEmpty = (value: string) => `DATALENGTH(${value}) = 0`;
/** LEN leaves out spaces at the end. */
const length = (value: string) => `(LEN(${value} + N'.') - 1)`;
const atLeastZero = (count: string) =>
  /^\d+$/u.test(count) ? count : `CASE WHEN ${count} < 0 THEN 0 ELSE ${count} END`;

const named =
  (name: string): Spelling =>
  (args) =>
    `${name}(${args.join(', ')})`;

/** Bytes of the text in UTF-8, which its collation says. */
const utf8 = (value: string) => `CAST(CAST(${value} AS varchar(max)) AS varbinary(max))`;

const digest =
  (algorithm: 'MD5' | 'SHA2_256', characters: number): Spelling =>
  ([value = '']) =>
    asText(`LOWER(CONVERT(varchar(${characters}), HASHBYTES('${algorithm}', ${utf8(value)}), 2))`);

/** Whether `part` stands at the beginning; an empty text stands everywhere, and CHARINDEX does not find it. */
const begins = (part: string, value: string, found: string) =>
  `(CHARINDEX(${part}, ${value}) ${found} OR (${isEmpty(part)} AND ${value} IS NOT NULL))`;

const substring: Spelling = ([value = '', position = '', count]) => {
  const negative = /^\(-(\d+)\)$/u.exec(position);
  if (negative !== null) return `RIGHT(${value}, ${negative[1]})`;
  if (!/^\d+$/u.test(position)) throw unsupported('SUBSTRING from a position that is no constant of the statement');
  return `SUBSTRING(${value}, ${position === '0' ? '1' : position}, ${count === undefined ? '2147483647' : atLeastZero(count)})`;
};

/** Text of `count` characters, filled up at one of its ends. */
const padded =
  (side: 'left' | 'right'): Spelling =>
  ([value = '', count = '', padding = '']) => {
    const fill = `LEFT(REPLICATE(${padding}, ${count}), ${count} - ${length(value)})`;
    const whole = side === 'left' ? `${fill} + ${value}` : `${value} + ${fill}`;
    return (
      `CASE WHEN ${value} IS NULL THEN NULL WHEN ${count} <= 0 THEN N'' ` +
      `WHEN ${length(value)} >= ${count} THEN LEFT(${value}, ${count}) ELSE ${whole} END`
    );
  };

/** The server knows classes of characters in brackets; with the escape before it a bracket is one of itself. */
const like =
  (fold: boolean): Spelling =>
  ([value = '', pattern = '', escapeArgument]) => {
    const character = escapeArgument === undefined ? '\\' : literalText(escapeArgument, 'An escape');
    const quoted = `N'${character.replaceAll("'", "''")}'`;
    // Where the bracket is the escape itself, it stands doubled in the pattern already.
    const plain = character === '[' ? pattern : `REPLACE(${pattern}, N'[', ${quoted} + N'[')`;
    const [left, right] = fold ? [`LOWER(${value})`, `LOWER(${plain})`] : [value, plain];
    return `(${left} LIKE ${right} ESCAPE ${quoted})`;
  };

export const text: Readonly<Record<string, Spelling>> = {
  concat: (args) => (args.length === 1 ? (args[0] ?? '') : `(${args.join(' + ')})`),
  lower: named('LOWER'),
  upper: named('UPPER'),
  trim: named('TRIM'),
  ltrim: named('LTRIM'),
  rtrim: named('RTRIM'),
  length: ([value = '']) => `CAST(${length(value)} AS int)`,
  substring,
  replace: named('REPLACE'),
  starts_with: ([value = '', part = '']) => begins(part, value, '= 1'),
  ends_with: ([value = '', part = '']) => begins(`REVERSE(${part})`, `REVERSE(${value})`, '= 1'),
  contains: ([value = '', part = '']) => begins(part, value, '> 0'),
  position: ([part = '', value = '']) =>
    `CASE WHEN ${isEmpty(part)} AND ${value} IS NOT NULL THEN 1 ELSE CAST(CHARINDEX(${part}, ${value}) AS int) END`,
  left: ([value = '', count = '']) => `LEFT(${value}, ${atLeastZero(count)})`,
  right: ([value = '', count = '']) => `RIGHT(${value}, ${atLeastZero(count)})`,
  reverse: named('REVERSE'),
  md5: digest('MD5', 32),
  sha256: digest('SHA2_256', 64),
  repeat: ([value = '', count = '']) => `REPLICATE(${value}, ${atLeastZero(count)})`,
  lpad: padded('left'),
  rpad: padded('right'),
  ascii: ([value = '']) => `CASE WHEN ${isEmpty(value)} THEN 0 ELSE UNICODE(${value}) END`,
  utf8_bytes: ([value = '']) => utf8(asText(value)),
  like: like(false),
  ilike: like(true),
};
