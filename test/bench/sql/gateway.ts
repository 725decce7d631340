/**
 * A gateway over the bench's table in a process of its own; the demo's hand-written fields would want the demo's tables.
 * Any message is answered with how late its event loop was since the last one.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { loadConfig } from '../../../src/config/load-config.js';
import { createGateway } from '../../../src/gateway.js';
import type { LoopDelay } from './gateway-process.js';

const gateway = await createGateway({ config: loadConfig({ env: process.env }) });
const addresses = await gateway.listen();
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const ms = (nanoseconds: number): number => nanoseconds / 1e6;

process.on('message', () => {
  const seen: LoopDelay = { p50Ms: ms(delay.percentile(50)), p99Ms: ms(delay.percentile(99)), maxMs: ms(delay.max) };
  delay.reset();
  process.send?.(seen);
});
process.stdout.write(`${JSON.stringify({ event: 'ready', ...addresses })}\n`);
process.once('SIGTERM', () => void gateway.close().then(() => process.disconnect()));
