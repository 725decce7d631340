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
function unscaled(text: string, scale: number): string {
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

/**
 * Text of `a / b` at DECIMAL(38, scale), exact: the quotient is rounded half away from zero to as many digits as
 * Postgres gives it, but to no more than `scale`. DuckDB divides DECIMALs only as DOUBLE; this is long division over
 * HUGEINT. Raises for a divisor of zero, and where the quotient or a remainder leaves 38 digits.
 */
export function quotientText(a: Exact, b: Exact, scale: number): string {
  const common = Math.max(a.scale, b.scale);
  const integer = (text: string, own: number) =>
    own === common ? unscaled(text, own) : `${unscaled(text, own)} * ${power(common - own)}`;
  const last = (state: string) => {
    const fraction = `(${rounded(`${state}.f`, `${state}.s`)}) // ${power(COMPUTED - scale)}`;
    const unit = `CAST('0.${'1'.padStart(scale, '0')}' AS DECIMAL(${scale},${scale}))`;
    return `CAST(${state}.q AS DECIMAL(38,${scale})) + CAST(${fraction} AS DECIMAL(38,0)) * ${unit}`;
  };
  return bind({ a: a.text, b: b.text }, 'ab', (ab) => {
    // NULL / 0 is NULL.
    const divisor = `CASE WHEN ${ab}.b = 0 AND ${ab}.a IS NOT NULL THEN error('division by zero') ELSE ${integer(`${ab}.b`, b.scale)} END`;
    const values = {
      n: integer(`${ab}.a`, a.scale),
      d: divisor,
      x: `CAST(abs(${ab}.a) AS DOUBLE)`,
      y: `CAST(abs(${ab}.b) AS DOUBLE)`,
    };
    return bind(values, 'nd', (nd) => {
      const places = placesText(`${nd}.x`, `${nd}.y`, weightText(`${nd}.x`), weightText(`${nd}.y`), common);
      const start = {
        q: `${nd}.n // ${nd}.d`,
        f: '0::HUGEINT',
        r: `${nd}.n % ${nd}.d`,
        d: `${nd}.d`,
        s: `least(${places}, ${scale})`,
      };
      return bind(start, 's0', (s0) => step(s0, 's1', (s1) => step(s1, 's2', (s2) => step(s2, 's3', last))));
    });
  });
}
