import { setImmediate as nextTurn } from 'node:timers/promises';

const MAX_TURN_MS = 4;

/** Lets other sessions and requests have their turn when one goes on for long without waiting for anything. */
export class FairTurn {
  #since = performance.now();

  /** True if others have waited long enough. */
  get isOver(): boolean {
    return performance.now() - this.#since > MAX_TURN_MS;
  }

  /** Others had their turn while this waited. */
  restart(): void {
    this.#since = performance.now();
  }

  async yield(): Promise<void> {
    await nextTurn();
    this.restart();
  }
}
