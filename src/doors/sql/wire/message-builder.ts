const INITIAL_BYTES = 128;
const LENGTH_AT = 1;

/** Puts one backend message together: its letter, its length, its fields. Texts lose their NULs. */
export class MessageBuilder {
  #bytes = Buffer.allocUnsafe(INITIAL_BYTES);
  #end = 0;

  /** @param type the message's letter */
  constructor(type: string) {
    this.#bytes[0] = type.charCodeAt(0);
    this.#end = LENGTH_AT + 4;
  }

  byte(value: number): this {
    const at = this.#advance(1);
    this.#bytes.writeUInt8(value, at);
    return this;
  }

  int16(value: number): this {
    const at = this.#advance(2);
    this.#bytes.writeInt16BE(value, at);
    return this;
  }

  count(value: number): this {
    const at = this.#advance(2);
    this.#bytes.writeUInt16BE(value, at);
    return this;
  }

  int32(value: number): this {
    const at = this.#advance(4);
    this.#bytes.writeInt32BE(value, at);
    return this;
  }

  uint32(value: number): this {
    const at = this.#advance(4);
    this.#bytes.writeUInt32BE(value, at);
    return this;
  }

  raw(value: Buffer): this {
    const at = this.#advance(value.length);
    value.copy(this.#bytes, at);
    return this;
  }

  text(value: string): this {
    return this.raw(Buffer.from(value.replaceAll('\0', ''), 'utf8')).byte(0);
  }

  build(): Buffer {
    this.#bytes.writeInt32BE(this.#end - LENGTH_AT, LENGTH_AT);
    return this.#bytes.subarray(0, this.#end);
  }

  /** Makes room, which may move the bytes: call it before they are touched. */
  #advance(length: number): number {
    const from = this.#end;
    this.#end += length;
    if (this.#end > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#end));
      this.#bytes.copy(grown, 0, 0, from);
      this.#bytes = grown;
    }
    return from;
  }
}
