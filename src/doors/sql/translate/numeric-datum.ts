/** A numeric of Postgres, exact: `text` has exactly `scale` fractional digits. */
export interface NumericValue {
  readonly text: string;
  /** Digits in all, at least 1. */
  readonly precision: number;
  readonly scale: number;
}

const KIND_MASK = 0xc000;
const SHORT = 0x8000;
const SPECIAL = 0xc000;
const NEGATIVE = 0x4000;

interface Header {
  readonly negative: boolean;
  readonly scale: number;
  /** Power of 10,000 of the first digit group. */
  readonly weight: number;
  readonly size: number;
}

function headerOf(payload: Buffer): Header | undefined {
  const word = payload.readUInt16LE(0);
  const kind = word & KIND_MASK;
  if (kind === SPECIAL) return undefined;
  if (kind === SHORT) {
    const weight = (word & 0x3f) - (word & 0x40);
    return { negative: (word & 0x2000) !== 0, scale: (word & 0x1f80) >> 7, weight, size: 2 };
  }
  return { negative: kind === NEGATIVE, scale: word & 0x3fff, weight: payload.readInt16LE(2), size: 4 };
}

/** Reads a numeric as it lies in memory, its length word taken off. Undefined: NaN or an infinity. */
export function readNumeric(payload: Buffer): NumericValue | undefined {
  const header = headerOf(payload);
  if (header === undefined) return undefined;
  const { scale, weight } = header;
  let digits = '';
  for (let at = header.size; at + 1 < payload.length; at += 2)
    digits += String(payload.readInt16LE(at)).padStart(4, '0');
  // The value is 0.digits × 10^(4 × (weight + 1)), zero groups left away at both ends.
  const pointAt = 4 * (weight + 1);
  const padded = pointAt < 0 ? '0'.repeat(-pointAt) + digits : digits.padEnd(pointAt, '0');
  const whole = padded.slice(0, Math.max(pointAt, 0)).replace(/^0+/u, '');
  const fraction = padded.slice(Math.max(pointAt, 0)).padEnd(scale, '0').slice(0, scale);
  const unsigned = `${whole === '' ? '0' : whole}${scale === 0 ? '' : `.${fraction}`}`;
  return { text: header.negative ? `-${unsigned}` : unsigned, precision: Math.max(whole.length + scale, 1), scale };
}
