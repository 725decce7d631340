import { CURSOR_END, CURSOR_START, FAULT_START, type JsonFaultLetter } from '../../query/json-markers.js';
import type { CursorCodec } from './cursor.js';

const CURSOR = new RegExp(`${CURSOR_START}([A-Za-z0-9_-]+):([^${CURSOR_END}]*)${CURSOR_END}`, 'gu');
const FAULT = new RegExp(`${FAULT_START}([A-Z])`, 'gu');
const FAULT_KEY = '@fault';

/** The text with its raw keyset positions signed. */
export function sealCursors(text: string, cursors: CursorCodec): string {
  if (!text.includes(CURSOR_START)) return text;
  return text.replace(CURSOR, (_match, scope: string, payload: string) => `"${cursors.seal(scope, payload)}"`);
}

export function hasFaults(text: string): boolean {
  return text.includes(FAULT_START);
}

/** The document as objects, its faults as values that {@link faultOf} knows. Keys with `@` are never a caller's. */
export function parseDocument(text: string): Readonly<Record<string, unknown>> {
  const plain = text.replace(FAULT, (_match, letter: string) => `{"${FAULT_KEY}":"${letter}"}`);
  return JSON.parse(plain) as Readonly<Record<string, unknown>>;
}

/** The fault that stands in place of a value, if one does. */
export function faultOf(value: unknown): JsonFaultLetter | undefined {
  if (value === null || typeof value !== 'object' || !(FAULT_KEY in value)) return undefined;
  return value[FAULT_KEY] as JsonFaultLetter;
}
