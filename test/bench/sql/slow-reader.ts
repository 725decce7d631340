import { DrainClient, type Server } from './drain-client.js';
import type { GatewayProcess } from './gateway-process.js';
import { READ } from './readings.js';

const ROW_BYTES = 100;

/** Runs `work` while one client reads a row a second. @returns also the most memory of the gateway in that time, in MiB */
export async function besideSlowReader<T>(
  server: Server,
  gateway: GatewayProcess,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly peakMb: number }> {
  const client = await DrainClient.open(server);
  gateway.forgetPeak();
  const { socket } = client;
  const read = client.read(READ, 'text').catch(() => undefined);
  socket.pause();
  const timer = setInterval(() => socket.read(ROW_BYTES), 1_000);
  try {
    const result = await work();
    return { result, peakMb: gateway.memoryMb('VmHWM') };
  } finally {
    clearInterval(timer);
    client.close();
    await Promise.race([read, new Promise((resolve) => setImmediate(resolve))]);
  }
}
