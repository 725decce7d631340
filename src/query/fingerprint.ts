import { createHash } from 'node:crypto';
import type { Query } from './query.js';

function encode(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return { bigint: value.toString() };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  if (Object.is(value, -0)) return { number: '-0' };
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return { number: String(value) };
  return value;
}

/**
 * A collision-resistant name of a query: equal exactly when the trees are equal, values included.
 * Builders lay out nodes with their keys in a fixed order, so the JSON text is canonical.
 */
export function fingerprint(query: Query): string {
  return createHash('sha256').update(JSON.stringify(query, encode)).digest('base64url');
}
