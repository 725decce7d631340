import { bind } from './postgres-function.js';

/** Digits after the point that the long division computes, eight a step: what a remainder may grow by in HUGEINT. */
const STEP_DIGITS = 8;
/** In three steps. */
const COMPUTED = 3 * STEP_DIGITS;

/** Digits after the point that a quotient has at least. */
export const QUOTIENT_SCALE = 20;
/** And at most, which bounds the scale of the operands. */
export const MAX_QUOTIENT_SCALE = COMPUTED;

/** An operand of an exact division: its text and the digits after its point. */
export interface Exact {
  readonly text: string;
  readonly scale: number;
}

const power = (exponent: number) => `1${'0'.repeat(exponent)}::HUGEINT`;

/** Widest scale at which a value times its power of ten stays within DECIMAL(38) for every likely value. */
const MULTIPLIED_SCALE = 6;

/** The value times 10^scale, as HUGEINT. */
export function unscaled(text: string, scale: number): string {
  if (scale === 0) return `CAST(${text} AS HUGEINT)`;
  if (scale <= MULTIPLIED_SCALE)
    return `CAST(CAST(${text} AS DECIMAL(38,${scale})) * 1${'0'.repeat(scale)} AS HUGEINT)`;
  return `CAST(replace(CAST(${text} AS VARCHAR), '.', '') AS HUGEINT)`;
}

/** Postgres's `weight`: the exponent of the first digit in base 10,000. */
export const weightText = (value: string) =>
  `(CASE WHEN ${value} = 0 THEN 0 ELSE CAST(floor(log10(${value}) / 4) AS INTEGER) END)`;

/**
 * The digits after the point that Postgres gives a quotient of `x` and `y`, positive DOUBLEs of weights `i` and `j`:
 * 16 significant ones and up to 3 more, and no fewer than `least`.
 */
export function placesText(x: string, y: string, i: string, j: string, least: number): string {
  const first = (value: string, weight: string) => `floor(${value} / power(10000, ${weight}))`;
  const less = `CASE WHEN ${first(x, i)} <= ${first(y, j)} THEN 1 ELSE 0 END`;
  return `greatest(16 - 4 * (${i} - ${j} - ${less}), ${least})`;
}

/** A fraction of 24 digits rounded half away from zero to `places` of them. */
function rounded(fraction: string, places: string): string {
  const unit = `CAST(rpad('1', ${COMPUTED + 1} - ${places}, '0') AS HUGEINT)`;
  return `CASE WHEN ${places} >= ${COMPUTED} THEN ${fraction} ELSE (${fraction} + sign(${fraction}) * (${unit} // 2)) // ${unit} * ${unit} END`;
}

/** One step of the division: eight digits more of the fraction `f`, from the remainder `r`. */
function step(state: string, name: string, next: (state: string) => string): string {
  const grown = `(${state}.r * ${power(STEP_DIGITS)})`;
  const f = `${state}.f * ${power(STEP_DIGITS)} + ${grown} // ${state}.d`;
  return bind({ q: `${state}.q`, f, r: `${grown} % ${state}.d`, d: `${state}.d`, s: `${state}.s` }, name, next);
}

/** A whole number and the digits after the point that `fraction` holds, as DECIMAL(38, scale). */
function assembled(whole: string, fraction: string, scale: number): string {
  const unit = `CAST('0.${'1'.padStart(scale, '0')}' AS DECIMAL(${scale},${scale}))`;
  return `CAST(${whole} AS DECIMAL(38,${scale})) + CAST(${fraction} AS DECIMAL(38,0)) * ${unit}`;
}

/** How many digits after the point the quotient has: of fields `x` and `y`, the operands as positive DOUBLEs. */
function placesOf(xy: string, common: number, scale: number): string {
  const [x, y] = [`${xy}.x`, `${xy}.y`];
  return `least(${placesText(x, y, weightText(x), weightText(y), common)}, ${scale})`;
}

/** Digits that a DOUBLE holds exactly. */
const DOUBLE_DIGITS = 15;
/** Digits of a divisor whose remainders times 10^6 are a BIGINT. */
const DIVISOR_DIGITS = 12;
const MAX_SHORT_SCALE = 12;
/** Digits of each half of the fraction. */
const HALF = COMPUTED / 2;

/** The remainder after `steps` groups of six digits. */
function remainder(nd: string, steps: number): string {
  return steps === 0 ? `(${nd}.n % ${nd}.d)` : `((${remainder(nd, steps - 1)} * 1000000) % ${nd}.d)`;
}

