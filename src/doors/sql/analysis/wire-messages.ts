import type { Format } from '../border.js';

/** A backend message: its type's letter and its body, a view of the bytes it came in. */
export interface BackendFrame {
  readonly type: string;
  /** The whole message, type and length included. */
  readonly bytes: Buffer;
  readonly body: Buffer;
}

/** Splits what Postgres answered. */
export function* backendFrames(answer: Buffer): Generator<BackendFrame> {
  for (let at = 0; at + 5 <= answer.length; ) {
    const end = at + 1 + answer.readInt32BE(at + 1);
    yield {
      type: String.fromCharCode(answer[at] ?? 0),
      bytes: answer.subarray(at, end),
      body: answer.subarray(at + 5, end),
    };
    at = end;
  }
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value | 0);
  return bytes;
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function formatCodes(formats: readonly Format[]): Buffer {
  return Buffer.concat([int16(formats.length), ...formats.map(int16)]);
}

export const SYNC = message('S');

export function parseMessage(query: string, parameterOids: readonly number[]): Buffer {
  return message('P', text(''), text(query), int16(parameterOids.length), ...parameterOids.map(int32));
}

export function describeMessage(): Buffer {
  return message('D', Buffer.from('S'), text(''));
}

export function bindMessage(
  portal: string,
  values: readonly (Uint8Array | null)[],
  formats: readonly Format[],
  resultFormats: readonly Format[],
): Buffer {
  const parts = values.flatMap((value) => (value === null ? [int32(-1)] : [int32(value.length), Buffer.from(value)]));
  return message(
    'B',
    text(portal),
    text(''),
    formatCodes(formats),
    int16(values.length),
    ...parts,
    formatCodes(resultFormats),
  );
}

export function executeMessage(portal: string, maxRows: number): Buffer {
  return message('E', text(portal), int32(maxRows));
}

export function queryMessage(query: string): Buffer {
  return message('Q', text(query));
}
