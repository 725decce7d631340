import { UTC, type Zone, zoneOf } from '../zone.js';
import { trimmed } from './input-error.js';
import type { DateOrder, ParameterSettings } from './parameter-settings.js';

/** What a text of a date or time says, not yet checked against the calendar. */
export interface DateTimeFields {
  readonly date: { readonly year: number; readonly month: number; readonly day: number } | undefined;
  readonly time:
    | {
        readonly hour: number;
        readonly minute: number;
        readonly second: number;
        /** The digits behind the second's point. */
        readonly fraction: string;
        readonly half: 'am' | 'pm' | undefined;
      }
    | undefined;
  /** Seconds east of UTC. */
  readonly offset: number | undefined;
  readonly zone: Zone | undefined;
  readonly beforeChrist: boolean;
  readonly now: 'now' | 'today' | 'tomorrow' | 'yesterday' | undefined;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const WEEKDAY = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?(?![a-z])/;
const NUMERIC_DATE = /^(\d{1,7})([-/.])(\d{1,2})\2(\d{1,7})(?!\d)/;
const COMPACT_DATE = /^(\d{4})(\d{2})(\d{2})(?=t|\s|$)/;
const DAY_MONTH_YEAR = new RegExp(`^(\\d{1,2})[-\\s]${MONTH}[-\\s,]\\s*(\\d{2,7})(?![\\d:])`);
const MONTH_DAY_YEAR = new RegExp(`^${MONTH}[-\\s]\\s*(\\d{1,2})(?:[-\\s]|,\\s*)(\\d{2,7})(?![\\d:])`);
const YEAR_MONTH_DAY = new RegExp(`^(\\d{3,7})[-\\s]${MONTH}[-\\s](\\d{1,2})(?!\\d)`);
const CLOCK = /^t?(\d{1,2}):(\d{1,2})(?::(?:(\d{1,2})(?:\.(\d*))?)?)?(?![\d:])/;
const COMPACT_CLOCK = /^t(\d{2})(\d{2})(?:(\d{2})(?:\.(\d*))?)?(?!\d)/;
const HALF = /^\s*(am|pm)(?![a-z])/;
const OFFSET = /^\s*([+-])(?:(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?|(\d{1,2})(\d{2})|(\d{2})(\d{2})(\d{2}))(?![\d:])/;
const ZONE_NAME = /^[a-z][\w+-]*(?:\/[\w+-]+)*/;
const NOW = /^(now|today|tomorrow|yesterday)(?![a-z])/;
const MAX_OFFSET_SECONDS = 16 * 3600 - 1;

const ABBREVIATIONS: ReadonlyMap<string, number> = new Map([
  ['est', -5],
  ['edt', -4],
  ['cst', -6],
  ['cdt', -5],
  ['mst', -7],
  ['mdt', -6],
  ['pst', -8],
  ['pdt', -7],
  ['akst', -9],
  ['akdt', -8],
  ['hst', -10],
  ['wet', 0],
  ['west', 1],
  ['bst', 1],
  ['cet', 1],
  ['cest', 2],
  ['eet', 2],
  ['eest', 3],
  ['msk', 3],
  ['jst', 9],
  ['kst', 9],
]);

function monthOf(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3)) + 1;
}

function yearOf(digits: string | undefined): number {
  const year = Number(digits);
  if (digits === undefined || digits.length > 2) return year;
  return year < 70 ? year + 2000 : year + 1900;
}

function orderedDate(first: string, second: string, third: string, order: DateOrder): DateTimeFields['date'] {
  if (first.length > 2 || order === 'YMD') {
    return { year: yearOf(first), month: Number(second), day: Number(third) };
  }
  const [month, day] = order === 'MDY' ? [first, second] : [second, first];
  return { year: yearOf(third), month: Number(month), day: Number(day) };
}

/** Takes a text apart from left to right. */
class Scanner {
  rest: string;
  hasUnknownZone = false;
  readonly fields: Mutable<DateTimeFields> = {
    date: undefined,
    time: undefined,
    offset: undefined,
    zone: undefined,
    beforeChrist: false,
    now: undefined,
  };

  constructor(
    text: string,
    readonly order: DateOrder,
  ) {
    this.rest = text;
  }

  take(pattern: RegExp): RegExpExecArray | undefined {
    const match = pattern.exec(this.rest);
    if (match === null) return undefined;
    this.rest = this.rest.slice(match[0].length);
    return match;
  }

