import { constantNumber, constantText } from '../../../../functions/literals.js';
import { call } from '../../../../functions/registry.js';
import type { Expression } from '../../../../query/expression.js';
import { INT32 } from '../../../../query/types.js';
import { OID } from '../../types/pg-types.js';
import {
  type Builtin,
  byCount,
  cast,
  intLiteral,
  type Maker,
  type Makers,
  of1,
  of2,
  same,
  textLiteral,
} from './builtin.js';
import { toText } from './casts.js';
import { format } from './formatted.js';
import { substringOfPattern } from './patterns.js';

/** All arguments as texts, which concat() and || take of any type. */
function texts({ args, argTypes, timeZone }: Builtin): readonly Expression[] | undefined {
  const made = args
    .map((arg, index) => toText(arg, argTypes[index] ?? 0, timeZone))
    .filter((text) => text !== undefined);
  return made.length === args.length ? made : undefined;
}

const ofTexts =
  (id: string): Maker =>
  (builtin) => {
    const made = texts(builtin);
    return made === undefined ? undefined : call(id, made);
  };

/** concat() writes booleans in one letter, unlike a cast. */
const concat =
  (id: string): Maker =>
  (builtin) =>
    builtin.args.some((arg) => arg.type.kind === 'boolean') ? undefined : ofTexts(id)(builtin);

const small = (expression: Expression) => (expression.type.kind === 'integer' ? cast(expression, INT32) : expression);

/** With constant places it is SQL's plain substring, which cannot raise. */
const substring: Maker = (builtin) => {
  const [value, start, length] = builtin.args;
  if (value === undefined || start === undefined) return undefined;
  if (start.type.kind === 'string') return builtin.args.length === 2 ? substringOfPattern(builtin) : undefined;
  const from = start.kind === 'literal' ? constantNumber(start) : undefined;
  const count = length?.kind === 'literal' ? constantNumber(length) : undefined;
  const isPlain = from !== undefined && from >= 1 && (length === undefined || (count !== undefined && count >= 0));
  return call(isPlain ? 'substring' : 'pg_substring', builtin.args.map(small));
};

const cut = (id: 'left' | 'right'): Maker =>
  of2((value, count) => {
    const number = count.kind === 'literal' ? constantNumber(count) : undefined;
    return call(number !== undefined && number >= 0 ? id : `pg_${id}`, [value, small(count)]);
  });

const trim = (id: 'trim' | 'ltrim' | 'rtrim'): Maker => byCount({ 1: same(id), 2: same(`pg_${id}`) });

const pad =
  (id: 'lpad' | 'rpad'): Maker =>
  ({ args }) => {
    const [value, count, padding = textLiteral(' ')] = args;
    return value === undefined || count === undefined ? undefined : call(id, [value, small(count), padding]);
  };

const length = of1((value, { argTypes }) => {
  if (value.type.kind === 'binary') return call('pg_bytes_length', [value]);
  return call('length', [argTypes[0] === OID.bpchar ? call('rtrim', [value]) : value]);
});

const octets = of1((value) => call(value.type.kind === 'binary' ? 'pg_bytes_length' : 'pg_octet_length', [value]));

/** The last part is -1. Postgres raises for part 0. */
const splitPart: Maker = ({ args }) => call('split_part', args.map(small));

const encode = of2((bytes, format) => {
  const name = constantText(format)?.toLowerCase();
  if (name === 'hex') return call('pg_hex', [bytes]);
  return name === 'base64' ? call('pg_base64', [bytes]) : undefined;
});

const join: Maker = (builtin) => {
  const [a, b] = builtin.args;
  if (a?.type.kind === 'array' || b?.type.kind === 'array' || a?.type.kind === 'json' || b?.type.kind === 'json')
    return undefined;
  if (a?.type.kind === 'binary' || b?.type.kind === 'binary') return undefined;
  return ofTexts('concat')(builtin);
};

/** Only at constant places within SQL's own bounds; the length replaced is that of a constant text or a constant. */
const overlay: Maker = ({ args }) => {
  const [value, part, startArgument, countArgument] = args;
  if (value?.type.kind !== 'string' || part?.type.kind !== 'string') return undefined;
  const start = startArgument?.kind === 'literal' ? constantNumber(startArgument) : undefined;
  const partText = constantText(part);
  const length = countArgument === undefined ? partText && [...partText].length : constantNumber(countArgument);
  if (start === undefined || start < 1 || typeof length !== 'number' || length < 0) return undefined;
  const before = call('left', [value, intLiteral(start - 1)]);
  return call('concat', [before, part, call('substring', [value, intLiteral(start + length)])]);
};

export const stringMakers: Makers = {
  '||': join,
  concat: concat('pg_concat'),
  concat_ws: concat('pg_concat_ws'),
  lower: same('lower'),
  upper: same('upper'),
  initcap: same('pg_initcap'),
  btrim: trim('trim'),
  trim: trim('trim'),
  ltrim: trim('ltrim'),
  rtrim: trim('rtrim'),
  left: cut('left'),
  right: cut('right'),
  lpad: pad('lpad'),
  rpad: pad('rpad'),
  substring,
  substr: substring,
  position: of2((value, part) => call('position', [part, value])),
  strpos: of2((value, part) => call('position', [part, value])),
  replace: same('replace'),
  translate: same('pg_translate'),
  reverse: same('reverse'),
  format,
  overlay,
  repeat: of2((value, count) => call('repeat', [value, small(count)])),
  length,
  char_length: length,
  character_length: length,
  octet_length: octets,
  chr: same('pg_chr'),
  ascii: same('ascii'),
  md5: of1((value) => (value.type.kind === 'string' ? call('md5', [value]) : undefined)),
  starts_with: same('starts_with'),
  '^@': same('starts_with'),
  split_part: splitPart,
  encode,
  decode: of2((value, format) =>
    constantText(format)?.toLowerCase() === 'hex' ? call('pg_unhex', [value]) : undefined,
  ),
  textcat: ofTexts('concat'),
};
