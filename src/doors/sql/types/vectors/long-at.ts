const TWO_TO_32 = 4_294_967_296;
/** The high word of a whole number that is exact as a JavaScript number lies from minus this up to it. */
const SAFE_HIGH = 0x20_0000;

/** The 64-bit integer of a row as a number; NaN where it is too large to be exact. */
export function longAt(words: Int32Array, row: number): number {
  const high = words[row * 2 + 1] ?? 0;
  return high >= -SAFE_HIGH && high < SAFE_HIGH ? high * TWO_TO_32 + ((words[row * 2] ?? 0) >>> 0) : Number.NaN;
}
