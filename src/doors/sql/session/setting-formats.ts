import { invalidValue, type Normalise, unsupportedValue } from './setting-values.js';

const UTF8_NAMES = new Set(['utf8', 'unicode', 'sqlascii']);
const OTHER_ENCODING =
  /^(latin\d*|iso8859\d*|win\d*|windows\d*|koi8\w*|euc\w*|sjis|shiftjis|big5|gbk|gb18030|uhc|johab)$/;

/** Every client gets UTF-8. Encoding names are compared by letters and digits alone, as Postgres does. */
export const clientEncoding: Normalise = (value, name) => {
  const bare = value.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (UTF8_NAMES.has(bare)) return 'UTF8';
  if (OTHER_ENCODING.test(bare)) throw unsupportedValue(name, value, 'UTF8');
  throw invalidValue(name, value);
};

const MONTH_FIRST = new Set(['mdy', 'us', 'noneuro', 'noneuropean']);
const OTHER_DATE_STYLES = new Set(['sql', 'postgres', 'german', 'dmy', 'ymd', 'euro', 'european']);

export const dateStyle: Normalise = (value, name) => {
  for (const part of value.split(',')) {
    const word = part.trim().toLowerCase();
    if (word === 'iso' || word === 'default' || MONTH_FIRST.has(word)) continue;
    if (OTHER_DATE_STYLES.has(word)) throw unsupportedValue(name, value, 'ISO, MDY');
    throw invalidValue(name, value);
  }
  return 'ISO, MDY';
};

let zoneSpelling: ReadonlyMap<string, string> | undefined;

function spellingOf(zone: string): string {
  zoneSpelling ??= new Map(Intl.supportedValuesOf('timeZone').map((known) => [known.toLowerCase(), known]));
  const lower = zone.toLowerCase();
  if (lower === 'utc' || lower === 'gmt') return lower.toUpperCase();
  return zoneSpelling.get(lower) ?? zone;
}

export const timeZone: Normalise = (value, name) => {
  const zone = value.trim();
  // Offsets are left out on purpose: their sign means the opposite in POSIX and in ISO.
  if (!/^[A-Za-z]/.test(zone)) throw invalidValue(name, value, 'Give an IANA time zone name, such as Europe/Berlin.');
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw invalidValue(name, value, 'Give an IANA time zone name, such as Europe/Berlin.');
  }
  return spellingOf(zone);
};

const MAX_APPLICATION_NAME_LENGTH = 63;

/** Printable ASCII only: the name goes to logs. */
export const applicationName: Normalise = (value) =>
  value.slice(0, MAX_APPLICATION_NAME_LENGTH).replaceAll(/[^\x20-\x7e]/g, '?');
