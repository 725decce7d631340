import { isUtf8 } from 'node:buffer';
import { SqlError } from '../sql-error.js';
import { malformedMessage } from './protocol-error.js';

/** Reads a message's body from front to back. Each read past the end is a SqlError 08P01. */
export class BodyReader {
  readonly #body: Buffer;
  #at = 0;

  constructor(body: Buffer) {
    this.#body = body;
  }

  get remaining(): number {
    return this.#body.length - this.#at;
  }

  byte(): number {
    return this.#body.readUInt8(this.#advance(1));
  }

  /** Counts on the wire are 16 bits without a sign. */
  count(): number {
    return this.#body.readUInt16BE(this.#advance(2));
  }

  int16(): number {
    return this.#body.readInt16BE(this.#advance(2));
  }

  int32(): number {
    return this.#body.readInt32BE(this.#advance(4));
  }

  uint32(): number {
    return this.#body.readUInt32BE(this.#advance(4));
  }

  /** A copy, so that what is kept does not hold the whole chunk it came in. */
  bytes(length: number): Buffer {
    const from = this.#advance(length);
    return Buffer.from(this.#body.subarray(from, from + length));
  }

  /** A text up to its NUL. @throws SqlError 22021 if it is not UTF-8 */
  text(): string {
    const end = this.#body.indexOf(0, this.#at);
    if (end < 0) throw malformedMessage('invalid string in message');
    const slice = this.#body.subarray(this.#at, end);
    this.#at = end + 1;
    if (!isUtf8(slice)) throw new SqlError('22021', 'invalid byte sequence for encoding "UTF8"');
    return slice.toString('utf8');
  }

  end(): void {
    if (this.remaining !== 0) throw malformedMessage('invalid message format');
  }

  #advance(length: number): number {
    if (length < 0 || length > this.remaining) throw malformedMessage('insufficient data left in message');
    const from = this.#at;
    this.#at += length;
    return from;
  }
}
