import { GatewayError } from '../../errors.js';

const YEAR_MONTH = /^(-?)(\d+)-(\d+)$/;
const DAY_TIME = /^(-?)(\d+) (\d+):(\d+):(\d+)(?:\.(\d{1,9}))?$/;
const MICROS_PER_DAY = 86_400_000_000n;

/**
 * The gateway's `<months> <days> <microseconds>` of what the warehouse writes: `1-2` for years and months,
 * `1 02:03:04.000000000` for a span of days, which keeps whole days as days. Undefined for any other text.
 */
export function intervalText(text: string): string | undefined {
  const months = YEAR_MONTH.exec(text);
  if (months !== null) return `${months[1]}${Number(months[2]) * 12 + Number(months[3])} 0 0`.replace(/^-0 /, '0 ');
  const match = DAY_TIME.exec(text);
  if (match === null) return undefined;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  const clock = (BigInt(hours) * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
  const total = BigInt(days) * MICROS_PER_DAY + clock * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
  const signed = sign === '-' ? -total : total;
  return `0 ${signed / MICROS_PER_DAY} ${signed % MICROS_PER_DAY}`;
}

/** @throws GatewayError INTERNAL for text that is no interval */
export function intervalOf(text: string): string {
  const interval = intervalText(text);
  if (interval === undefined) throw new GatewayError('INTERNAL', 'The warehouse sent an interval that cannot be read.');
  return interval;
}
