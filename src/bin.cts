#!/usr/bin/env node
/**
 * The command. libuv makes its threads when they are first asked for, and loading an ES module does ask: so their
 * number is set here, in a script that loads nothing before. Each running DuckDB statement holds a thread; with the
 * default of four, file reads, name look-ups and signature checks would wait behind four statements.
 */
process.env.UV_THREADPOOL_SIZE ??= '16';

import('./main.js').catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
