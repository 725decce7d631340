import { performance } from 'node:perf_hooks';
import { Kind, parse } from 'graphql';
import { resolvers } from '../../resolvers/airports.js';
import type { GatewayConfig } from '../../src/config/config.js';
import { createGateway } from '../../src/gateway.js';
import { makeIdentity } from '../../src/identity/identity.js';
import type { Workload } from './workloads.js';

const WARM_UP = 20;
const BUDGET_MS = 3000;

/**
 * How much of an uncached request this process's JavaScript is busy, by the event loop's own clock: parsing and
 * compiling, taking the text over and sealing it. Row conversion is a part of that, so it is a bound on it.
 * @returns share from 0 to 1 of the request's time, by workload name
 */
export async function jsShares(
  config: GatewayConfig,
  workloads: readonly Workload[],
): Promise<ReadonlyMap<string, number>> {
  const gateway = await createGateway({ config: { ...config, cache: { ...config.cache, enabled: false } }, resolvers });
  const identity = makeIdentity({
    issuer: 'bench',
    id: 'ops',
    user: 'ops.admin@flights.demo',
    groups: ['ops'],
    expiresAtMs: Date.now() + 3_600_000,
  });
  const shares = new Map<string, number>();
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
      const before = performance.eventLoopUtilization();
      const endAt = performance.now() + BUDGET_MS;
      for (let k = 0; performance.now() < endAt; k += 1) await run(WARM_UP + k);
      shares.set(workload.name, performance.eventLoopUtilization(before).utilization);
    }
  } finally {
    await gateway.close();
  }
  return shares;
}
