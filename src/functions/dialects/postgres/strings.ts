import type { Spelling } from '../../definition.js';
import { constantOf, named, ofLetters, type Spellings, texts } from './shared.js';

/** Negative counts are "all but" or raise here. */
function atLeastZero(count: string): string {
  const constant = constantOf(count);
  if (constant !== undefined) return constant < 0n ? '0' : count;
  return `(CASE WHEN ${count} < 0 THEN 0 ELSE ${count} END)`;
}

const cut =
  (name: string): Spelling =>
  ([value, count = '']) =>
    `${name}(${value}, ${atLeastZero(count)})`;

/** Position 0 counts as 1; a negative one, which stands without a length, counts from the end. */
const substring: Spelling = ([value = '', position = '', ...length]) => {
  const fromStart = (start: string) => `substr(${[value, start, ...length.map(atLeastZero)].join(', ')})`;
  const fromEnd = `right(${value}, - greatest(${position}, -2147483647))`;
  const constant = constantOf(position);
  if (constant !== undefined) return constant < 0n ? fromEnd : fromStart(constant === 0n ? '1' : position);
  const first = fromStart(`(CASE WHEN ${position} = 0 THEN 1 ELSE ${position} END)`);
  return length.length > 0 ? first : `(CASE WHEN ${position} < 0 THEN ${fromEnd} ELSE ${first} END)`;
};

/** Bytes by their order: the letters are put in lower case first, which leaves the wildcards as they are. */
const like =
  (fold: boolean): Spelling =>
  ([value = '', pattern = '', escapeText]) => {
    const [left, right] = fold ? [ofLetters('lower', value), ofLetters('lower', pattern)] : [value, pattern];
    return `(${left} LIKE ${right}${escapeText === undefined ? '' : ` ESCAPE ${escapeText}`})`;
  };

const letters =
  (name: string): Spelling =>
  ([value = '']) =>
    ofLetters(name, value);

const bytes = (value: string | undefined) => `convert_to(${value}, 'UTF8')`;

const ofTexts =
  (spelling: Spelling): Spelling =>
  (args, types, result, clauses) =>
    spelling(
      args.map((arg, index) => (types[index]?.kind === 'null' ? texts([arg], [types[index]])[0] : arg) ?? ''),
      types,
      result,
      clauses,
    );

const like3 = (fold: boolean) => ofTexts(like(fold));

export const stringSpellings: Spellings = {
  concat: ofTexts((args) => (args.length === 1 ? (args[0] ?? '') : `(${args.join(' || ')})`)),
  lower: ofTexts(letters('lower')),
  upper: ofTexts(letters('upper')),
  trim: ofTexts(named('btrim')),
  ltrim: ofTexts(named('ltrim')),
  rtrim: ofTexts(named('rtrim')),
  length: ofTexts(named('char_length')),
  substring,
  replace: ofTexts(named('replace')),
  starts_with: ofTexts(named('starts_with')),
  ends_with: ofTexts(([value, end]) => `(right(${value}, char_length(${end})) = ${end})`),
  contains: ofTexts(([value, part]) => `(strpos(${value}, ${part}) > 0)`),
  position: ofTexts(([part, value]) => `strpos(${value}, ${part})`),
  left: cut('left'),
  right: cut('right'),
  reverse: ofTexts(named('reverse')),
  md5: ofTexts(([value]) => `md5(${bytes(value)})`),
  sha256: ofTexts(([value]) => `encode(sha256(${bytes(value)}), 'hex')`),
  repeat: named('repeat'),
  lpad: named('lpad'),
  rpad: named('rpad'),
  split_part: named('split_part'),
  ascii: ofTexts(named('ascii')),
  utf8_bytes: ofTexts(([value]) => bytes(value)),
  like: like3(false),
  ilike: like3(true),
  like_dynamic: like3(false),
  ilike_dynamic: like3(true),
};
