import { SECONDS_PER_DAY } from './calendar.js';

/** A time zone: how far its clocks are from UTC. */
export interface Zone {
  /** Seconds east of UTC at an instant, given in seconds since 1970-01-01T00:00Z. */
  offsetAt(epochSeconds: number): number;
}

const LONG_OFFSET = /GMT(?:([+-])(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
/** `<-08>+08`, `UTC+3`: a POSIX zone without a rule. Its sign counts west. */
const POSIX_ZONE = /^(?:<[+-]?\w+(?::\w+)*>|[A-Za-z]{3,})([+-]?)(\d{1,3})(?::(\d{2})(?::(\d{2}))?)?$/;
/** No zone changed its clocks before; and from here on its rules repeat with the calendar, every 400 years. */
const FIRST_SECOND = Date.UTC(1800, 0, 1) / 1000;
const LAST_SECOND = Date.UTC(2400, 0, 1) / 1000;
const SECONDS_PER_ERA = 146_097 * SECONDS_PER_DAY;
const MAX_CACHED_DAYS = 8192;
const MAX_CACHED_ZONES = 64;

function withinRules(epochSeconds: number): number {
  if (epochSeconds < FIRST_SECOND) return FIRST_SECOND;
  if (epochSeconds < LAST_SECOND) return epochSeconds;
  return epochSeconds - Math.ceil((epochSeconds - LAST_SECOND + 1) / SECONDS_PER_ERA) * SECONDS_PER_ERA;
}

function seconds(hours: string | undefined, minutes: string | undefined, rest: string | undefined): number {
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(rest ?? 0);
}

class FixedZone implements Zone {
  constructor(readonly offset: number) {}

  offsetAt(): number {
    return this.offset;
  }
}

/** A zone of the time zone database. Asking Intl costs microseconds, so answers are kept by the day. */
class NamedZone implements Zone {
  readonly #format: Intl.DateTimeFormat;
  readonly #offsetByDay = new Map<number, number>();

  constructor(name: string) {
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  }

  offsetAt(epochSeconds: number): number {
    const moment = withinRules(epochSeconds);
    const day = Math.floor(moment / SECONDS_PER_DAY);
    const cached = this.#offsetByDay.get(day);
    if (cached !== undefined) return Number.isNaN(cached) ? this.#ask(moment) : cached;
    const morning = this.#ask(day * SECONDS_PER_DAY);
    const isConstant = morning === this.#ask((day + 1) * SECONDS_PER_DAY - 1);
    if (this.#offsetByDay.size >= MAX_CACHED_DAYS) this.#offsetByDay.clear();
    // NaN: the clocks change on this day, so that each instant is asked for.
    this.#offsetByDay.set(day, isConstant ? morning : Number.NaN);
    return isConstant ? morning : this.#ask(moment);
  }

  #ask(epochSeconds: number): number {
    const match = LONG_OFFSET.exec(this.#format.format(Math.floor(epochSeconds) * 1000));
    if (match === null) throw new Error('Intl gave no offset');
    const offset = seconds(match[2], match[3], match[4]);
    return match[1] === '-' ? -offset : offset;
  }
}

/** Names that are links to cities, with their summer time, where Intl may know them without. */
const LINKS: ReadonlyMap<string, string> = new Map([
  ['cet', 'Europe/Brussels'],
  ['met', 'Europe/Brussels'],
  ['eet', 'Europe/Athens'],
  ['wet', 'Europe/Lisbon'],
]);

export const UTC: Zone = new FixedZone(0);

const zones = new Map<string, Zone>();

function makeZone(name: string): Zone | undefined {
  if (/^(?:(?:etc\/)?(?:utc|uct|gmt|zulu|universal|greenwich))$/i.test(name)) return UTC;
  const posix = POSIX_ZONE.exec(name);
  if (posix !== null) {
    const west = seconds(posix[2], posix[3], posix[4]);
    return new FixedZone(posix[1] === '-' || west === 0 ? west : -west);
  }
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return new NamedZone(LINKS.get(name.toLowerCase()) ?? name);
  } catch {
    return undefined;
  }
}

/** A zone by the value of the setting TimeZone: `Europe/Berlin`, `UTC`, `<-08>+08`. Undefined if there is none. */
export function zoneOf(name: string): Zone | undefined {
  const key = name.toLowerCase();
  const known = zones.get(key);
  if (known !== undefined) return known;
  const zone = makeZone(name);
  if (zone === undefined) return undefined;
  if (zones.size >= MAX_CACHED_ZONES) zones.clear();
  zones.set(key, zone);
  return zone;
}

/**
 * Seconds east of UTC for a wall clock's reading, given in seconds as if it were UTC. A reading that a change of the
 * clocks skips or repeats is taken as standard time, as Postgres does.
 */
export function offsetOfWallClock(zone: Zone, wallSeconds: number): number {
  const before = zone.offsetAt(wallSeconds - SECONDS_PER_DAY);
  const after = zone.offsetAt(wallSeconds + SECONDS_PER_DAY);
  if (before === after) return before;
  const holdsBefore = zone.offsetAt(wallSeconds - before) === before;
  const holdsAfter = zone.offsetAt(wallSeconds - after) === after;
  if (holdsBefore !== holdsAfter) return holdsBefore ? before : after;
  return Math.min(before, after);
}
