import { createServer } from 'node:http';
import { listen, readBody } from '../../servers/listen.js';
import { FLAT_ROWS } from '../workloads.js';
import { POOL } from '../write-gateway.js';
import { RowConnection } from './row-connection.js';

/** Plain rows, whose bytes become JSON bytes without a value of JavaScript for any of them: the floor of large flat lists. */
const columns = FLAT_ROWS.columns.map((name) => ({ name, isNumber: FLAT_ROWS.numbers.has(name) }));
const idle = await Promise.all(
  Array.from({ length: POOL }, () => RowConnection.open(process.env.DATABASE_URL, FLAT_ROWS.sql, columns)),
);
const waiting: ((connection: RowConnection) => void)[] = [];

listen(
  createServer(async (request, response) => {
    const { variables } = JSON.parse(await readBody(request)) as { variables: Record<string, unknown> };
    const connection = idle.pop() ?? (await new Promise<RowConnection>((resolve) => waiting.push(resolve)));
    try {
      const body = await connection.run(Object.values(variables), '{"data":{"orders":{"nodes":[', ']}}}');
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.byteLength }).end(body);
    } catch (error) {
      process.stderr.write(`raw-rows ${JSON.stringify(variables)}: ${String(error)}\n`);
      response.writeHead(500).end();
    } finally {
      const next = waiting.shift();
      if (next === undefined) idle.push(connection);
      else next(connection);
    }
  }),
);
