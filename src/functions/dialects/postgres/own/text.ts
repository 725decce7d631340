import type { Spelling } from '../../../definition.js';
import { named, ofLetters, type Spellings, texts } from '../shared.js';

const ofTexts =
  (name: string): Spelling =>
  (args, types) =>
    `${name}(${texts(args, types).join(', ')})`;

export const textSpellings: Spellings = {
  pg_initcap: ([value = '']) => ofLetters('initcap', value),
  pg_substring: named('substring'),
  pg_left: named('left'),
  pg_right: named('right'),
  pg_trim: named('btrim'),
  pg_ltrim: named('ltrim'),
  pg_rtrim: named('rtrim'),
  pg_translate: named('translate'),
  pg_octet_length: ([value]) => `octet_length(convert_to(${value}, 'UTF8'))`,
  pg_chr: named('chr'),
  pg_concat: ofTexts('concat'),
  pg_concat_ws: ofTexts('concat_ws'),
  pg_hex: ([bytes]) => `encode(${bytes}, 'hex')`,
  pg_base64: ([bytes]) => `encode(${bytes}, 'base64')`,
  pg_bytes_length: named('octet_length'),
  pg_unhex: ([text]) => `decode(${text}, 'hex')`,
};