  takeDate(): boolean {
    if (this.fields.date !== undefined) return false;
    const numeric = this.take(NUMERIC_DATE);
    if (numeric !== undefined) {
      this.fields.date = orderedDate(numeric[1] ?? '', numeric[3] ?? '', numeric[4] ?? '', this.order);
      return true;
    }
    const compact = this.take(COMPACT_DATE);
    const yearFirst = compact ?? this.take(YEAR_MONTH_DAY);
    if (yearFirst !== undefined) {
      const month = compact === undefined ? monthOf(yearFirst[2]) : Number(yearFirst[2]);
      this.fields.date = { year: Number(yearFirst[1]), month, day: Number(yearFirst[3]) };
      return true;
    }
    const dayFirst = this.take(DAY_MONTH_YEAR);
    if (dayFirst !== undefined) {
      this.fields.date = { year: yearOf(dayFirst[3]), month: monthOf(dayFirst[2]), day: Number(dayFirst[1]) };
      return true;
    }
    const monthFirst = this.take(MONTH_DAY_YEAR);
    if (monthFirst === undefined) return false;
    this.fields.date = { year: yearOf(monthFirst[3]), month: monthOf(monthFirst[1]), day: Number(monthFirst[2]) };
    return true;
  }

  takeTime(): boolean {
    if (this.fields.time !== undefined) return false;
    const clock = this.take(CLOCK) ?? this.take(COMPACT_CLOCK);
    if (clock === undefined) return false;
    const half = this.take(HALF)?.[1];
    this.fields.time = {
      hour: Number(clock[1]),
      minute: Number(clock[2]),
      second: Number(clock[3] ?? 0),
      fraction: clock[4] ?? '',
      half: half === 'am' || half === 'pm' ? half : undefined,
    };
    this.takeOffset();
    return true;
  }

  takeOffset(): boolean {
    const match = this.take(OFFSET);
    if (match === undefined) return false;
    const [hours, minutes, seconds] = [
      match[2] ?? match[5] ?? match[7],
      match[3] ?? match[6] ?? match[8],
      match[4] ?? match[9],
    ];
    const magnitude = Number(hours) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
    this.fields.offset = match[1] === '-' ? -magnitude : magnitude;
    return true;
  }

  takeWord(): boolean {
    const { fields } = this;
    const now = fields.date === undefined && fields.now === undefined ? this.take(NOW)?.[1] : undefined;
    if (now === 'now' || now === 'today' || now === 'tomorrow' || now === 'yesterday') {
      fields.now = now;
      return true;
    }
    if (this.take(WEEKDAY) !== undefined) return true;
    const era = this.take(/^(bc|ad)(?![a-z])/);
    if (era !== undefined) {
      fields.beforeChrist = era[1] === 'bc';
      return true;
    }
    return this.takeZone();
  }

  takeZone(): boolean {
    const { fields } = this;
    if (fields.offset !== undefined || fields.zone !== undefined) return false;
    const name = this.take(ZONE_NAME)?.[0];
    if (name === undefined) return false;
    const hours = ABBREVIATIONS.get(name);
    if (hours !== undefined) fields.offset = hours * 3600;
    else fields.zone = name === 'z' || name === 'zulu' ? UTC : zoneOf(name);
    this.hasUnknownZone = hours === undefined && fields.zone === undefined && name.includes('/');
    return hours !== undefined || fields.zone !== undefined;
  }
}

/** The fields of a text; undefined if it is no date or time that the door reads. */
export function scanDateTime(
  text: string,
  settings: ParameterSettings,
): DateTimeFields | 'infinity' | '-infinity' | 'bad-offset' | 'bad-zone' | undefined {
  const body = trimmed(text).toLowerCase();
  if (body === 'infinity' || body === '+infinity' || body === '-infinity') {
    return body === '-infinity' ? '-infinity' : 'infinity';
  }
  const scanner = new Scanner(body === 'epoch' ? '1970-01-01 00:00:00z' : body, settings.dateOrder);
  while (scanner.rest !== '') {
    if (scanner.take(/^[\s,]+/) !== undefined) continue;
    if (!scanner.takeDate() && !scanner.takeTime() && !scanner.takeWord()) {
      return scanner.hasUnknownZone ? 'bad-zone' : undefined;
    }
  }
  const { fields } = scanner;
  if (fields.date === undefined && fields.time === undefined && fields.now === undefined) return undefined;
  if (fields.now === 'now' && (fields.date !== undefined || fields.time !== undefined)) return undefined;
  if (fields.offset !== undefined && Math.abs(fields.offset) > MAX_OFFSET_SECONDS) return 'bad-offset';
  return fields;
}
