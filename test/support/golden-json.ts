const MAC_BYTES = 16;

/** The position that a cursor of the gateway holds, as text; undefined for any other string. */
function cursorPosition(text: string): string | undefined {
  if (!/^[A-Za-z0-9_-]{24,}$/u.test(text)) return undefined;
  const payload = Buffer.from(text, 'base64url').subarray(MAC_BYTES).toString();
  try {
    return Array.isArray(JSON.parse(payload)) ? payload : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A reply with each cursor replaced by `cursor […]`, the position in it: the signature in front of it differs from
 * deployment to deployment.
 */
export function withoutSignatures(value: unknown): unknown {
  if (typeof value === 'string') {
    const position = cursorPosition(value);
    return position === undefined ? value : `cursor ${position}`;
  }
  if (Array.isArray(value)) return value.map(withoutSignatures);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutSignatures(member)]));
}

/** The cursors of a reply in the order they stand there. */
export function cursorsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return cursorPosition(value) === undefined ? [] : [value];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(cursorsIn);
}

const RELATIVE_TOLERANCE = 1e-9;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/**
 * Where two JSON values differ, a line each; none if they agree. Numbers may differ by one in 10⁹, since sums of
 * floats depend on their order; the order of an object's keys does not matter; the expected text `cursor` stands for
 * any cursor.
 */
export function differences(actual: unknown, expected: unknown, path = '$'): readonly string[] {
  if (expected === 'cursor' && typeof actual === 'string' && actual.startsWith('cursor [')) return [];
  if (typeof actual === 'number' && typeof expected === 'number') {
    const isClose = Math.abs(actual - expected) <= RELATIVE_TOLERANCE * Math.max(Math.abs(actual), Math.abs(expected));
    return isClose ? [] : [`${path}: ${actual}, expected ${expected}`];
  }
  if (Array.isArray(actual) && Array.isArray(expected)) {
    const length =
      actual.length === expected.length ? [] : [`${path}: ${actual.length} items, expected ${expected.length}`];
    const shared = expected.slice(0, actual.length);
    return [...length, ...shared.flatMap((item, index) => differences(actual[index], item, `${path}[${index}]`))];
  }
  if (isObject(actual) && isObject(expected)) {
    const keys = new Set([...Object.keys(actual), ...Object.keys(expected)]);
    return [...keys].flatMap((key) => differences(actual[key], expected[key], `${path}.${key}`));
  }
  return actual === expected ? [] : [`${path}: ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`];
}
