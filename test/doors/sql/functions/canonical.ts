import { OID, PG_TYPES } from '../../../../src/doors/sql/types/pg-types.js';

const MICROS = 1_000_000;
const UNITS: Readonly<Record<string, readonly [months: number, days: number]>> = {
  year: [12, 0],
  mon: [1, 0],
  month: [1, 0],
  day: [0, 1],
};

/** Months, days and microseconds of an interval's text, which both engines write in words of their own. */
function interval(text: string): string {
  let months = 0;
  let days = 0;
  for (const [, count, unit] of text.matchAll(/([+-]?\d+) (year|month|mon|day)s?/g)) {
    const [perMonth, perDay] = UNITS[unit ?? ''] ?? [0, 0];
    months += Number(count) * perMonth;
    days += Number(count) * perDay;
  }
  const clock = /([+-]?)(\d+):(\d+):(\d+(?:\.\d+)?)/.exec(text);
  const seconds = clock === null ? 0 : Number(clock[2]) * 3600 + Number(clock[3]) * 60 + Number(clock[4]);
  return `${months} ${days} ${Math.round(seconds * MICROS) * (clock?.[1] === '-' ? -1 : 1) || 0}`;
}

/** A number's digits without zeros that say nothing. */
function plainNumber(text: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)0*(\d*)\.?(\d*?)0*$/.exec(text) ?? [text, '', text, ''];
  const digits = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
  return digits === '0' ? '0' : `${sign}${digits}`;
}

function float(text: string, digits: number): string {
  if (/nan/i.test(text)) return 'NaN';
  const value = Number(text.replace(/inf(inity)?/i, 'Infinity'));
  return Object.is(value, -0) ? '0' : String(Number(value.toPrecision(digits)));
}

/** Text of a value of a type of Postgres, alike whichever engine wrote it. `digits`: significant ones of an inexact number. */
export function canonical(text: string | null, typeOid: number, digits = 15): string | null {
  if (text === null) return null;
  switch (typeOid) {
    case OID.interval:
      return interval(text);
    case OID.numeric:
      return digits < 15 ? String(Number(Number(text).toPrecision(digits))) : plainNumber(text);
    case OID.float8:
      return float(text, digits);
    case OID.float4:
      return float(text, Math.min(digits, 6));
    case OID.bool:
      return text === 't' ? 'true' : text === 'f' ? 'false' : text;
    case OID.timestamp:
    case OID.timestamptz:
      return text.replace(/\.(\d*?)0+(?=$|\+)/, (_, kept: string) => (kept === '' ? '' : `.${kept}`));
    default: {
      if (PG_TYPES.get(typeOid)?.category === 'A')
        return text
          .replace(/[\s'"]/g, '')
          .replace('[', '{')
          .replace(']', '}');
      return text.replace(/ \(BC\)$/, ' BC');
    }
  }
}
