const BILLION = 1_000_000_000;
const ZERO = 0x30;

/** How many digits a non-negative safe integer has. */
export function countDigits(value: number): number {
  if (value >= BILLION) return 9 + countDigits(Math.floor(value / BILLION));
  if (value < 10_000) return value < 100 ? (value < 10 ? 1 : 2) : value < 1_000 ? 3 : 4;
  if (value < 1_000_000) return value < 100_000 ? 5 : 6;
  return value < 10_000_000 ? 7 : value < 100_000_000 ? 8 : 9;
}

/** Writes the last `count` digits of a non-negative safe integer, zeros before it, up to, not with, `end`. */
export function putDigits(bytes: Uint8Array, end: number, value: number, count: number): void {
  let rest = value;
  let at = end;
  let left = count;
  if (rest >= BILLION) {
    const high = Math.floor(rest / BILLION);
    putDigits(bytes, end - 9, high, count - 9);
    rest -= high * BILLION;
    left = 9;
  }
  rest |= 0;
  for (; left > 1; left -= 2) {
    const higher = (rest / 100) | 0;
    at -= 2;
    putTwoDigits(bytes, at, rest - higher * 100);
    rest = higher;
  }
  if (left === 1) bytes[at - 1] = ZERO + (rest % 10);
}

/** Writes a number from 0 to 99 at `at`. */
export function putTwoDigits(bytes: Uint8Array, at: number, value: number): void {
  const tens = (value * 205) >> 11;
  bytes[at] = ZERO + tens;
  bytes[at + 1] = ZERO + value - tens * 10;
}
