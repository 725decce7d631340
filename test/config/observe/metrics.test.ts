import { expect, test } from 'vitest';
import { createMetrics } from '../../../src/observe/prometheus-metrics.js';

async function lines(metrics: ReturnType<typeof createMetrics>): Promise<readonly string[]> {
  return (await metrics.render()).body.split('\n').filter((line) => line.startsWith('medallion_'));
}

test('what is reported is on the page', async () => {
  const metrics = createMetrics();
  metrics.requestFinished('graphql', 'ok', 40);
  metrics.requestFinished('graphql', 'COST_LIMIT', 0.5);
  metrics.statementFinished('lakehouse', 'SOURCE_TIMEOUT', 30_500);
  metrics.cacheLookup('hit');
  metrics.cacheLookup('hit');
  metrics.policyDenied('no_grant');
  const page = await lines(metrics);
  expect(page).toContain('medallion_request_duration_seconds_sum{door="graphql",outcome="ok"} 0.04');
  expect(page).toContain('medallion_request_duration_seconds_bucket{le="0.025",door="graphql",outcome="ok"} 0');
  expect(page).toContain('medallion_request_duration_seconds_bucket{le="0.05",door="graphql",outcome="ok"} 1');
  expect(page).toContain('medallion_request_duration_seconds_count{door="graphql",outcome="COST_LIMIT"} 1');
  expect(page).toContain(
    'medallion_source_statement_duration_seconds_bucket{le="30",source="lakehouse",outcome="SOURCE_TIMEOUT"} 0',
  );
  expect(page).toContain(
    'medallion_source_statement_duration_seconds_count{source="lakehouse",outcome="SOURCE_TIMEOUT"} 1',
  );
  expect(page).toContain('medallion_cache_lookups_total{result="hit"} 2');
  expect(page).toContain('medallion_policy_denials_total{reason="no_grant"} 1');
});

test('gauges go down once per request, however often its end is told', async () => {
  const metrics = createMetrics();
  const first = metrics.requestInFlight('graphql');
  metrics.requestInFlight('graphql');
  const waiting = metrics.requestQueued('graphql');
  first.end();
  first.end();
  expect(await lines(metrics)).toContain('medallion_requests_in_flight{door="graphql"} 1');
  expect(await lines(metrics)).toContain('medallion_requests_queued{door="graphql"} 1');
  waiting.end();
  expect(await lines(metrics)).toContain('medallion_requests_queued{door="graphql"} 0');
});

test('two gateways in one process do not mix', async () => {
  const [one, two] = [createMetrics(), createMetrics()];
  one.cacheLookup('miss');
  expect(await lines(one)).toContain('medallion_cache_lookups_total{result="miss"} 1');
  expect((await lines(two)).filter((line) => line.startsWith('medallion_cache_lookups_total{'))).toEqual([]);
});

test('the process and the event loop are on the page', async () => {
  const { contentType, body } = await createMetrics().render();
  expect(contentType).toMatch(/^text\/plain/);
  expect(body).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  expect(body).toMatch(/^process_resident_memory_bytes /m);
});
