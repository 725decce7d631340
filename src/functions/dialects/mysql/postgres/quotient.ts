import type { DataType } from '../../../../query/types.js';
import { placesText } from '../../../definitions/postgres/quotient-text.js';
import { castTo, repeated, unless } from '../shared.js';

/** Postgres's `weight`: the exponent of the first digit in base 10,000. */
const weight = (value: string) => `(CASE WHEN ${value} = 0 THEN 0 ELSE FLOOR(LOG10(${value}) / 4) END)`;
const size = (value: string) => `CAST(ABS(${value}) AS DOUBLE)`;

/**
 * `a / b` of exact numbers, rounded half away from zero to as many digits as Postgres gives it. The session's divisions
 * have 30 digits more than the dividend, so that what is cut off beyond them never decides.
 * @param common the greater of the scales of both
 */
export function exactQuotient(a: string, b: string, common: number, result: DataType): string {
  return repeated(a + b, () => {
    const [x, y] = [size(a), size(b)];
    const scale = result.kind === 'decimal' ? result.scale : 0;
    const places = `LEAST(${placesText(x, y, weight(x), weight(y), common)}, ${scale})`;
    const quotient = castTo(`ROUND(${a} / ${b}, ${places})`, result);
    return unless(`${b} = 0 AND ${a} IS NOT NULL`, '22012', b, quotient);
  });
}
