/**
 * Entry of the child process that builds the lakehouse. Started by build.ts, which sends one BuildRequest; ends by
 * itself. Ctrl-C, SIGTERM, or the end of the parent interrupt the build, which then removes what it wrote.
 */
import { toGatewayError } from '../errors.js';
import type { BuildReport, BuildRequest } from './build-message.js';
import { runBuild } from './run-build.js';

const stop = new AbortController();
for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(event, () => stop.abort());
process.on('disconnect', () => stop.abort());

/** Resolves when the report is on its way; a parent that is gone is no fault of the build's. */
function report(message: BuildReport): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected && process.send !== undefined) process.send(message, () => resolve());
    else resolve();
  });
}

async function build({ dataDir, source }: BuildRequest): Promise<void> {
  try {
    await runBuild({ dataDir, source, signal: stop.signal, log: (line) => void report({ kind: 'log', line }) });
    await report({ kind: 'done' });
  } catch (error) {
    process.exitCode = 1;
    const { code, message } = stop.signal.aborted
      ? ({ code: 'CANCELLED', message: 'The build of the lakehouse was interrupted.' } as const)
      : toGatewayError(error);
    await report({ kind: 'failed', code, message });
  } finally {
    if (process.connected) process.disconnect();
  }
}

// Sent by build.ts of the same version, and by nobody else: the channel is the parent's.
process.once('message', (request) => void build(request as BuildRequest));
