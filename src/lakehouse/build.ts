import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GatewayError } from '../errors.js';
import type { BuildReport, BuildRequest } from './build-message.js';
import { runBuild } from './run-build.js';
import type { LakehouseSource } from './source.js';
import { findSource } from './source.js';

export interface BuildLakehouseOptions {
  /** The gateway's data directory, made if it is not there. */
  readonly dataDir: string;
  /** Takes a line of progress, without line break. */
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal;
  /** By default the npm package vega-datasets. */
  readonly source?: LakehouseSource;
}

/** The compiled entry beside this file. Absent when the TypeScript sources run as they are, under the test runner. */
function childEntry(): string | undefined {
  const entry = fileURLToPath(new URL('./build-process.js', import.meta.url));
  return existsSync(entry) ? entry : undefined;
}

/** Runs the build in a child process, so that the gateway's own memory stays as small as it was. */
function buildInChild(entry: string, request: BuildRequest, options: BuildLakehouseOptions): Promise<void> {
  return new Promise((resolvePromise, reject) => {
    const child = fork(entry, [], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    const stop = (): void => void child.kill('SIGTERM');
    let outcome: Exclude<BuildReport, { kind: 'log' }> | undefined;
    let lastWords = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      lastWords = (lastWords + chunk).slice(-2_000);
    });
    child.on('message', (message) => {
      const report = message as BuildReport;
      if (report.kind === 'log') options.log(report.line);
      else outcome = report;
    });
    child.once('error', (cause) => {
      reject(new GatewayError('INTERNAL', `The build process did not start: ${cause.message}`, { cause }));
    });
    child.once('close', (exitCode, killedBy) => {
      options.signal?.removeEventListener('abort', stop);
      if (outcome?.kind === 'done') resolvePromise();
      else if (outcome?.kind === 'failed') reject(new GatewayError(outcome.code, outcome.message));
      else reject(died(exitCode, killedBy, lastWords));
    });
    options.signal?.addEventListener('abort', stop);
    if (options.signal?.aborted === true) stop();
    else child.send(request, () => undefined);
  });
}

function died(exitCode: number | null, killedBy: string | null, lastWords: string): GatewayError {
  const how = killedBy === null ? `ended with exit code ${exitCode}` : `was ended by ${killedBy}`;
  const tail = lastWords === '' ? '' : `\n${lastWords.trimEnd()}`;
  return new GatewayError('INTERNAL', `The process that builds the lakehouse ${how}. Start again to rebuild.${tail}`);
}

/**
 * Builds `<dataDir>/lakehouse` (bronze, silver, gold, governance and manifest.json) from the raw files, unless it is
 * current. Takes some seconds and up to 1 GB of memory, in a child process. Safe to run in several processes at once.
 * @throws GatewayError CONFIG_INVALID if the source is not installed; INTERNAL if a script or check fails; CANCELLED
 * if the signal aborts. What was there before stays as it was then.
 */
export async function buildLakehouse(options: BuildLakehouseOptions): Promise<void> {
  const request: BuildRequest = { dataDir: resolve(options.dataDir), source: options.source ?? findSource() };
  const entry = childEntry();
  if (entry !== undefined) return await buildInChild(entry, request, options);
  const signal = options.signal ?? new AbortController().signal;
  try {
    await runBuild({ ...request, log: options.log, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new GatewayError('CANCELLED', 'The build of the lakehouse was interrupted.', { cause: error });
  }
}
