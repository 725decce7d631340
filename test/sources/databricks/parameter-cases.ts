import type { BoundParameter } from '../../../src/sql/statement.js';

/** One of each type that a statement takes, and what it must come back as: the same. */
export const PARAMETERS = [
  { value: true, type: { kind: 'boolean' } },
  { value: -128, type: { kind: 'integer', bits: 8 } },
  { value: 9007199254740993n, type: { kind: 'integer', bits: 64 } },
  { value: '-12345678901234567890.123456', type: { kind: 'decimal', precision: 38, scale: 6 } },
  { value: 0.1, type: { kind: 'float', bits: 64 } },
  { value: "it's :p1 `x` \\ 東京", type: { kind: 'string' } },
  { value: new Uint8Array([0, 255]), type: { kind: 'binary' } },
  { value: '2024-02-29', type: { kind: 'date' } },
  { value: '2024-02-29T01:02:03.000004Z', type: { kind: 'timestamp', zoned: true } },
  { value: '2024-02-29T01:02:03.5', type: { kind: 'timestamp', zoned: false } },
  { value: null, type: { kind: 'string' } },
] as const satisfies readonly BoundParameter[];
