import { Writable } from 'node:stream';
import { inspect } from 'node:util';

const levels: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal must not obey what a caller wrote
const controlCharacters = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** One line of pino's JSON as text for a person: time, level, message, then the other fields. */
export function prettyLine(json: string): string {
  let record: unknown;
  try {
    record = JSON.parse(json);
  } catch {
    return json;
  }
  if (typeof record !== 'object' || record === null) return json;
  const { time, level, msg, err, ...fields } = record as Readonly<Record<string, unknown>>;
  const clock = typeof time === 'string' ? time.slice(11, 23) : '';
  const name = (levels[Number(level)] ?? String(level)).toUpperCase().padEnd(5);
  const rest = Object.entries(fields).map(([key, value]) => {
    const text =
      typeof value === 'string' ? value : inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 6 });
    return ` ${key}=${text}`;
  });
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? `\n${String(err.stack)}` : '';
  return `${`${clock} ${name} ${String(msg ?? '')}${rest.join('')}${stack}`.replace(controlCharacters, '')}\n`;
}

/** Turns pino's lines into lines for people on their way to `target`. */
export function prettyStream(target: NodeJS.WritableStream): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      target.write(prettyLine(String(chunk)));
      done();
    },
  });
}
