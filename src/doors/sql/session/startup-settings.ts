import { SqlError } from '../sql-error.js';

/** Startup parameters that are no settings. */
const NOT_SETTINGS = new Set(['user', 'database', 'options', 'replication']);

/** Splits `options` at spaces; a backslash keeps what follows it. */
function words(options: string): string[] {
  return (options.match(/(?:\\[\s\S]|[^\\\s])+/g) ?? []).map((word) => word.replaceAll(/\\([\s\S])/g, '$1'));
}

function assignment(word: string, flag: string): [name: string, value: string] {
  const equals = word.indexOf('=');
  if (equals < 1) throw new SqlError('42601', `${flag}${word} requires a value`);
  return [word.slice(0, equals).replaceAll('-', '_').toLowerCase(), word.slice(equals + 1)];
}

/** `-c name=value`, `-cname=value` and `--name=value`. @throws SqlError 42601 for anything else */
function readOptions(options: string): [name: string, value: string][] {
  const found: [string, string][] = [];
  const rest = words(options);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word.startsWith('--')) found.push(assignment(word.slice(2), '--'));
    else if (word === '-c') found.push(assignment(rest.shift() ?? '', '-c '));
    else if (word.startsWith('-c')) found.push(assignment(word.slice(2), '-c '));
    else throw new SqlError('42601', `invalid command-line argument for server process: ${word}`);
  }
  return found;
}

/**
 * The settings that a startup packet asks for, in order: those of `options`, then the parameters themselves.
 * @throws SqlError 42601 for options that are no settings
 */
export function startupSettings(parameters: ReadonlyMap<string, string>): readonly [name: string, value: string][] {
  const named = [...parameters].filter(([name]) => !NOT_SETTINGS.has(name) && !name.startsWith('_pq_.'));
  const settings = named.map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  return [...readOptions(parameters.get('options') ?? ''), ...settings];
}