/** Twelve digits of the fraction: two groups of six, each from the remainder before it. Nothing is bound: it is cheap. */
function halfOf(nd: string, firstGroup: number): string {
  const group = (index: number) => `(${remainder(nd, index)} * 1000000) // ${nd}.d`;
  return `(${group(firstGroup)} * 1000000 + ${group(firstGroup + 1)})`;
}

/** Long division over BIGINT of the fields `x` and `y`, the signs of `a` and `b` put back at the end. */
function shortQuotient(xy: string, common: number, scale: number): string {
  const integer = (field: string) => `CAST(${xy}.${field} * 1e${common} AS BIGINT)`;
  const values = {
    n: integer('x'),
    d: integer('y'),
    s: placesOf(xy, common, scale),
    g: `(${xy}.a < 0) <> (${xy}.b < 0)`,
  };
  return bind(values, 'long', (nd) => {
    const cut = (half: string, digits: number) => {
      const unit = `CAST(power(10, ${digits} - ${nd}.s) AS BIGINT)`;
      return `(${half} + ${unit} // 2) // ${unit} * ${unit}`;
    };
    const high = `CASE WHEN ${nd}.s >= ${HALF} THEN ${halfOf(nd, 0)} ELSE ${cut(halfOf(nd, 0), HALF)} END`;
    const low = `CASE WHEN ${nd}.s >= ${HALF} THEN ${cut(halfOf(nd, 2), COMPUTED)} ELSE 0 END`;
    const fraction = `CAST(${high} AS HUGEINT) * ${power(scale - HALF)} + (${low}) // ${10 ** (COMPUTED - scale)}`;
    const sign = (text: string) => `CASE WHEN ${nd}.g THEN -(${text}) ELSE ${text} END`;
    return assembled(sign(`${nd}.n // ${nd}.d`), sign(fraction), scale);
  });
}

/** Long division over HUGEINT of the fields `a` and `b`. */
function wideQuotient(ab: string, a: Exact, b: Exact, common: number, scale: number): string {
  const integer = (text: string, own: number) =>
    own === common ? unscaled(text, own) : `${unscaled(text, own)} * ${power(common - own)}`;
  const last = (state: string) => {
    const fraction = `(${rounded(`${state}.f`, `${state}.s`)}) // ${power(COMPUTED - scale)}`;
    return assembled(`${state}.q`, fraction, scale);
  };
  const values = { n: integer(`${ab}.a`, a.scale), d: integer(`${ab}.b`, b.scale), s: placesOf(ab, common, scale) };
  return bind(values, 'nd', (nd) => {
    const start = { q: `${nd}.n // ${nd}.d`, f: '0::HUGEINT', r: `${nd}.n % ${nd}.d`, d: `${nd}.d`, s: `${nd}.s` };
    return bind(start, 's0', (s0) => step(s0, 's1', (s1) => step(s1, 's2', (s2) => step(s2, 's3', last))));
  });
}

/** Longest operands that are written twice. */
const MAX_REPEATED = 80;

function once(a: string, b: string, body: (a: string, b: string) => string): string {
  if (a.length <= MAX_REPEATED && b.length <= MAX_REPEATED) return body(a, b);
  return bind({ a, b }, 'ab', (ab) => body(`${ab}.a`, `${ab}.b`));
}

/**
 * Text of `a / b` at DECIMAL(38, scale), exact: the quotient is rounded half away from zero to as many digits as
 * Postgres gives it, but to no more than `scale`. DuckDB divides DECIMALs only as DOUBLE; this is long division, over
 * BIGINT where both operands are short enough, else over HUGEINT, which is some ten times slower. Raises for a divisor
 * of zero, and where the quotient or a remainder leaves 38 digits.
 */
export function quotientText(a: Exact, b: Exact, scale: number): string {
  const common = Math.max(a.scale, b.scale);
  return once(a.text, b.text, (left, right) => {
    const asDouble = (text: string) => `CAST(abs(${text}) AS DOUBLE)`;
    const values = { a: left, b: right, x: asDouble(left), y: asDouble(right) };
    return bind(values, 'xy', (xy) => {
      const wide = wideQuotient(xy, a, b, common, scale);
      const isShort = `${xy}.x < 1e${DOUBLE_DIGITS - common} AND ${xy}.y < 1e${DIVISOR_DIGITS - common}`;
      const short = common > MAX_SHORT_SCALE ? '' : `WHEN ${isShort} THEN ${shortQuotient(xy, common, scale)} `;
      // NULL / 0 is NULL.
      return [
        `CASE WHEN ${xy}.a IS NULL OR ${xy}.b IS NULL THEN NULL`,
        `WHEN ${xy}.b = 0 THEN CAST(error('division by zero') AS DECIMAL(38,${scale}))`,
        `${short}ELSE ${wide} END`,
      ].join(' ');
    });
  });
}
