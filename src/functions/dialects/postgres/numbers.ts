import { FLOAT64 } from '../../../query/types.js';
import type { Spelling } from '../../definition.js';
import { cast, type Spellings, widened } from './shared.js';

const double = (text: string) => `'${text}'::double precision`;
const INFINITY = double('Infinity');
/** Beyond these an exponential leaves a DOUBLE's range, which raises. */
const [MOST, LEAST] = [double('709.782712893384'), double('-745.1332191019412')];

const ofDouble =
  (body: (value: string) => string): Spelling =>
  (args, types) =>
    body(widened(args, types, FLOAT64)[0] ?? '');

/** Half away from zero of the shortest decimal text of a DOUBLE, as Spark rounds. */
const round: Spelling = ([value = '', digits = '0'], [type], result) => {
  if (type?.kind === 'integer') return value;
  if (type?.kind === 'float') return cast(`round(${value}::text::numeric, ${digits})`, result);
  return cast(`round(${value}, ${digits})`, result);
};

const toWhole =
  (name: string): Spelling =>
  ([value = ''], [type], result) =>
    type?.kind === 'integer' ? cast(value, result) : cast(`${name}(${value})`, result);

/** Where the logarithm of the result is near the end of the range, the power is the square of that of half the exponent. */
const power: Spelling = (args, types) => {
  const [x = '', y = ''] = widened(args, types, FLOAT64);
  const isOdd = `(${y} = trunc(${y}) AND abs(${y}) < 9007199254740992 AND floor(${y} / 2) * 2 <> ${y})`;
  const sign = `(CASE WHEN ${x} < 0 AND ${isOdd} THEN -1 ELSE 1 END)`;
  const size = `(${y} * ln(abs(${x})))`;
  const half = `power(abs(${x}), ${y} / 2)`;
  const areFinite = `abs(${x}) < ${INFINITY} AND abs(${y}) < ${INFINITY}`;
  return (
    `(CASE WHEN ${x} IS NULL OR ${y} IS NULL THEN NULL ` +
    `WHEN ${x} < 0 AND ${y} <> trunc(${y}) THEN CASE WHEN abs(${x}) < ${INFINITY} THEN ${double('NaN')} WHEN ${y} > 0 THEN ${INFINITY} ELSE ${double('0')} END ` +
    `WHEN ${x} = 0 AND ${y} < 0 THEN ${INFINITY} WHEN ${x} = 0 OR NOT (${areFinite}) THEN power(${x}, ${y}) ` +
    `WHEN abs(${y}) < 1 OR abs(ln(abs(${x}))) < 700 / abs(${y}) THEN power(${x}, ${y}) ` +
    `WHEN abs(ln(abs(${x}))) > 800 / abs(${y}) THEN CASE WHEN (ln(abs(${x})) > 0) = (${y} > 0) THEN ${sign} * ${INFINITY} ELSE ${double('0')} END ` +
    `WHEN ${size} > 0 THEN CASE WHEN ${half} > ${double('1.3407807929942596e154')} THEN ${sign} * ${INFINITY} ELSE ${sign} * ${half} * ${half} END ` +
    `WHEN ${half} < ${double('1.5717277847026288e-162')} THEN ${double('0')} ELSE ${sign} * ${half} * ${half} END)`
  );
};

export const numberSpellings: Spellings = {
  round,
  floor: toWhole('floor'),
  ceil: toWhole('ceil'),
  sqrt: ofDouble((value) => `(CASE WHEN ${value} < 0 THEN ${double('NaN')} ELSE sqrt(${value}) END)`),
  ln: ofDouble((value) => `(CASE WHEN ${value} > 0 THEN ln(${value}) END)`),
  exp: ofDouble(
    (value) =>
      `(CASE WHEN ${value} = 'NaN' THEN ${value} WHEN ${value} > ${MOST} THEN ${INFINITY} WHEN ${value} < ${LEAST} THEN ${double('0')} ELSE exp(${value}) END)`,
  ),
  sign: ofDouble((value) => `(CASE WHEN ${value} = 'NaN' THEN ${value} ELSE sign(${value}) END)`),
  power,
};
