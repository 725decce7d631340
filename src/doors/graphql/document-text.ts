import { CURSOR_END, CURSOR_START, FAULT_START, type JsonFaultLetter } from '../../query/json-markers.js';
import type { CursorCodec } from './cursor.js';

const CURSOR = new RegExp(`${CURSOR_START}([A-Za-z0-9_-]+):([^${CURSOR_END}]*)${CURSOR_END}`, 'gu');
const FAULT = new RegExp(`${FAULT_START}([A-Z])`, 'gu');
const FAULT_KEY = '@fault';

/** The document with its raw keyset positions signed; the same bytes where there are none. */
export function sealCursors(document: Buffer, cursors: CursorCodec): Buffer {
  if (!document.includes(CURSOR_START)) return document;
  const sealed = document
    .toString()
    .replace(CURSOR, (_match, scope: string, payload: string) => `"${cursors.seal(scope, payload)}"`);
  return Buffer.from(sealed);
}

export function hasFaults(document: Buffer): boolean {
  return document.includes(FAULT_START);
}

/** The document's data as objects, its faults as values that {@link faultOf} knows. Keys with `@` are never a caller's. */
export function parseData(document: Buffer): Readonly<Record<string, unknown>> {
  const plain = document.toString().replace(FAULT, (_match, letter: string) => `{"${FAULT_KEY}":"${letter}"}`);
  return (JSON.parse(plain) as { readonly data: Readonly<Record<string, unknown>> }).data;
}

/** The fault that stands in place of a value, if one does. */
export function faultOf(value: unknown): JsonFaultLetter | undefined {
  if (value === null || typeof value !== 'object' || !(FAULT_KEY in value)) return undefined;
  return value[FAULT_KEY] as JsonFaultLetter;
}
