import { SqlError } from '../../sql-error.js';
import { type Interval, isInIntervalRange } from '../interval.js';
import { invalidDateTime, trimmed } from './input-error.js';

const MICROS = { second: 1e6, minute: 6e7, hour: 3.6e9 } as const;
const MICROS_PER_DAY = 86_400_000_000n;

/** What one unit is: so many months, days or microseconds. */
type Unit =
  | { readonly part: 'months'; readonly size: number }
  | { readonly part: 'days'; readonly size: number }
  | { readonly part: 'micros'; readonly size: number };

const UNITS: ReadonlyMap<string, Unit> = new Map(
  (
    [
      [{ part: 'micros', size: 1 }, 'us usec usecs usecond useconds microsecond microseconds'],
      [{ part: 'micros', size: 1000 }, 'ms msec msecs msecond mseconds millisecond milliseconds'],
      [{ part: 'micros', size: MICROS.second }, 's sec secs second seconds'],
      [{ part: 'micros', size: MICROS.minute }, 'm min mins minute minutes'],
      [{ part: 'micros', size: MICROS.hour }, 'h hr hrs hour hours'],
      [{ part: 'days', size: 1 }, 'd day days'],
      [{ part: 'days', size: 7 }, 'w week weeks'],
      [{ part: 'months', size: 1 }, 'mon mons month months'],
      [{ part: 'months', size: 12 }, 'y yr yrs year years'],
      [{ part: 'months', size: 120 }, 'dec decs decade decades'],
      [{ part: 'months', size: 1200 }, 'c cent century centuries'],
      [{ part: 'months', size: 12_000 }, 'mil mils millennium millennia'],
    ] as const satisfies readonly (readonly [Unit, string])[]
  ).flatMap(([unit, names]) => names.split(' ').map((name) => [name, unit] as const)),
);

const ISO_DATE_UNITS: ReadonlyMap<string, string> = new Map([
  ['y', 'year'],
  ['m', 'month'],
  ['w', 'week'],
  ['d', 'day'],
]);
const ISO_TIME_UNITS: ReadonlyMap<string, string> = new Map([
  ['h', 'hour'],
  ['m', 'minute'],
  ['s', 'second'],
]);

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Sums up parts. A fraction of a unit goes down into the smaller ones, a month having 30 days. */
class Sum {
  months = 0;
  days = 0;
  micros = 0n;

  add(whole: bigint, fraction: number, unit: Unit): void {
    switch (unit.part) {
      case 'months': {
        this.months += Number(whole) * unit.size;
        if (unit.size > 1) this.months += roundToEven(fraction * unit.size);
        else this.addDays(fraction * 30);
        return;
      }
      case 'days':
        this.days += Number(whole) * unit.size;
        this.addDays(fraction * unit.size);
        return;
      case 'micros':
        this.micros += whole * BigInt(unit.size) + BigInt(roundToEven(fraction * unit.size));
        return;
    }
  }

  addDays(days: number): void {
    const whole = Math.trunc(days);
    this.days += whole;
    this.micros += BigInt(roundToEven((days - whole) * Number(MICROS_PER_DAY)));
  }

  addClock(sign: string | undefined, hour: string, minute: string, second = '0', fraction = ''): void {
    const seconds = BigInt(hour) * 3600n + BigInt(minute) * 60n + BigInt(second);
    const micros = seconds * 1_000_000n + BigInt(roundToEven(Number(`0.${fraction || '0'}`) * 1e6));
    this.micros += sign === '-' ? -micros : micros;
  }

  negate(): void {
    this.months = -this.months;
    this.days = -this.days;
    this.micros = -this.micros;
  }

  interval(): Interval {
    // -0 would print as 0, but is no equal of it.
    return { months: this.months + 0, days: this.days + 0, micros: this.micros };
  }
}

function fieldOutOfRange(text: string): SqlError {
  return new SqlError('22015', `interval field value out of range: "${text}"`);
}

