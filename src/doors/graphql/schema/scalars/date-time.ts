import { isCalendarDate } from './calendar-date.js';
import { defineScalar } from './define-scalar.js';
import { fractionText, isTimeOfDay } from './time-of-day.js';

const DATE_TIME_TEXT =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?(?:([Zz])|([+-])(\d{2}):(\d{2}))?$/;

/** Instants: UTC text `YYYY-MM-DD HH:MM:SS[.ffffff]` in the IR, RFC 3339 with `Z` in JSON. */
export const dateTimeScalar = defineScalar({
  name: 'DateTime',
  description:
    'A date and time, as `"2001-01-31T17:30:00Z"`. Replies are in UTC; as input any offset will do, and none means UTC.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  hint: 'a date and time of RFC 3339 with at most 6 fraction digits, such as "2001-01-31T17:30:00Z" or "2001-01-31T17:30:00+01:00"',
  parse: (input) => (typeof input === 'string' ? toUtcText(input) : undefined),
  serialize: toJsonText,
});

function toUtcText(text: string): string | undefined {
  const match = DATE_TIME_TEXT.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  if (!isCalendarDate(year, month, day) || !isTimeOfDay(hour, minute, second)) return undefined;
  const offsetMinutes = readOffsetMinutes(match[9], match[10], match[11]);
  if (offsetMinutes === undefined) return undefined;
  const instant = new Date(0);
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  instant.setUTCFullYear(year, month - 1, day);
  instant.setUTCHours(hour, minute - offsetMinutes, second);
  const utcYear = instant.getUTCFullYear();
  // An offset can carry the first or the last day out of the years that the sources hold.
  if (utcYear < 1 || utcYear > 9999) return undefined;
  return instant.toISOString().slice(0, 19).replace('T', ' ') + fractionText(match[7]);
}

/** Minutes east of UTC; undefined for an offset that is none. */
function readOffsetMinutes(sign: string | undefined, hours = '00', minutes = '00'): number | undefined {
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const total = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -total : total;
}

/** What already is RFC 3339 in UTC stays as it is; the IR's form and a JavaScript Date are rewritten. */
function toJsonText(value: unknown): string | undefined {
  const text = value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : value;
  const utc = typeof text === 'string' ? toUtcText(text) : undefined;
  if (utc === undefined) return undefined;
  return typeof value === 'string' && value.includes('T') && value.endsWith('Z') ? value : `${utc.replace(' ', 'T')}Z`;
}
