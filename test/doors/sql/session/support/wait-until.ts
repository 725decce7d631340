import { setTimeout as pause } from 'node:timers/promises';

/** Waits for a condition that comes true a little later; the test's own time ends the wait. */
export async function waitUntil(test: () => boolean): Promise<void> {
  while (!test()) await pause(2);
}
