/** Messages of PostgreSQL's extended query protocol, https://www.postgresql.org/docs/current/protocol-message-formats.html */

const INT16 = 2;
const INT32 = 4;

export const SYNC = Buffer.from([0x53, 0, 0, 0, 4]);
export const TERMINATE = Buffer.from([0x58, 0, 0, 0, 4]);
/** Execute of the unnamed portal, to its end. */
export const EXECUTE = Buffer.from([0x45, 0, 0, 0, 9, 0, 0, 0, 0, 0]);

/** Text formats are 0, binary ones 1. */
export type WireFormat = 0 | 1;

function message(type: string, bodyBytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(1 + INT32 + bodyBytes);
  buffer.write(type, 0, 'latin1');
  buffer.writeInt32BE(INT32 + bodyBytes, 1);
  return buffer;
}

function putText(buffer: Buffer, at: number, text: string): number {
  const end = at + buffer.write(text, at, 'utf8');
  buffer[end] = 0;
  return end + 1;
}

/** Parse with every parameter's type left to the statement's own casts. */
export function parseMessage(name: string, text: string): Buffer {
  const buffer = message('P', Buffer.byteLength(name) + 1 + Buffer.byteLength(text) + 1 + INT16);
  const end = putText(buffer, putText(buffer, 5, name), text);
  buffer.writeInt16BE(0, end);
  return buffer;
}

/** Describe (`D`) or Close (`C`) of a prepared statement. */
export function statementMessage(type: 'D' | 'C', name: string): Buffer {
  const buffer = message(type, 1 + Buffer.byteLength(name) + 1);
  buffer.write('S', 5, 'latin1');
  putText(buffer, 6, name);
  return buffer;
}

/** Bind of the unnamed portal, parameters as text. */
export function bindMessage(
  name: string,
  parameters: readonly (string | null)[],
  resultFormats: readonly WireFormat[],
): Buffer {
  const sizes = parameters.map((value) => (value === null ? 0 : Buffer.byteLength(value)));
  const valueBytes = sizes.reduce((sum, size) => sum + INT32 + size, 0);
  const formats = resultFormats.length;
  const body = 1 + Buffer.byteLength(name) + 1 + INT16 + INT16 + valueBytes + INT16 + INT16 * formats;
  const buffer = message('B', body);
  let at = putText(buffer, putText(buffer, 5, ''), name);
  at = buffer.writeInt16BE(0, at);
  // Counts are unsigned on the wire.
  at = buffer.writeUInt16BE(parameters.length, at);
  parameters.forEach((value, index) => {
    at = buffer.writeInt32BE(value === null ? -1 : (sizes[index] ?? 0), at);
    if (value !== null) at += buffer.write(value, at, 'utf8');
  });
  at = buffer.writeInt16BE(formats, at);
  for (const format of resultFormats) at = buffer.writeInt16BE(format, at);
  return buffer;
}
