import * as fc from 'fast-check';

const RANGE = 2 ** 32;

/**
 * A tape of numbers that generators draw decisions from. A used-up tape gives zeros, and zero is always the simplest
 * decision, so a shorter or smaller tape makes a simpler thing: shrinking needs no knowledge of what is generated.
 */
export class Choices {
  private at = 0;

  constructor(private readonly tape: readonly number[]) {}

  /** A whole number from 0 to `count` - 1. */
  below(count: number): number {
    const raw = this.tape[this.at] ?? 0;
    this.at += 1;
    return Math.floor((raw / RANGE) * count);
  }

  /** True for a share of `chance` of all tapes; false is the simple answer. */
  maybe(chance: number): boolean {
    const raw = this.tape[this.at] ?? 0;
    this.at += 1;
    return raw / RANGE >= 1 - chance;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('Nothing to pick from.');
    return item;
  }

  /** An item of a list of weighted ones, the first the simplest. */
  weighted<T>(items: readonly (readonly [weight: number, item: T])[]): T {
    const total = items.reduce((sum, [weight]) => sum + weight, 0);
    let left = this.below(total);
    for (const [weight, item] of items) {
      if (left < weight) return item;
      left -= weight;
    }
    throw new Error('Nothing to pick from.');
  }

  /** Some of the items, in their order, `chance` each; at least `least`. */
  some<T>(items: readonly T[], chance: number, least = 0): readonly T[] {
    const flags = items.map(() => this.maybe(chance));
    for (let index = 0; flags.filter(Boolean).length < Math.min(least, items.length); index += 1) flags[index] = true;
    return items.filter((_, index) => flags[index]);
  }

  times<T>(count: number, make: (index: number) => T): readonly T[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }
}

/** What one run of a property is made from: a world, changes to what is hidden in it, and requests to it. */
export interface CaseTapes {
  readonly world: readonly number[];
  readonly changes: readonly number[];
  readonly requests: readonly (readonly number[])[];
}

/** Shorter and smaller tapes, the boldest cut first. */
function* smaller(tape: readonly number[]): IterableIterator<readonly number[]> {
  let end = tape.length;
  while (end > 0 && tape[end - 1] === 0) end -= 1;
  if (end < tape.length) yield tape.slice(0, end);
  for (let size = 2 ** Math.floor(Math.log2(Math.max(1, end))); size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < end; start += size) {
      const stop = Math.min(end, start + size);
      yield [...tape.slice(0, start), ...tape.slice(stop, end)];
      if (tape.slice(start, stop).some((value) => value !== 0)) {
        yield [...tape.slice(0, start), ...new Array<number>(stop - start).fill(0), ...tape.slice(stop, end)];
      }
    }
  }
  for (let index = 0; index < end; index += 1) {
    const value = tape[index] ?? 0;
    if (value > 1) yield [...tape.slice(0, index), Math.floor(value / 2), ...tape.slice(index + 1, end)];
  }
}

const WORLD_LENGTH = 5000;
const CHANGES_LENGTH = 1500;
const REQUEST_LENGTH = 400;

class CaseArbitrary extends fc.Arbitrary<CaseTapes> {
  constructor(private readonly requestCount: number) {
    super();
  }

  generate(random: fc.Random): fc.Value<CaseTapes> {
    const tape = (length: number) => Array.from({ length }, () => random.nextInt(0, RANGE - 1));
    const value: CaseTapes = {
      world: tape(WORLD_LENGTH),
      changes: tape(CHANGES_LENGTH),
      requests: Array.from({ length: this.requestCount }, () => tape(REQUEST_LENGTH)),
    };
    return new fc.Value(value, undefined);
  }

  canShrinkWithoutContext(_value: unknown): _value is CaseTapes {
    return false;
  }

  shrink(tapes: CaseTapes): fc.Stream<fc.Value<CaseTapes>> {
    const { world, changes, requests } = tapes;
    const but = (other: Partial<CaseTapes>) => new fc.Value({ ...tapes, ...other }, undefined);
    function* candidates(): IterableIterator<fc.Value<CaseTapes>> {
      if (requests.length > 1) {
        for (const one of requests) yield but({ requests: [one] });
        for (const index of requests.keys()) yield but({ requests: requests.filter((_, other) => other !== index) });
      }
      // The requests first: their world is open already.
      for (const [index, request] of requests.entries()) {
        for (const less of smaller(request))
          yield but({ requests: requests.map((other, at) => (at === index ? less : other)) });
      }
      for (const less of smaller(world)) yield but({ world: less });
      for (const less of smaller(changes)) yield but({ changes: less });
    }
    return fc.stream(candidates());
  }
}

/** Tapes for one world and `requestCount` requests to it. */
export function caseTapes(requestCount: number): fc.Arbitrary<CaseTapes> {
  return new CaseArbitrary(requestCount);
}