const CLOCK = /^([+-]?)(\d+):(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?(?![\d:])/;
const YEAR_MONTH = /^([+-]?)(\d+)-(\d{1,2})(?![\d:])/;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?\s*([a-z]*)/;

function amount(sign: string | undefined, whole = '', fraction = ''): [bigint, number] {
  const negative = sign === '-';
  const [units, part] = [BigInt(whole || '0'), Number(`0.${fraction || '0'}`)];
  return negative ? [-units, -part] : [units, part];
}

/** `1 year 2 mons -3 days 04:05:06.7 ago`, `1-2 3 4:05:06`. */
function parseVerbose(text: string, whole: string): Sum | undefined {
  const sum = new Sum();
  const seen = new Set<string>();
  const once = (key: string) => !seen.has(key) && seen.add(key).size > 0;
  let rest = text.replace(/^@\s*/, '');
  const ago = /\s+ago$/.exec(rest);
  if (ago !== null) rest = rest.slice(0, ago.index);
  if (rest === '') return undefined;
  while (rest !== '') {
    const clock = CLOCK.exec(rest);
    const yearMonth = clock === null ? YEAR_MONTH.exec(rest) : null;
    const number = clock === null && yearMonth === null ? NUMBER.exec(rest) : null;
    const match = clock ?? yearMonth ?? number;
    if (match === null || match[0] === '') return undefined;
    rest = rest.slice(match[0].length).trimStart();
    if (clock !== null) {
      if (!once('clock')) return undefined;
      if (Number(clock[3]) > 59 || Number(clock[4] ?? 0) > 60) throw fieldOutOfRange(whole);
      sum.addClock(clock[1], clock[2] ?? '', clock[3] ?? '', clock[4], clock[5]);
    } else if (yearMonth !== null) {
      if (Number(yearMonth[3]) > 11 || !once('year-month')) return undefined;
      const months = Number(yearMonth[2]) * 12 + Number(yearMonth[3]);
      sum.months += yearMonth[1] === '-' ? -months : months;
    } else if (number !== null) {
      if (`${number[2]}${number[3] ?? ''}` === '') return undefined;
      // A number without unit is days before a clock's time, otherwise seconds.
      const name = number[4] || (CLOCK.test(rest) ? 'day' : 'second');
      const unit = UNITS.get(name);
      if (unit === undefined || !once(`${unit.part} ${unit.size}`)) return undefined;
      sum.add(...amount(number[1], number[2], number[3]), unit);
    }
  }
  if (ago !== null) sum.negate();
  return sum;
}

const ISO = /^p((?:[+-]?[\d.]+[ymwd])*)(?:t((?:[+-]?[\d.]+[hms])*))?$/;
const ISO_FIELD = /([+-]?)(\d*)(?:\.(\d*))?([a-z])/g;

/** `P1Y2M3DT4H5M6.7S`. */
function parseIso(text: string): Sum | undefined {
  const match = ISO.exec(text);
  if (match === null || text === 'p') return undefined;
  const sum = new Sum();
  const addFields = (fields: string, names: ReadonlyMap<string, string>) => {
    for (const [, sign, whole, fraction, letter = ''] of fields.matchAll(ISO_FIELD)) {
      const unit = UNITS.get(names.get(letter) ?? '');
      if (unit !== undefined) sum.add(...amount(sign, whole, fraction), unit);
    }
  };
  addFields(match[1] ?? '', ISO_DATE_UNITS);
  addFields(match[2] ?? '', ISO_TIME_UNITS);
  return sum;
}

const INFINITE: Interval = { months: 2_147_483_647, days: 2_147_483_647, micros: 9_223_372_036_854_775_807n };
const MINUS_INFINITE: Interval = { months: -2_147_483_648, days: -2_147_483_648, micros: -9_223_372_036_854_775_808n };

/**
 * Reads an interval in Postgres's, the SQL standard's or ISO 8601's form.
 * @throws SqlError 22007 for what is none, 22015 for one out of range
 */
export function intervalInput(text: string): Interval {
  const body = trimmed(text).toLowerCase();
  if (body === 'infinity' || body === '+infinity') return INFINITE;
  if (body === '-infinity') return MINUS_INFINITE;
  const sum = body.startsWith('p') ? parseIso(body) : parseVerbose(body, text);
  if (sum === undefined) throw invalidDateTime('interval', text);
  const interval = sum.interval();
  if (!isInIntervalRange(interval)) throw fieldOutOfRange(text);
  return interval;
}
