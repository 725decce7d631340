interface Decimal {
  readonly negative: boolean;
  /** Significant digits, the first of them before the point. */
  readonly digits: string;
  readonly exponent: number;
}

const SCIENTIFIC = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/;
const SMALLEST_NORMAL_FLOAT32 = 2 ** -126;

function decimalOf(scientific: string): Decimal {
  const match = SCIENTIFIC.exec(scientific);
  if (match === null) throw new Error(`not in scientific notation: ${scientific}`);
  const digits = `${match[2]}${match[3] ?? ''}`.replace(/(?!^)0+$/, '');
  return { negative: match[1] === '-', digits, exponent: Number(match[4]) };
}

/** As printf's %g does it: with an exponent where the number has more than `fixedDigits` digits before its point. */
function print({ negative, digits, exponent }: Decimal, fixedDigits: number): string {
  const sign = negative ? '-' : '';
  if (exponent < -4 || exponent >= fixedDigits) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const power = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${power}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return sign + digits.padEnd(exponent + 1, '0');
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

function special(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Number.POSITIVE_INFINITY) return 'Infinity';
  if (value === Number.NEGATIVE_INFINITY) return '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  return undefined;
}

const EXACT_FRACTION_DIGITS = 60;

/** `toExponential`, but a number just between two goes to the even digit, as in C; JavaScript rounds such a one up. */
function toEvenExponential(value: number, fraction: number): string {
  const text = value.toExponential(fraction);
  const mantissaEnd = text.indexOf('e');
  const last = text.charCodeAt(mantissaEnd - 1) - 0x30;
  if (last % 2 === 0) return text;
  const rest = value
    .toExponential(EXACT_FRACTION_DIGITS)
    .replace(/^-?\d\.?/, '')
    .slice(fraction);
  if (!/^50*e/.test(rest)) return text;
  return text.slice(0, mantissaEnd - 1) + (last - 1) + text.slice(mantissaEnd);
}

const singles = new Float32Array(1);
const singleBits = new Uint32Array(singles.buffer);

/** Whether a number lies strictly between the middles to both neighbours of a float4. */
function namesFloat4(candidate: number, value: number): boolean {
  if (Math.fround(candidate) !== value) return false;
  singles[0] = value;
  const bits = singleBits[0] ?? 0;
  for (const neighbour of [bits - 1, bits + 1]) {
    singleBits[0] = neighbour;
    if ((value + (singles[0] ?? 0)) / 2 === candidate) return false;
  }
  return true;
}

/** The next decimal away from zero with as many digits; ten tenths would be a shorter one, so they are left alone. */
function nextDigits(scientific: string): string {
  return scientific.replace(/[0-8](?=e)/, (digit) => String(Number(digit) + 1));
}

/** The fewest digits that name this float4 and no other; among those, the nearest to it. */
function shortestFloat4(value: number): string {
  const isSubnormal = Math.abs(value) < SMALLEST_NORMAL_FLOAT32;
  // Six digits always survive a normal float4: if six name it, fewer are those six without their zeros.
  for (let fraction = isSubnormal ? 0 : 5; fraction < 8; fraction++) {
    const text = value.toExponential(fraction);
    if (!namesFloat4(Number(text), value)) {
      // Below a power of two the neighbour is nearer than above it, so that the second nearest digits may name it.
      const farther = nextDigits(text);
      if (namesFloat4(Number(farther), value)) return farther;
      continue;
    }
    const even = toEvenExponential(value, fraction);
    return namesFloat4(Number(even), value) ? even : text;
  }
  return value.toExponential(8);
}

const doubles = new Float64Array(1);
const doubleBits = new BigUint64Array(doubles.buffer);
/** From here on the middle between two float8s can have so few digits that JavaScript names one of them by it. */
const FIRST_SHORT_MIDDLE = 2 ** 52;
const LAST_SHORT_MIDDLE = 1e42;

/** Whether decimal digits lie just in the middle between a positive float8 of at least 2^52 and a neighbour. */
function isMiddle({ digits, exponent }: Decimal, value: number): boolean {
  const power = exponent - digits.length + 1;
  if (power < -1) return false;
  const doubled = (BigInt(digits) * 10n ** BigInt(power + 1) * 2n) / 10n;
  const exact = BigInt(value);
  doubles[0] = value;
  const bits = doubleBits[0] ?? 0n;
  return [bits - 1n, bits + 1n].some((neighbour) => {
    doubleBits[0] = neighbour;
    const other = doubles[0] ?? 0;
    return Number.isInteger(other)
      ? exact + BigInt(other) === doubled
      : exact * 2n + BigInt(other * 2) === doubled * 2n;
  });
}

/** As JavaScript does it, but never by a number that is as near to another float8: readers may round that one away. */
function shortestFloat8(value: number): Decimal {
  const shortest = decimalOf(value.toExponential());
  const magnitude = Math.abs(value);
  if (magnitude < FIRST_SHORT_MIDDLE || magnitude > LAST_SHORT_MIDDLE || !isMiddle(shortest, magnitude))
    return shortest;
  for (let fraction = shortest.digits.length; fraction < 16; fraction++) {
    const longer = decimalOf(value.toExponential(fraction));
    if (Number(value.toExponential(fraction)) === value && !isMiddle(longer, magnitude)) return longer;
  }
  return decimalOf(value.toExponential(16));
}

const FLOAT8_FIXED_DIGITS = 15;
const FLOAT4_FIXED_DIGITS = 6;

/** A float8 as Postgres prints it: `0.1`, `1e+20`, `-0`, `NaN`. */
export function float8Text(value: number, extraFloatDigits: number): string {
  const known = special(value);
  if (known !== undefined) return known;
  if (extraFloatDigits <= 0) {
    const digits = Math.max(FLOAT8_FIXED_DIGITS + extraFloatDigits, 1);
    return print(decimalOf(toEvenExponential(value, digits - 1)), digits);
  }
  const magnitude = Math.abs(value);
  // In this range Postgres and JavaScript print alike.
  if (magnitude >= 1e-4 && magnitude < 1e15) return String(value);
  return print(shortestFloat8(value), FLOAT8_FIXED_DIGITS);
}

/** A float4 as Postgres prints it. The value is rounded to a float4 first. */
export function float4Text(value: number, extraFloatDigits: number): string {
  const single = Math.fround(value);
  const known = special(single);
  if (known !== undefined) return known;
  if (extraFloatDigits > 0) return print(decimalOf(shortestFloat4(single)), FLOAT4_FIXED_DIGITS);
  const digits = Math.max(FLOAT4_FIXED_DIGITS + extraFloatDigits, 1);
  return print(decimalOf(toEvenExponential(single, digits - 1)), digits);
}
