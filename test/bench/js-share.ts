import { Session } from 'node:inspector/promises';
import { Kind, parse } from 'graphql';
import { resolvers } from '../../resolvers/airports.js';
import type { GatewayConfig } from '../../src/config/config.js';
import { createGateway } from '../../src/gateway.js';
import { makeIdentity } from '../../src/identity/identity.js';
import type { Workload } from './workloads.js';

const WARM_UP = 20;
const BUDGET_MS = 3000;

/** Shares of an uncached request's time, from 0 to 1, by V8's sampling profiler, one request at a time. */
export interface Shares {
  /** Taking values out of the driver's chunks and making the reply's body of them. */
  readonly conversion: number;
  /** All JavaScript, with parsing, compiling, policy, planning and garbage collection. */
  readonly javascript: number;
}

/** Files whose own time is the conversion of rows. */
const CONVERSION = /\/sources\/duckdb\/|\/@duckdb\/|\/execute\/|document-text\.js|graphql\/reply\.js/u;
const NOT_BUSY = new Set(['(idle)', '(program)', '(root)']);

/** Native work that the profiler books under no file, but that only the conversion calls. */
const CONVERSION_FUNCTIONS = /^(byteLengthUtf8|utf8Write|write|includes|getItem|fetchChunk)$/u;

async function profiled(body: () => Promise<void>): Promise<Shares> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  await body();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  const nodes = new Map(profile.nodes.map((node) => [node.id, node.callFrame]));
  let total = 0;
  let javascript = 0;
  let conversion = 0;
  profile.samples?.forEach((id, index) => {
    const frame = nodes.get(id);
    const micros = profile.timeDeltas?.[index] ?? 0;
    total += micros;
    if (frame === undefined || NOT_BUSY.has(frame.functionName)) return;
    javascript += micros;
    if (CONVERSION.test(frame.url) || (frame.url === '' && CONVERSION_FUNCTIONS.test(frame.functionName)))
      conversion += micros;
  });
  return { conversion: conversion / total, javascript: javascript / total };
}

/** Measures the shares of each workload in this process, with the result cache off. */
export async function jsShares(
  config: GatewayConfig,
  workloads: readonly Workload[],
): Promise<ReadonlyMap<string, Shares>> {
  const gateway = await createGateway({ config: { ...config, cache: { ...config.cache, enabled: false } }, resolvers });
  const identity = makeIdentity({
    issuer: 'bench',
    id: 'ops',
    user: 'ops.admin@flights.demo',
    groups: ['ops'],
    expiresAtMs: Date.now() + 3_600_000,
  });
  const shares = new Map<string, Shares>();
  try {
    for (const workload of workloads) {
      const document = parse(workload.document);
      const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
      if (operation === undefined) continue;
      const known = gateway.graphql.remember(
        gateway.graphql.schemaFor(identity),
        workload.document,
        document,
        operation,
        undefined,
      );
      const run = (k: number) =>
        gateway.graphql.run(known, workload.variables(k), identity, new AbortController().signal);
      for (let k = 0; k < WARM_UP; k += 1) await run(k);
      const share = await profiled(async () => {
        const endAt = performance.now() + BUDGET_MS;
        for (let k = 0; performance.now() < endAt; k += 1) await run(WARM_UP + k);
      });
      shares.set(workload.name, share);
    }
  } finally {
    await gateway.close();
  }
  return shares;
}
