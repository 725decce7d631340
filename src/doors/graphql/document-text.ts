import { CURSOR_END, CURSOR_START, FAULT_START, type JsonFaultLetter } from '../../query/json-markers.js';
import type { CursorCodec } from './cursor.js';

const CURSOR = new RegExp(`${CURSOR_START}([A-Za-z0-9_-]+):([^${CURSOR_END}]*)${CURSOR_END}`, 'gu');
/** A number follows the fault of a prediction: which error it is. */
const FAULT = new RegExp(`${FAULT_START}([A-Z])(\\d*)`, 'gu');
const FAULT_KEY = '@fault';
const INDEX_KEY = '@index';
/** The fault of a prediction. No source writes it: the door does, where a prediction failed. */
const MODEL_FAULT = 'M';

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
  return (parseJson(document.toString()) as { readonly data: Readonly<Record<string, unknown>> }).data;
}

/** JSON text that may have faults in it. */
export function parseJson(text: string): unknown {
  return JSON.parse(
    text.replace(FAULT, (_match, letter: string, index: string) =>
      index === '' ? `{"${FAULT_KEY}":"${letter}"}` : `{"${FAULT_KEY}":"${letter}","${INDEX_KEY}":${index}}`,
    ),
  );
}

/** What stands in the text in place of a prediction that failed. @param index of its error */
export function modelFault(index: number): string {
  return `${FAULT_START}${MODEL_FAULT}${index}`;
}

/** A fault of the source's, or the index of the error of a prediction. */
export type Fault = JsonFaultLetter | { readonly prediction: number };

/** The fault that stands in place of a value, if one does. */
export function faultOf(value: unknown): Fault | undefined {
  if (value === null || typeof value !== 'object' || !(FAULT_KEY in value)) return undefined;
  if (INDEX_KEY in value) return { prediction: Number(value[INDEX_KEY]) };
  return value[FAULT_KEY] as JsonFaultLetter;
}
