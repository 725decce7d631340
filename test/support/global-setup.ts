import { ensureLakehouse } from '../../src/lakehouse/ensure.js';
import { DEMO_DATA_DIR } from './demo.js';

/** Builds the demo lakehouse before the first test, so that no test waits for another's build. */
export default async function setup(): Promise<void> {
  await ensureLakehouse({ dataDir: DEMO_DATA_DIR, log: (line) => console.log(line) });
}
