import { resolve } from 'node:path';

/** Data directory that all tests share: the demo lakehouse in it is built once, by the global set-up. */
export const DEMO_DATA_DIR = resolve(import.meta.dirname, '../../node_modules/.cache/medallion-test-data');
