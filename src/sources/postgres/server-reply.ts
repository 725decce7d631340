import type { ResultField } from '../source.js';
import type { ServerError } from './errors.js';
import { fieldType } from './field-types.js';

/** Types of the backend's messages that a run of a statement gets. */
export const REPLY = {
  parseComplete: 0x31,
  bindComplete: 0x32,
  closeComplete: 0x33,
  commandComplete: 0x43,
  dataRow: 0x44,
  error: 0x45,
  emptyQuery: 0x49,
  notice: 0x4e,
  notification: 0x41,
  parameterStatus: 0x53,
  ready: 0x5a,
  rowDescription: 0x54,
  noData: 0x6e,
  parameterDescription: 0x74,
} as const;

function endOfText(bytes: Buffer, at: number): number {
  return bytes.indexOf(0, at);
}

/** The columns of a RowDescription. */
export function readFields(bytes: Buffer, start: number): readonly ResultField[] {
  const count = bytes.readInt16BE(start);
  let at = start + 2;
  return Array.from({ length: count }, () => {
    const end = endOfText(bytes, at);
    const name = bytes.toString('utf8', at, end);
    // Behind the name: table (4), column (2), type (4), its length (2), its modifier (4), format (2).
    const type = fieldType(bytes.readUInt32BE(end + 7), bytes.readInt32BE(end + 13));
    at = end + 19;
    return { name, type };
  });
}

/** The fields of an ErrorResponse that matter: C, the SQLSTATE, and M, the message. */
export function readError(bytes: Buffer, start: number, limit: number): ServerError {
  const fields = new Map<string, string>();
  for (let at = start; at < limit && bytes[at] !== 0; ) {
    const end = endOfText(bytes, at + 1);
    fields.set(String.fromCharCode(bytes[at] ?? 0), bytes.toString('utf8', at + 1, end));
    at = end + 1;
  }
  return { sqlState: fields.get('C') ?? 'XX000', message: fields.get('M') ?? '' };
}
