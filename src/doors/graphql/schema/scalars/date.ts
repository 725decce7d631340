import { isCalendarDate } from './calendar-date.js';
import { defineScalar } from './define-scalar.js';

const DATE_TEXT = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Calendar days: ISO text in the IR and in JSON. */
export const dateScalar = defineScalar({
  name: 'Date',
  description: 'A calendar day, as `"2001-01-31"`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  hint: 'a day of the calendar as "YYYY-MM-DD", such as "2001-01-31"',
  parse: toDateText,
  serialize: toDateText,
});

function toDateText(value: unknown): string | undefined {
  const match = typeof value === 'string' ? DATE_TEXT.exec(value) : null;
  if (match === null) return undefined;
  return isCalendarDate(Number(match[1]), Number(match[2]), Number(match[3])) ? match[0] : undefined;
}
