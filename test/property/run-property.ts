import * as fc from 'fast-check';
import { type CaseTapes, caseTapes } from './choices.js';
import { openStage, type Stage, type Tally, Violation } from './properties.js';
import type { MakeEngine, OpenSource } from './world/open-world.js';

export type Property = (stage: Stage, tally: Tally) => Promise<void>;

/** Fixed, so that a run in CI is the same run each time. */
export const FIXED_SEED = 20010131;

/** Another seed for each run, unless MEDALLION_PROPERTY_SEED names one to repeat. */
export function randomSeed(): number {
  const given = process.env.MEDALLION_PROPERTY_SEED;
  return given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
}

export interface RunOptions {
  readonly seed: number;
  readonly worlds: number;
  readonly requestsPerWorld: number;
  readonly tally: Tally;
  readonly make?: MakeEngine | undefined;
  /** DuckDB, if left out. */
  readonly openSource?: OpenSource | undefined;
  /** Their names, where the world's tables are dealt out to several. */
  readonly sources?: readonly string[] | undefined;
  /** false: the first failure is enough, however large. */
  readonly shrink?: boolean;
  /** How long shrinking may take. */
  readonly shrinkMs?: number;
}

/** Keeps the last world open: while a request shrinks, its world stays the same. */
class StageKeeper {
  private stage: Stage | undefined;

  constructor(
    private readonly make: MakeEngine | undefined,
    private readonly openSource: OpenSource | undefined,
    private readonly sources: readonly string[] | undefined,
  ) {}

  async at(tapes: CaseTapes): Promise<Stage> {
    const kept = this.stage;
    if (kept !== undefined && kept.tapes.world === tapes.world && kept.tapes.changes === tapes.changes)
      return kept.again(tapes);
    await this.close();
    this.stage = await openStage(tapes, this.make, this.openSource, this.sources);
    return this.stage;
  }

  async close(): Promise<void> {
    const open = this.stage;
    this.stage = undefined;
    await open?.close();
  }
}

/**
 * Runs a property on generated worlds.
 * @throws Violation with the smallest case found, its seed, and how to run it again
 */
export async function runProperty(property: Property, options: RunOptions): Promise<void> {
  const {
    seed,
    worlds,
    requestsPerWorld,
    tally,
    make,
    openSource,
    sources,
    shrink = true,
    shrinkMs = 25_000,
  } = options;
  const keeper = new StageKeeper(make, openSource, sources);
  let smallest: unknown;
  let failedAtMs: number | undefined;
  try {
    const result = await fc.check(
      fc.asyncProperty(caseTapes(requestsPerWorld), async (tapes) => {
        // Out of time: what is left to try counts as holding, so that the smallest case so far stands.
        if (failedAtMs !== undefined && performance.now() - failedAtMs > shrinkMs) return;
        try {
          await property(await keeper.at(tapes), tally);
        } catch (error) {
          failedAtMs ??= performance.now();
          smallest = error;
          throw error;
        }
      }),
      { seed, numRuns: worlds, endOnFailure: !shrink },
    );
    if (!result.failed) return;
  } finally {
    await keeper.close();
  }
  if (!(smallest instanceof Violation)) throw smallest;
  throw new Violation(`MEDALLION_PROPERTY_SEED=${seed}\n${smallest.message}`);
}
