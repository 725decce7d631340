const SHORT = 24;
const TWO_TO_32 = 4_294_967_296;
const BILLION = 1_000_000_000;

/** A Buffer that grows as it is written. Numbers go in network byte order. */
export class ByteWriter {
  bytes: Buffer;
  /** Where the next byte goes; everything before it is written. */
  position = 0;

  constructor(capacity = 1024) {
    this.bytes = Buffer.allocUnsafeSlow(capacity);
  }

  /** What was written, as a view. */
  get written(): Buffer {
    return this.bytes.subarray(0, this.position);
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    const needed = this.position + count;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.position);
    this.bytes = grown;
  }

  uint8(value: number): void {
    this.reserve(1);
    this.bytes[this.position++] = value;
  }

  /** The low 16 bits: signed and unsigned numbers alike. */
  int16(value: number): void {
    this.reserve(2);
    this.bytes[this.position++] = value >>> 8;
    this.bytes[this.position++] = value;
  }

  /** The low 32 bits: signed and unsigned numbers alike. */
  int32(value: number): void {
    this.reserve(4);
    this.setInt32(this.position, value);
    this.position += 4;
  }

  /** Writes over four bytes at `position`. */
  setInt32(position: number, value: number): void {
    const { bytes } = this;
    bytes[position] = value >>> 24;
    bytes[position + 1] = value >>> 16;
    bytes[position + 2] = value >>> 8;
    bytes[position + 3] = value;
  }

  /** A safe integer as 64 bits. */
  int64(value: number): void {
    const high = Math.floor(value / TWO_TO_32);
    this.int32(high);
    this.int32(value - high * TWO_TO_32);
  }

  bigInt64(value: bigint): void {
    this.reserve(8);
    this.position = this.bytes.writeBigInt64BE(value, this.position);
  }

  float32(value: number): void {
    this.reserve(4);
    this.position = this.bytes.writeFloatBE(value, this.position);
  }

  float64(value: number): void {
    this.reserve(8);
    this.position = this.bytes.writeDoubleBE(value, this.position);
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.position);
    this.position += bytes.length;
  }

  /** The bytes from `start` up to, not with, `end` of a Buffer. */
  slice(source: Buffer, start: number, end: number): void {
    this.reserve(end - start);
    const { bytes, position } = this;
    if (end - start <= SHORT) {
      for (let index = start; index < end; index++) bytes[position + index - start] = source[index] ?? 0;
    } else {
      source.copy(bytes, position, start, end);
    }
    this.position = position + end - start;
  }

  /** UTF-8. Short ASCII is written here, because a call into native code costs more than the bytes. */
  text(value: string): void {
    const { length } = value;
    this.reserve(length * 3);
    const { bytes, position } = this;
    if (length <= SHORT) {
      let index = 0;
      for (; index < length; index++) {
        const code = value.charCodeAt(index);
        if (code > 0x7f) break;
        bytes[position + index] = code;
      }
      if (index === length) {
        this.position = position + length;
        return;
      }
    }
    this.position = position + bytes.write(value, position, 'utf8');
  }

  /** Decimal digits of a whole number, which must be safe. */
  decimal(value: number): void {
    if (value < 0) {
      this.uint8(0x2d);
      this.digits(-value, 1);
    } else {
      this.digits(value, 1);
    }
  }

  /** A non-negative whole number, which must be safe, with zeros before it up to `width` digits. */
  digits(value: number, width: number): void {
    if (value > 2_147_483_647) {
      const high = Math.floor(value / BILLION);
      this.digits(high, width - 9);
      this.digits(value - high * BILLION, 9);
      return;
    }
    let count = 1;
    for (let limit = 10; value >= limit; limit *= 10) count++;
    if (count < width) count = width;
    this.reserve(count);
    const { bytes } = this;
    let rest = value | 0;
    for (let index = this.position + count - 1; index >= this.position; index--) {
      const tenth = (rest / 10) | 0;
      bytes[index] = 0x30 + rest - tenth * 10;
      rest = tenth;
    }
    this.position += count;
  }
}
