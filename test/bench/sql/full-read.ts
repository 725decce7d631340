import { cpuOf } from '../catalog/cpu-of.js';
import { DrainClient, type Drained, type Server } from './drain-client.js';
import type { GatewayProcess } from './gateway-process.js';
import { READ, ROWS } from './readings.js';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

export interface FullRead {
  readonly format: 'text' | 'binary';
  readonly gateway: Drained;
  readonly postgres: Drained;
  /** CPU time of a read, in ms: of the gateway's process, and of the PostgreSQL process that serves the client. */
  readonly cpuMs: { readonly gateway: number; readonly postgres: number };
  /** Of the gateway's process, in MiB. */
  readonly peakMb: number;
}

const middle = (runs: readonly Drained[]): Drained => {
  const found = [...runs].sort((a, b) => a.ms - b.ms)[Math.floor(runs.length / 2)];
  if (found === undefined) throw new Error('Nothing was measured.');
  return found;
};

async function readAll(client: DrainClient, format: 'text' | 'binary'): Promise<Drained> {
  const drained = await client.read(READ, format);
  if (drained.rows !== ROWS) throw new Error(`A read gave ${drained.rows} rows (${drained.sqlState}).`);
  return drained;
}

/** A million rows from the gateway and from PostgreSQL by turns, after one read of each to warm up; the middle runs. */
export async function fullRead(
  format: 'text' | 'binary',
  servers: { readonly gateway: Server; readonly postgres: Server },
  gateway: GatewayProcess,
): Promise<FullRead> {
  const clients = [await DrainClient.open(servers.gateway), await DrainClient.open(servers.postgres)] as const;
  const runs: Drained[][] = [[], []];
  const warm = await Promise.all([readAll(clients[0], format), readAll(clients[1], format)]);
  // The announcements differ in a few bytes; the rows must not.
  if (Math.abs(warm[0].bytes - warm[1].bytes) > 512) {
    throw new Error(`The answers differ: ${warm[0].bytes} bytes of the gateway, ${warm[1].bytes} of PostgreSQL.`);
  }
  gateway.forgetPeak();
  // PostgreSQL's key of a session begins with the number of the process that serves it.
  const pids = [gateway.pid, clients[1].key.readInt32BE(0)];
  const [before = 0, theirsBefore = 0] = pids.map(cpuOf);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, client] of clients.entries()) runs[index]?.push(await readAll(client, format));
  }
  const [after = 0, theirsAfter = 0] = pids.map(cpuOf);
  const cpu = { gateway: (after - before) / ROUNDS, postgres: (theirsAfter - theirsBefore) / ROUNDS };
  for (const client of clients) client.close();
  const [ours = [], theirs = []] = runs;
  return { format, gateway: middle(ours), postgres: middle(theirs), cpuMs: cpu, peakMb: gateway.memoryMb('VmHWM') };
}
