import { expect, test } from 'vitest';
import { ByteWriter } from '../../../../src/doors/sql/types/byte-writer.js';
import { float8Text } from '../../../../src/doors/sql/types/float-text.js';
import { writeFloat8 } from '../../../../src/doors/sql/types/vectors/float-writer.js';
import { Random } from './random.js';

const SEED = Number(process.env.MEDALLION_TYPES_SEED ?? 11);
const CASES = 100_000;
const random = new Random(SEED);
const out = new ByteWriter();
const doubles = new Float64Array(1);
const words = new Uint32Array(doubles.buffer);

function written(value: number): string {
  out.position = 0;
  writeFloat8(value, 1, out);
  return out.written.toString('latin1');
}

/** The float8 so many steps from a positive one. */
function neighbour(value: number, steps: number): number {
  doubles[0] = value;
  words[0] = (words[0] ?? 0) + steps;
  return doubles[0];
}

/** Any float8 with an exponent of two near the numbers that people use. */
function anyBits(): number {
  words[0] = random.integer(0, 2 ** 32 - 1);
  words[1] = (random.integer(1_000, 1_070) << 20) | random.integer(0, 2 ** 20 - 1);
  return doubles[0] ?? 0;
}

const KINDS: Readonly<Record<string, () => number>> = {
  'random bits': anyBits,
  quotients: () => random.integer(-1_000_000, 1_000_000) / random.integer(1, 100_000),
  'short decimals and their neighbours': () =>
    neighbour(random.integer(1, 1_000_000_000) / 10 ** random.integer(0, 12), random.integer(-3, 3)),
  'powers of two and their neighbours': () => neighbour(2 ** random.integer(-10, 40), random.integer(-3, 3)),
  'powers of ten and their neighbours': () => neighbour(10 ** random.integer(-5, 15), random.integer(-3, 3)),
  'just below a whole number': () => neighbour(random.integer(1, 1_000_000), -random.integer(1, 4)),
};

test.each(Object.keys(KINDS))(`${CASES} float8s as text (seed ${SEED}): %s`, (kind) => {
  const make = KINDS[kind];
  const wrong: number[] = [];
  for (let count = 0; count < CASES; count++) {
    const value = make?.() ?? 0;
    if (written(value) !== float8Text(value, 1)) wrong.push(value);
  }
  expect(wrong).toEqual([]);
});
