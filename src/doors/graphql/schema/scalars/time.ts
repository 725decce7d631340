import { defineScalar } from './define-scalar.js';
import { fractionText, isTimeOfDay } from './time-of-day.js';

const TIME_TEXT = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?$/;

/** Times of day without a zone: `HH:MM:SS[.ffffff]` in the IR and in JSON. */
export const timeScalar = defineScalar({
  name: 'Time',
  description: 'A time of day without a zone, as `"17:30:00"` or `"17:30:00.250000"`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  hint: 'a time of day as "HH:MM:SS" with at most 6 fraction digits, such as "17:30:00"',
  parse: toTimeText,
  serialize: (value) => (toTimeText(value) === undefined ? undefined : String(value)),
});

function toTimeText(value: unknown): string | undefined {
  const match = typeof value === 'string' ? TIME_TEXT.exec(value) : null;
  if (match === null) return undefined;
  const [, hour = '', minute = '', second = '', fraction] = match;
  if (!isTimeOfDay(Number(hour), Number(minute), Number(second))) return undefined;
  return `${hour}:${minute}:${second}${fractionText(fraction)}`;
}
