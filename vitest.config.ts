import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const heavy = process.env.MEDALLION_TEST_SUITE === 'heavy';
const reports = process.env.MEDALLION_TEST_REPORTS;

export default defineConfig({
  resolve: {
    alias: [
      // Apollo requires graphql's CommonJS files; one process must hold one copy of it.
      { find: /^graphql$/, replacement: fileURLToPath(new URL('./node_modules/graphql/index.js', import.meta.url)) },
    ],
  },
  test: {
    include: [heavy ? 'test/heavy/**/*.heavy.ts' : 'test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: heavy ? 600_000 : 60_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    reporters: reports === undefined ? ['default'] : ['default', 'json'],
    ...(reports === undefined ? {} : { outputFile: { json: join(reports, heavy ? 'heavy.json' : 'main.json') } }),
  },
});
