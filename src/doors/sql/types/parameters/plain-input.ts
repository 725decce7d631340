import { SqlError } from '../../sql-error.js';
import { invalidInput, trimmed } from './input-error.js';

const TRUE = /^(?:t|tr|tru|true|y|ye|yes|on|1)$/i;
const FALSE = /^(?:f|fa|fal|fals|false|n|no|of|off|0)$/i;
const UUID = /^(\{?)([0-9a-f]{4}(?:-?[0-9a-f]{4}){7})(\}?)$/i;
const HEX_SPACE = /[ \t\n\r]/;

export function booleanInput(text: string): boolean {
  const body = trimmed(text);
  if (TRUE.test(body)) return true;
  if (FALSE.test(body)) return false;
  throw invalidInput('boolean', text);
}

/** Reads a uuid, with or without braces and hyphens; in lower case, with hyphens. */
export function uuidInput(text: string): string {
  const match = UUID.exec(text);
  if (match === null || (match[1] === '') !== (match[3] === '')) throw invalidInput('uuid', text);
  return hyphenated((match[2] ?? '').replaceAll('-', '').toLowerCase());
}

/** 32 hexadecimal digits as a uuid is written. */
export function hyphenated(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Proves that a text is a JSON document; gives it as it is. */
export function jsonInput(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw new SqlError('22P02', 'invalid input syntax for type json');
  }
}

function hexBytes(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; ) {
    if (HEX_SPACE.test(text.charAt(at))) {
      at++;
      continue;
    }
    const pair = text.slice(at, at + 2);
    for (const digit of pair) {
      if (!/[0-9a-f]/i.test(digit)) throw new SqlError('22023', `invalid hexadecimal digit: "${digit}"`);
    }
    if (pair.length < 2) throw new SqlError('22023', 'invalid hexadecimal data: odd number of digits');
    bytes.push(Number.parseInt(pair, 16));
    at += 2;
  }
  return Uint8Array.from(bytes);
}

/** Reads bytea in its hex form (`\x00ff`) or its escape form (`a\000\\`). */
export function byteaInput(text: string): Uint8Array {
  if (text.startsWith('\\x')) return hexBytes(text.slice(2));
  const bytes: Uint8Array[] = [];
  for (const [part] of text.matchAll(/[^\\]+|\\\\|\\[0-3][0-7]{2}|\\/g)) {
    if (part === '\\') throw new SqlError('22P02', 'invalid input syntax for type bytea');
    if (part === '\\\\') bytes.push(Buffer.from('\\'));
    else if (part.startsWith('\\')) bytes.push(Uint8Array.of(Number.parseInt(part.slice(1), 8)));
    else bytes.push(Buffer.from(part));
  }
  return new Uint8Array(Buffer.concat(bytes));
}

const MAX_NAME_BYTES = 63;

/** A name, cut to the 63 bytes that one has, at the end of a character. */
export function nameInput(text: string): string {
  let name = text;
  while (Buffer.byteLength(name) > MAX_NAME_BYTES) name = [...name].slice(0, -1).join('');
  return name;
}

/** "char": the first byte, also given as an octal escape. */
export function charInput(text: string): string {
  const octal = /^\\([0-3][0-7]{2})$/.exec(text);
  const code = octal === null ? Buffer.from(text)[0] : Number.parseInt(octal[1] ?? '', 8);
  if (code === undefined || code === 0) return '';
  if (code > 0x7f) throw new SqlError('0A000', 'values of type "char" beyond ASCII are not supported');
  return String.fromCharCode(code);
}
