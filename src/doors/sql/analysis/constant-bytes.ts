import type { PgNode } from './read-node.js';

/**
 * The bytes of a `CONST` as they lie in Postgres's memory (little endian), or undefined for NULL. Values of varying
 * size begin with their length word: four bytes that hold the length, these four included, shifted left by two.
 */
export function constantBytes(constant: PgNode): Buffer | undefined {
  const value = constant.fields.constvalue;
  if (!Array.isArray(value)) return undefined;
  return Buffer.from(value.map((byte) => Number(byte) & 0xff));
}
