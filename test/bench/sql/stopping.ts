import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../../../src/config/load-config.js';
import { createGateway } from '../../../src/gateway.js';
import { DuckdbSource } from '../../../src/sources/duckdb/duckdb-source.js';
import { cancel, DrainClient, type Server } from './drain-client.js';
import { READ, TABLE } from './readings.js';
import type { World } from './world.js';

/** Milliseconds until the engine has given the connection back, once for a statement that computes, once for one that streams. */
export interface Stopping {
  readonly canceled: readonly number[];
  readonly vanished: readonly number[];
}

const COMPUTES = `SELECT count(*) FROM ${TABLE} a JOIN ${TABLE} b ON a.id % 100 = b.id % 100 AND a.value < b.value`;
const RUNS_FOR_MS = 400;

/** How soon a statement stops at its source after a CancelRequest, and after its client has gone. In this process. */
export async function stopping(world: World, serverAt: (sql: string) => Server): Promise<Stopping> {
  const env = { MEDALLION_HTTP_PORT: '0', MEDALLION_SQL_PORT: '0', MEDALLION_DATA_DIR: world.dataDir };
  const gateway = await createGateway({ config: loadConfig({ schemaDir: world.schemaDir, env }) });
  const source = gateway.sources.get('lakehouse');
  const { sql } = await gateway.listen();
  if (!(source instanceof DuckdbSource) || sql === undefined) throw new Error('The gateway has no DuckDB or SQL door.');
  const server = serverAt(sql);
  const streams = source.load.streams.idleConnections;
  const untilStopped = async (stop: (client: DrainClient) => void, statement: string): Promise<number> => {
    const client = await DrainClient.open(server);
    client.read(statement, 'text').catch(() => undefined);
    if (statement === READ) client.socket.pause();
    while (source.load.streams.idleConnections === streams) await sleep(1);
    await sleep(RUNS_FOR_MS);
    if (source.load.streams.idleConnections === streams) throw new Error('The statement ended before it was stopped.');
    const startedAt = performance.now();
    stop(client);
    while (source.load.streams.idleConnections < streams) await sleep(1);
    const ms = performance.now() - startedAt;
    client.close();
    return ms;
  };
  const measure = async (stop: (client: DrainClient) => void): Promise<readonly number[]> => {
    const times: number[] = [];
    for (const statement of [COMPUTES, READ]) times.push(await untilStopped(stop, statement));
    return times;
  };
  try {
    return {
      canceled: await measure((client) => void cancel(server, client.key)),
      vanished: await measure((client) => void client.socket.destroy()),
    };
  } finally {
    await gateway.close();
  }
}
