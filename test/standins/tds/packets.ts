/** A whole message of TDS, put together from its packets. */
export interface TdsMessage {
  readonly type: number;
  readonly data: Buffer;
  /** The sender has given the message up. */
  readonly isIgnored: boolean;
}

export const PACKET = { sqlBatch: 1, rpc: 3, reply: 4, attention: 6, login7: 16, prelogin: 18 } as const;

const HEADER_BYTES = 8;
const END_OF_MESSAGE = 1;
const IGNORE = 2;
/** Bytes of a packet that the stand-in sends, with its header. */
const PACKET_BYTES = 4096;

/** Cuts bytes into messages. */
export class MessageReader {
  private pending = Buffer.alloc(0);
  private parts: Buffer[] = [];

  constructor(private readonly onMessage: (message: TdsMessage) => void) {}

  push(bytes: Buffer): void {
    this.pending = Buffer.concat([this.pending, bytes]);
    while (this.pending.length >= HEADER_BYTES) {
      const length = this.pending.readUInt16BE(2);
      if (this.pending.length < length) return;
      const type = this.pending.readUInt8(0);
      const status = this.pending.readUInt8(1);
      this.parts.push(this.pending.subarray(HEADER_BYTES, length));
      this.pending = this.pending.subarray(length);
      if ((status & END_OF_MESSAGE) === 0) continue;
      const data = Buffer.concat(this.parts);
      this.parts = [];
      this.onMessage({ type, data, isIgnored: (status & IGNORE) !== 0 });
    }
  }
}

function packet(type: number, payload: Buffer, isLast: boolean, id: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(type, 0);
  header.writeUInt8(isLast ? END_OF_MESSAGE : 0, 1);
  header.writeUInt16BE(payload.length + HEADER_BYTES, 2);
  header.writeUInt8(id % 256, 6);
  return Buffer.concat([header, payload]);
}

/** The packets of a message, or of a part of one that goes on. */
export function packets(type: number, data: Buffer, isLast: boolean): Buffer {
  const room = PACKET_BYTES - HEADER_BYTES;
  const parts: Buffer[] = [];
  for (let start = 0; start === 0 || start < data.length; start += room) {
    const end = Math.min(data.length, start + room);
    parts.push(packet(type, data.subarray(start, end), isLast && end === data.length, parts.length + 1));
  }
  return Buffer.concat(parts);
}
