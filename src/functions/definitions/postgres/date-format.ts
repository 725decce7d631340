/** What a part of a text is, once a pattern of `to_date` was read. */
export type DatePart = 'year' | 'month' | 'monthName' | 'day' | 'hour' | 'minute' | 'second' | 'milli' | 'micro';

export interface DateFormat {
  /** RE2's text; each part is a group, in this order. */
  readonly regex: string;
  readonly parts: readonly DatePart[];
}

const PARTS: readonly (readonly [keyword: RegExp, part: DatePart, digits: number])[] = [
  [/^YYYY/i, 'year', 4],
  [/^HH24/i, 'hour', 2],
  [/^MON/i, 'monthName', 3],
  [/^MM/i, 'month', 2],
  [/^MI/i, 'minute', 2],
  [/^MS/i, 'milli', 3],
  [/^DD(?!D)/i, 'day', 2],
  [/^SS(?!S)/i, 'second', 2],
  [/^US/i, 'micro', 6],
];
/** What means itself and stands in the text as it stands in the pattern. */
const SEPARATOR = /^(?:[-/:., ]|"[A-Za-z]")/;

const escaped = (text: string) => text.replaceAll('"', '').replace(/[.]/g, '\\.');

/** Postgres takes as many digits as there are where no other digits follow in the pattern. */
function digitsOf(part: DatePart, digits: number, isLast: boolean): string {
  if (part === 'monthName') return '([A-Za-z]{3})';
  return digits === 2 && isLast ? '([0-9]{1,2})' : `([0-9]{${digits}})`;
}

/**
 * A pattern of `to_date` and `to_timestamp` as a regular expression that takes texts of just this shape, and what
 * stands behind them, which Postgres ignores. Undefined for patterns with parts that are not known here.
 */
export function readDateFormat(pattern: string): DateFormat | undefined {
  const parts: DatePart[] = [];
  let regex = '';
  let rest = pattern;
  while (rest !== '') {
    const known = PARTS.find(([keyword]) => keyword.test(rest));
    const separator = known === undefined ? SEPARATOR.exec(rest)?.[0] : undefined;
    if (known !== undefined) {
      const [keyword, part, digits] = known;
      rest = rest.replace(keyword, '');
      if (/^(TH|SP)/i.test(rest) || parts.includes(part)) return undefined;
      parts.push(part);
      regex += digitsOf(part, digits, rest === '' || SEPARATOR.test(rest));
    } else if (separator !== undefined) {
      rest = rest.slice(separator.length);
      // Postgres lets one separator stand for several of the text, and several for one.
      if (SEPARATOR.test(rest)) return undefined;
      regex += escaped(separator);
    } else return undefined;
  }
  const isTwice = parts.includes('month') && parts.includes('monthName');
  const isFraction = parts.includes('milli') && parts.includes('micro');
  if (!parts.includes('year') || isTwice || isFraction) return undefined;
  return { regex: `(?s)^${regex}([^0-9].*)?$`, parts };
}
