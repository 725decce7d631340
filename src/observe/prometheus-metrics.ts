import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CacheResult, DenialReason, Metrics, Outcome, Tracked } from './metrics.js';

const prefix = 'medallion_';
/** From a cached point lookup to the longest statement that the limits allow by default, in seconds. */
const durationBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

function track(gauge: Gauge<'door'>, door: string): Tracked {
  gauge.inc({ door });
  let open = true;
  return {
    end() {
      if (open) gauge.dec({ door });
      open = false;
    },
  };
}

/**
 * Metrics in a registry of their own, so that two gateways in one process do not mix. Event-loop delay and the
 * process' memory, CPU and garbage collection come with prom-client under their usual names.
 */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: `${prefix}request_duration_seconds`,
    help: 'Duration of requests, from their arrival to the last byte of the reply',
    labelNames: ['door', 'outcome'],
    buckets: durationBuckets,
    registers,
  });
  const statements = new Histogram({
    name: `${prefix}source_statement_duration_seconds`,
    help: 'Duration of statements at the sources',
    labelNames: ['source', 'outcome'],
    buckets: durationBuckets,
    registers,
  });
  const lookups = new Counter({
    name: `${prefix}cache_lookups_total`,
    help: 'Look-ups in the result cache',
    labelNames: ['result'],
    registers,
  });
  const denials = new Counter({
    name: `${prefix}policy_denials_total`,
    help: 'Tables that policy denied, by reason',
    labelNames: ['reason'],
    registers,
  });
  const inFlight = new Gauge({
    name: `${prefix}requests_in_flight`,
    help: 'Requests that are being answered',
    labelNames: ['door'],
    registers,
  });
  const queued = new Gauge({
    name: `${prefix}requests_queued`,
    help: "Requests that wait for their caller's turn",
    labelNames: ['door'],
    registers,
  });
  return Object.freeze<Metrics>({
    requestFinished(door: string, outcome: Outcome, durationMs: number) {
      requests.observe({ door, outcome }, durationMs / 1000);
    },
    requestInFlight: (door: string) => track(inFlight, door),
    requestQueued: (door: string) => track(queued, door),
    statementFinished(source: string, outcome: Outcome, durationMs: number) {
      statements.observe({ source, outcome }, durationMs / 1000);
    },
    cacheLookup(result: CacheResult) {
      lookups.inc({ result });
    },
    policyDenied(reason: DenialReason) {
      denials.inc({ reason });
    },
    async render() {
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  });
}
