#!/usr/bin/env node
/** The command: a script that loads nothing before the settings of the process are made. */
require('./process-settings.cjs');

import('./main.js').catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
