import { z } from 'zod';
import { isLoopbackHost } from './loopback-host.js';

// The message of every issue here is the phrase that stands after "expected" in the report to the operator.

const numeral = /^[+-]?\d+(\.\d+)?$/;

function toNumber(value: unknown): unknown {
  return typeof value === 'string' && numeral.test(value.trim()) ? Number(value) : value;
}

function toBoolean(value: unknown): unknown {
  if (value === 'true') return true;
  return value === 'false' ? false : value;
}

function toList(value: unknown): unknown {
  return typeof value === 'string' ? [value] : value;
}

/** A whole number from `min` to `max`, both included. Takes numerals too, as `${VAR}` yields text. */
export function wholeNumber(min: number, max: number) {
  const error = `a whole number from ${min} to ${max}`;
  return z.preprocess(toNumber, z.int({ error }).min(min, { error }).max(max, { error }));
}

/** `true` or `false`, as a YAML boolean or as the text that `${VAR}` yields. */
export function flag() {
  return z.preprocess(toBoolean, z.boolean({ error: 'true or false' }));
}

/** Text that is not blank. `what` completes "expected …". */
export function text(what = 'text that is not empty') {
  return z.string({ error: what }).trim().min(1, { error: what });
}

/** One of a closed set of words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `one of ${words.join(', ')}` });
}

/** One value or a list of them, kept as a list of at least one. */
export function oneOrMore<Item extends z.ZodType>(item: Item, what: string) {
  return z.preprocess(toList, z.array(item, { error: what }).min(1, { error: what }));
}

function parseUrl(value: string): URL | undefined {
  return URL.canParse(value) ? new URL(value) : undefined;
}

/** An https URL; plain http only to this machine. User names and passwords in it are refused. */
export function secureUrl() {
  const error = 'an https URL without credentials (http only to a loopback host)';
  return z.string({ error }).refine(
    (value) => {
      const url = parseUrl(value);
      if (url === undefined || /\s/.test(value) || url.username !== '' || url.password !== '') return false;
      return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
    },
    { error },
  );
}

/** A browser origin as the Origin header spells it: scheme, host and port, nothing else. */
export function webOrigin() {
  const error = 'an origin such as https://app.example.com, without path or trailing slash ("*" is not taken)';
  return z.string({ error }).refine((value) => parseUrl(value)?.origin === value && value !== 'null', { error });
}
