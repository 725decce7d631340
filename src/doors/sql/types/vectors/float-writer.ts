import type { ByteWriter } from '../byte-writer.js';
import { float8Text } from '../float-text.js';
import { countDigits, putDigits } from './digits.js';

const POINT = 0x2e;
const DASH = 0x2d;
const ZERO = 0x30;
const MILLION = 1_000_000;
const BLOCK = 100_000_000;
const BLOCK_DIGITS = 8;
/** Room for a sign, nine digits, a point and nineteen digits. */
const ROOM = 32;
/** Up to here a number of millionths has at most 15 digits, and no two decimals of so many are the same float8. */
const MAX_SHORT = 1e9;
const MIN_SHORT = 1e-4;
/** From here up to MAX_SHORT a fraction's parts below are exact. */
const MIN_LONG = 2 ** -6;
/** A fraction is cut here, so that the product of a part and a power of ten is exact. */
const PART = 2 ** 26;
/** Nearer than this to a limit, relatively, the quick way does not decide. */
const DOUBT = 1e-9;
/** No two decimals of 15 digits are the same float8, and 17 are always enough. */
const FEWEST_DIGITS = 15;
const MOST_DIGITS = 17;

const TENS = Array.from({ length: 24 }, (_, power) => 10 ** power);
const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);
/** Half of the distance to the next float8, by the biased exponent. */
const HALF_ULPS = Array.from({ length: 2_046 }, (_, exponent) => 2 ** (exponent - 1023 - 53));

/** Writes `whole.block rest`, the last of `digits` digits, without the zeros at its end. */
function put(out: ByteWriter, whole: number, block: number, rest: number, digits: number): void {
  const wholeDigits = countDigits(whole);
  const { bytes, position } = out;
  let end = position + wholeDigits;
  putDigits(bytes, end, whole, wholeDigits);
  bytes[end] = POINT;
  putDigits(bytes, end + 1 + BLOCK_DIGITS, block, BLOCK_DIGITS);
  end += 1 + BLOCK_DIGITS + digits;
  putDigits(bytes, end, rest, digits);
  while (bytes[end - 1] === ZERO) end--;
  out.position = bytes[end - 1] === POINT ? end - 1 : end;
}

/**
 * Writes a number from MIN_LONG to MAX_SHORT as the shortest decimal that names it, the nearest of several.
 * @returns false, with nothing written, if that cannot be told from numbers of 53 bits
 */
function writeShortest(magnitude: number, out: ByteWriter): boolean {
  number[0] = magnitude;
  const high = words[1] ?? 0;
  // Below a power of two the neighbour is nearer than above it.
  if ((high & 0xf_ffff) === 0 && words[0] === 0) return false;
  const halfUlp = HALF_ULPS[high >>> 20] ?? 0;
  const whole = Math.floor(magnitude);
  const fraction = magnitude - whole;
  const upper = Math.floor(fraction * PART) / PART;
  const scaled = upper * BLOCK;
  const sum = scaled - Math.floor(scaled) + (fraction - upper) * BLOCK;
  const block = Math.floor(scaled) + Math.floor(sum);
  const rest = sum - Math.floor(sum);
  const restUpper = Math.floor(rest * PART) / PART;
  const restLower = rest - restUpper;
  const wholeDigits = magnitude >= 1 ? countDigits(whole) : magnitude >= 0.1 ? 0 : -1;
  for (let all = FEWEST_DIGITS; all <= MOST_DIGITS; all++) {
    const digits = all - wholeDigits - BLOCK_DIGITS;
    if (digits < 0) return false;
    const unit = TENS[digits] ?? 0;
    const product = restUpper * unit;
    const part = product - Math.floor(product) + restLower * unit;
    const below = Math.floor(product) + Math.floor(part);
    const tail = part - Math.floor(part);
    if (Math.abs(tail - 0.5) < DOUBT) return false;
    const isUp = tail > 0.5;
    const distance = isUp ? 1 - tail : tail;
    const limit = halfUlp * unit * BLOCK;
    if (Math.abs(distance - limit) < limit * DOUBT) return false;
    if (distance > limit) continue;
    const last = isUp ? below + 1 : below;
    if (last < unit) put(out, whole, block, last, digits);
    else if (block + 1 < BLOCK) put(out, whole, block + 1, 0, digits);
    else put(out, whole + 1, 0, 0, digits);
    return true;
  }
  return false;
}

/**
 * A float8 as `float8Text` gives it. Most numbers that people work with have few digits behind the point: if a number of
 * whole millionths is this float8, then it is the shortest decimal that is, and need not be searched for.
 */
export function writeFloat8(value: number, extraFloatDigits: number, out: ByteWriter): void {
  const magnitude = Math.abs(value);
  if (extraFloatDigits > 0 && magnitude >= MIN_SHORT && magnitude < MAX_SHORT) {
    out.reserve(ROOM);
    const start = out.position;
    if (value < 0) out.bytes[out.position++] = DASH;
    const millionths = Math.round(magnitude * MILLION);
    if (millionths / MILLION === magnitude) {
      const whole = Math.floor(millionths / MILLION);
      put(out, whole, (millionths - whole * MILLION) * 100, 0, 0);
      return;
    }
    if (magnitude >= MIN_LONG && writeShortest(magnitude, out)) return;
    out.position = start;
  }
  out.text(float8Text(value, extraFloatDigits));
}
