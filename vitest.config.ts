import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What MEDALLION_TEST_SUITE chooses; by default the tests that need nothing but npm. */
const SUITES = {
  main: 'test/**/*.test.ts',
  heavy: 'test/heavy/*.heavy.ts',
  clients: 'test/heavy/sql-clients/*.heavy.ts',
  databases: 'test/heavy/{mariadb,postgres,federation}/*.heavy.ts',
  spark: 'test/heavy/spark/*.heavy.ts',
  models: 'test/heavy/models/*.heavy.ts',
  superset: 'test/heavy/superset/*.heavy.ts',
  docker: 'test/heavy/docker/*.heavy.ts',
  mssql: 'test/heavy/mssql/*.heavy.ts',
  live: 'test/live/*.live.ts',
} as const;

function isSuite(name: string): name is keyof typeof SUITES {
  return Object.hasOwn(SUITES, name);
}

const suite = process.env.MEDALLION_TEST_SUITE ?? 'main';
if (!isSuite(suite)) throw new Error(`MEDALLION_TEST_SUITE is one of ${Object.keys(SUITES).join(', ')}.`);
const heavy = suite !== 'main';
const reports = process.env.MEDALLION_TEST_REPORTS;

export default defineConfig({
  resolve: {
    alias: [
      // Apollo requires graphql's CommonJS files; one process must hold one copy of it.
      { find: /^graphql$/, replacement: fileURLToPath(new URL('./node_modules/graphql/index.js', import.meta.url)) },
    ],
  },
  test: {
    // In the main suite the live one says that it is skipped, unless it is asked for.
    include: suite === 'main' ? [SUITES.main, SUITES.live] : [SUITES[suite]],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: heavy ? 600_000 : 60_000,
    hookTimeout: heavy ? 600_000 : 180_000,
    // One Spark at a time: it fills two cores.
    maxWorkers: suite === 'spark' ? 1 : 2,
    reporters: reports === undefined ? ['default'] : ['default', 'json'],
    ...(reports === undefined ? {} : { outputFile: { json: join(reports, `${suite}.json`) } }),
  },
});
