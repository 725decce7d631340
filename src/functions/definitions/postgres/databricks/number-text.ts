import { type DataType, printType } from '../../../../query/types.js';
import type { Spelling } from '../../../definition.js';
import { type NumberWords, plainPlaces, toCharWith } from '../number-text.js';
import { bind, readTwice, refused, scaleOf, unquoted } from './shared.js';

/** A quote is written by its number, and nothing else of a pattern is written otherwise than it is. */
const APOSTROPHE = '\\u0027';

const WORDS: NumberWords = {
  unquote: (printed) => {
    const text = unquoted(printed).replaceAll(APOSTROPHE, "'");
    if (text.includes('\\')) throw refused('This pattern');
    return text;
  },
  quote: (text) => `'${text.replaceAll("'", APOSTROPHE)}'`,
  bind,
  /** Java rounds a DOUBLE's shortest text, where Postgres rounds its exact value. */
  digits: (value: string, type: DataType | undefined, places: number) => {
    if (type?.kind === 'float') throw refused(`to_char of ${printType(type)}`);
    const wide = `CAST(${value} AS DECIMAL(38,${scaleOf(type)}))`;
    return `CAST(CAST(round(${wide}, ${places}) AS DECIMAL(38,${places})) AS STRING)`;
  },
  length: (text) => `char_length(${text})`,
  isBelowZero: (text) => `startswith(${text}, '-')`,
  trimStart: (text, characters) => `trim(LEADING '${characters}' FROM ${text})`,
  trimEnd: (text, characters) => `trim(TRAILING '${characters}' FROM ${text})`,
};

const toNumber: Spelling = ([value = '', pattern = ''], _types, result) => {
  const [whole, fraction] = plainPlaces(WORDS.unquote(pattern)) ?? [1, 0];
  const after = fraction === 0 ? '' : `(\\\\.[0-9]{1,${fraction}})?`;
  const type = `DECIMAL(38,${scaleOf(result)})`;
  return readTwice(value, (x) => {
    const isPlain = `${x} RLIKE '^-?[0-9]{1,${whole}}${after}\\\\z'`;
    const refusal = `CAST(raise_error('to_number of this text is not supported') AS ${type})`;
    return `CASE WHEN ${isPlain} THEN CAST(${x} AS ${type}) WHEN ${x} IS NOT NULL THEN ${refusal} END`;
  });
};

/** Numbers as formatted text, and back. */
export const numberTextSpellings: Readonly<Record<string, Spelling>> = {
  pg_to_char_number: toCharWith(WORDS),
  pg_to_number: toNumber,
};
