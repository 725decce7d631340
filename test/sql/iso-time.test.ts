import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  daysOfIsoDate,
  isoDateOfDays,
  isoTimeOfMicros,
  isoTimestampOfMicros,
  microsOfIsoTime,
  microsOfIsoTimestamp,
} from '../../src/sql/iso-time.js';

const MIN = BigInt(Date.parse('0001-01-01T00:00:00Z')) * 1000n;
const MAX = BigInt(Date.parse('9999-12-31T23:59:59.999Z')) * 1000n + 999n;

describe('iso-time', () => {
  it('writes and reads the same timestamp, to the microsecond', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: MIN, max: MAX }), (micros) => {
        const text = isoTimestampOfMicros(micros);
        expect(microsOfIsoTimestamp(text)).toBe(micros);
        expect(microsOfIsoTimestamp(`${text.replace('T', ' ')}+00`)).toBe(micros);
        expect(BigInt(Date.parse(`${text.slice(0, 19)}Z`)) * 1000n).toBe(
          micros - (((micros % 1_000_000n) + 1_000_000n) % 1_000_000n),
        );
      }),
      { numRuns: 2000 },
    );
    for (const micros of [MIN, MAX, 0n, -1n, 1n, 2n ** 53n, 2n ** 53n - 1n, -(2n ** 53n)]) {
      expect(microsOfIsoTimestamp(isoTimestampOfMicros(micros))).toBe(micros);
    }
  });

  it('writes and reads the same date and time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -719_162, max: 2_932_896 }),
        fc.bigInt({ min: 0n, max: 86_399_999_999n }),
        (days, micros) => {
          expect(daysOfIsoDate(isoDateOfDays(days))).toBe(days);
          expect(isoDateOfDays(days)).toBe(new Date(days * 86_400_000).toISOString().slice(0, 10));
          expect(microsOfIsoTime(isoTimeOfMicros(micros))).toBe(micros);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('writes each day of two centuries as the calendar has it', () => {
    for (let days = -40_000; days < 40_000; days += 1) {
      expect(isoDateOfDays(days)).toBe(new Date(days * 86_400_000).toISOString().slice(0, 10));
    }
  });

  it('reads offsets', () => {
    const noon = microsOfIsoTimestamp('2001-01-31T12:00:00Z');
    for (const text of [
      '2001-01-31T14:00+02',
      '2001-01-31T17:45:00+05:45',
      '2001-01-31 05:00:00.000-0700',
      '2001-01-31t12:00z',
    ]) {
      expect(microsOfIsoTimestamp(text), text).toBe(noon);
    }
    for (const text of [
      '2001-01-31T12:00+19',
      '2001-01-31T12:00+02:60',
      '2001-01-31T12',
      '2001-01-31Z',
      ' 2001-01-31',
      '12:00',
    ]) {
      expect(microsOfIsoTimestamp(text), text).toBeUndefined();
    }
  });

  it('throws on no text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect([daysOfIsoDate(text), microsOfIsoTime(text), microsOfIsoTimestamp(text)]).toHaveLength(3);
      }),
    );
  });
});
