import { GatewayError } from '../../../errors.js';

export interface IntervalValue {
  readonly months: number;
  readonly days: number;
  readonly micros: bigint;
}

/** No function of the server: an interval is a constant that a spelling reads, and anything else refuses. */
export const INTERVAL_NAME = 'MEDALLION_INTERVAL';
const TEXT = new RegExp(`^${INTERVAL_NAME}\\((-?\\d+), (-?\\d+), (-?\\d+)\\)$`, 'u');

export function intervalText({ months, days, micros }: IntervalValue): string {
  return `${INTERVAL_NAME}(${months}, ${days}, ${micros})`;
}

/** @throws GatewayError NOT_SUPPORTED for an interval that is not a constant */
export function intervalOf(text: string): IntervalValue {
  const [, months, days, micros] = TEXT.exec(text) ?? [];
  if (months === undefined || days === undefined || micros === undefined)
    throw new GatewayError('NOT_SUPPORTED', 'An interval that is not a constant is not supported on mysql.');
  return { months: Number(months), days: Number(days), micros: BigInt(micros) };
}

const LITERAL = /^\(?(-?\d+)\)?$/u;

/** The number of a printed constant. @throws GatewayError NOT_SUPPORTED for anything else */
export function integerOf(text: string): number {
  const digits = LITERAL.exec(text)?.[1];
  if (digits === undefined)
    throw new GatewayError('NOT_SUPPORTED', 'An interval that is not a constant is not supported on mysql.');
  return Number(digits);
}

const SPAN_NAME = 'MEDALLION_SPAN';

/** The time between two moments, in microseconds: what a part of it is taken from. Alone it refuses, as an interval does. */
export const spanText = (micros: string) => `${SPAN_NAME}(${micros})`;

/** The microseconds of such a time; undefined for any other interval. */
export function spanOf(text: string): string | undefined {
  return text.startsWith(`${SPAN_NAME}(`) && text.endsWith(')') ? text.slice(SPAN_NAME.length, text.length) : undefined;
}
