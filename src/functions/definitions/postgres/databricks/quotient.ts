import { type Exact, placesText, weightText } from '../quotient-text.js';
import { bind } from './shared.js';

const STEP_DIGITS = 8;
const STEPS = 3;
const COMPUTED = STEP_DIGITS * STEPS;

export const whole = (text: string) => `CAST(${text} AS DECIMAL(38,0))`;
const power = (exponent: number) => whole(`'1${'0'.repeat(exponent)}'`);
/** Exact quotient of whole numbers, towards zero. */
export const quotient = (a: string, b: string) => whole(`(${a} - ${a} % ${b}) / ${b}`);

/** The value times 10^common, as a whole DECIMAL. */
export function unscaled({ text, scale }: Exact, common: number): string {
  const exact = `CAST(${text} AS DECIMAL(38,${scale}))`;
  return common === 0 ? whole(exact) : whole(`${exact} * CAST('1${'0'.repeat(common)}' AS DECIMAL(${common + 1},0))`);
}

function step(state: string, name: string, next: (state: string) => string): string {
  const digits = (s: string) => quotient(`${s}.g`, `${s}.d`);
  return bind(
    {
      g: whole(`${state}.r * ${power(STEP_DIGITS)}`),
      q: `${state}.q`,
      f: `${state}.f`,
      d: `${state}.d`,
      s: `${state}.s`,
    },
    `${name}g`,
    (s) =>
      bind(
        {
          q: `${s}.q`,
          f: whole(`${s}.f * ${power(STEP_DIGITS)} + ${digits(s)}`),
          r: whole(`${s}.g % ${s}.d`),
          d: `${s}.d`,
          s: `${s}.s`,
        },
        name,
        next,
      ),
  );
}

/**
 * Databricks text of what `quotientText` says: `a / b` with the digits that Postgres gives it, by long division over
 * whole DECIMALs, since a division of DECIMALs keeps as few as six digits. The engine itself raises for zero.
 */
export function databricksQuotient(a: Exact, b: Exact, scale: number): string {
  const common = Math.max(a.scale, b.scale);
  return bind({ a: a.text, b: b.text }, 'ab', (ab) => {
    const values = {
      n: unscaled({ text: `${ab}.a`, scale: a.scale }, common),
      d: unscaled({ text: `${ab}.b`, scale: b.scale }, common),
      x: `CAST(abs(${ab}.a) AS DOUBLE)`,
      y: `CAST(abs(${ab}.b) AS DOUBLE)`,
    };
    return bind(values, 'nd', (nd) => {
      const weight = (value: string) => weightText(value).replace('INTEGER', 'INT');
      const places = placesText(`${nd}.x`, `${nd}.y`, weight(`${nd}.x`), weight(`${nd}.y`), common);
      const start = {
        q: quotient(`${nd}.n`, `${nd}.d`),
        f: power(0).replace('1', '0'),
        r: whole(`${nd}.n % ${nd}.d`),
        d: `${nd}.d`,
        s: `least(CAST(${places} AS INT), ${scale})`,
      };
      const last = (s: string) => {
        const unit = whole(`rpad('1', ${COMPUTED + 1} - ${s}.s, '0')`);
        const half = quotient(unit, whole("'2'"));
        const up = `(${s}.f + CASE WHEN ${s}.f < 0 THEN - ${half} ELSE ${half} END)`;
        const rounded = `CASE WHEN ${s}.s >= ${COMPUTED} THEN ${s}.f ELSE ${whole(`${quotient(up, unit)} * ${unit}`)} END`;
        const kept = quotient(`(${rounded})`, power(COMPUTED - scale));
        return bind({ q: `${s}.q`, k: kept }, 'qk', (v) => {
          const isFull = `abs(${v}.k) >= ${power(scale)}`;
          const sign = `CASE WHEN ${v}.q < 0 OR ${v}.k < 0 THEN '-' ELSE '' END`;
          const before = `CAST(abs(${v}.q) + CASE WHEN ${isFull} THEN 1 ELSE 0 END AS STRING)`;
          const after = `lpad(CASE WHEN ${isFull} THEN '0' ELSE CAST(abs(${v}.k) AS STRING) END, ${scale}, '0')`;
          // A sum of two DECIMALs of 38 digits would lose the last one.
          return `CAST(concat(${sign}, ${before}, '.', ${after}) AS DECIMAL(38,${scale}))`;
        });
      };
      return bind(start, 's0', (s0) => step(s0, 's1', (s1) => step(s1, 's2', (s2) => step(s2, 's3', last))));
    });
  });
}
