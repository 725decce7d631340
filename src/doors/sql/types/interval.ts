import type { IntervalStyle } from './output-settings.js';

/** An interval of Postgres and of the IR. Its three parts do not carry into one another. */
export interface Interval {
  readonly months: number;
  readonly days: number;
  readonly micros: bigint;
}

const SOURCE_FORM = /^(-?\d{1,10}) (-?\d{1,10}) (-?\d{1,19})$/;
const MAX_INT32 = 2_147_483_647;
const MIN_INT32 = -2_147_483_648;
const MAX_INT64 = 9_223_372_036_854_775_807n;
const MIN_INT64 = -9_223_372_036_854_775_808n;

/** Reads `<months> <days> <microseconds>`; undefined if it is not that or out of Postgres's range. */
export function sourceInterval(text: string): Interval | undefined {
  const match = SOURCE_FORM.exec(text);
  if (match === null) return undefined;
  const interval = { months: Number(match[1]), days: Number(match[2]), micros: BigInt(match[3] ?? '0') };
  return isInIntervalRange(interval) ? interval : undefined;
}

export function sourceIntervalText({ months, days, micros }: Interval): string {
  return `${months} ${days} ${micros}`;
}

export function isInIntervalRange({ months, days, micros }: Interval): boolean {
  const isInt32 = (value: number) => Number.isInteger(value) && value >= MIN_INT32 && value <= MAX_INT32;
  return isInt32(months) && isInt32(days) && micros >= MIN_INT64 && micros <= MAX_INT64;
}

/** Postgres keeps the extremes of all three parts for the infinities. */
function infinityOf({ months, days, micros }: Interval): 'infinity' | '-infinity' | undefined {
  if (months === MAX_INT32 && days === MAX_INT32 && micros === MAX_INT64) return 'infinity';
  if (months === MIN_INT32 && days === MIN_INT32 && micros === MIN_INT64) return '-infinity';
  return undefined;
}

interface Clock {
  readonly negative: boolean;
  readonly hours: bigint;
  readonly minutes: number;
  readonly seconds: number;
  /** `.5`, or nothing. */
  readonly fraction: string;
}

function clockOf(micros: bigint): Clock {
  const magnitude = micros < 0n ? -micros : micros;
  const rest = Number(magnitude % 3_600_000_000n);
  const fraction = rest % 1_000_000;
  return {
    negative: micros < 0n,
    hours: magnitude / 3_600_000_000n,
    minutes: Math.floor(rest / 60_000_000),
    seconds: Math.floor(rest / 1_000_000) % 60,
    fraction: fraction === 0 ? '' : `.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`,
  };
}

function two(value: number | bigint): string {
  return String(value).padStart(2, '0');
}

/** `1 year 2 mons -3 days +04:05:06.7`: a plus where a positive part follows a negative one. */
function postgresText({ months, days, micros }: Interval): string {
  const parts: string[] = [];
  let followsNegative = false;
  const add = (value: number, unit: string) => {
    if (value === 0) return;
    parts.push(`${followsNegative && value > 0 ? '+' : ''}${value} ${unit}${value === 1 ? '' : 's'}`);
    followsNegative = value < 0;
  };
  add(Math.trunc(months / 12), 'year');
  add(months % 12, 'mon');
  add(days, 'day');
  if (micros !== 0n || parts.length === 0) {
    const clock = clockOf(micros);
    const sign = clock.negative ? '-' : followsNegative ? '+' : '';
    parts.push(`${sign}${two(clock.hours)}:${two(clock.minutes)}:${two(clock.seconds)}${clock.fraction}`);
  }
  return parts.join(' ');
}

/** `P1Y2M-3DT4H5M6.7S`. */
function isoText({ months, days, micros }: Interval): string {
  const part = (value: number | bigint, unit: string) => (Number(value) === 0 ? '' : `${value}${unit}`);
  const date = `${part(Math.trunc(months / 12), 'Y')}${part(months % 12, 'M')}${part(days, 'D')}`;
  if (micros === 0n) return date === '' ? 'PT0S' : `P${date}`;
  const { negative, hours, minutes, seconds, fraction } = clockOf(micros);
  const sign = negative ? '-' : '';
  const rest = seconds === 0 && fraction === '' ? '' : `${sign}${seconds}${fraction}S`;
  return `P${date}T${hours === 0n ? '' : `${sign}${hours}H`}${minutes === 0 ? '' : `${sign}${minutes}M`}${rest}`;
}

/** An interval as Postgres prints it in this style. */
export function intervalText(interval: Interval, style: IntervalStyle): string {
  const infinity = infinityOf(interval);
  if (infinity !== undefined) return infinity;
  return style === 'postgres' ? postgresText(interval) : isoText(interval);
}
