import type { ByteWriter } from '../byte-writer.js';
import { float8Text } from '../float-text.js';

const POINT = 0x2e;
const DASH = 0x2d;
const ZERO = 0x30;
const MILLION = 1_000_000;
/** Up to here a number of millionths has at most 15 digits, and no two decimals of so many are the same float8. */
const MAX_SHORT = 1e9;
const MIN_SHORT = 1e-4;

/**
 * A float8 as `float8Text` gives it. Most numbers that people work with have few digits behind the point: if a number of
 * whole millionths is this float8, then it is the shortest decimal that is, and need not be searched for.
 */
export function writeFloat8(value: number, extraFloatDigits: number, out: ByteWriter): void {
  const magnitude = Math.abs(value);
  if (extraFloatDigits > 0 && magnitude >= MIN_SHORT && magnitude < MAX_SHORT) {
    const millionths = Math.round(magnitude * MILLION);
    if (millionths / MILLION === magnitude) {
      if (value < 0) out.uint8(DASH);
      const whole = Math.floor(millionths / MILLION);
      const fraction = millionths - whole * MILLION;
      out.digits(whole, 1);
      if (fraction === 0) return;
      out.uint8(POINT);
      out.digits(fraction, 6);
      while (out.bytes[out.position - 1] === ZERO) out.position--;
      return;
    }
  }
  out.text(float8Text(value, extraFloatDigits));
}
