#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { runCli } from './cli/run-cli.js';

process.exitCode = await runCli(process.argv, {
  env: process.env,
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  resolversFolder: fileURLToPath(new URL('../resolvers', import.meta.url)),
});
