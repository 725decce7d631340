import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type SqlGateway, startSqlGateway } from './gateway.js';

/** What the all-seeing caller finds in the corpus' data. */
export const FLIGHTS = 30_000;
export const GOLD_TABLES = ['airport_months', 'airports', 'flights', 'route_days'];
export const FLIGHT_COLUMNS = ['flight_id', 'date', 'delay', 'distance', 'origin_iata', 'destination_iata'];

/** Installs the clients and starts a gateway before a file's tests. @returns the gateway, once they run */
export function openSqlGateway(): () => SqlGateway {
  let gateway: SqlGateway | undefined;
  beforeAll(async () => {
    execFileSync('bash', [resolve(import.meta.dirname, 'install.sh')], { stdio: 'inherit' });
    gateway = await startSqlGateway();
  }, 600_000);
  afterAll(() => gateway?.close());
  return () => {
    if (gateway === undefined) throw new Error('The gateway is not there yet.');
    return gateway;
  };
}
