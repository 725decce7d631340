/** A number that need only be this close. */
export class Near {
  constructor(
    readonly value: number,
    readonly tolerance: number,
  ) {}
}

/** A number that a text must say, in whatever form. */
export class NumberText {
  constructor(readonly value: number) {}
}

/** Some cursor. */
export class AnyCursor {}

/** The value cannot be said in the reply: an error, and null in its place. */
export class Fault extends Error {}

export type Expected =
  | null
  | boolean
  | number
  | string
  | Near
  | NumberText
  | AnyCursor
  | readonly Expected[]
  | { readonly [key: string]: Expected };

function show(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? 'nothing'
  );
}

/** Where and how a reply differs from what is expected; undefined if it does not. Keys must be in the same order. */
export function difference(expected: Expected, actual: unknown, path = 'data'): string | undefined {
  const differs = () => `${path}: expected ${show(expected)}, got ${show(actual)}`;
  if (expected instanceof AnyCursor) return typeof actual === 'string' && actual.length > 16 ? undefined : differs();
  if (expected instanceof Near) {
    return typeof actual === 'number' && Math.abs(actual - expected.value) <= expected.tolerance
      ? undefined
      : differs();
  }
  if (expected instanceof NumberText) {
    const isNear =
      typeof actual === 'string' && Math.abs(Number(actual) - expected.value) <= 1e-12 * Math.abs(expected.value);
    return isNear ? undefined : differs();
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return differs();
    for (const [index, item] of expected.entries()) {
      const found = difference(item, actual[index], `${path}[${index}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (expected !== null && typeof expected === 'object') {
    if (actual === null || typeof actual !== 'object' || Array.isArray(actual)) return differs();
    if (Object.keys(actual).join() !== Object.keys(expected).join()) return differs();
    for (const [key, item] of Object.entries(expected)) {
      const found = difference(item, (actual as Readonly<Record<string, unknown>>)[key], `${path}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  // 0 and -0 are one value to SQL.
  return expected === actual ? undefined : differs();
}
