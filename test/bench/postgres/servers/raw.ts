import { createServer } from 'node:http';
import pg from 'pg';
import { listen, readBody } from '../../servers/listen.js';
import { WORKLOADS } from '../workloads.js';
import { POOL } from '../write-gateway.js';

/** One prepared statement a request, whose JSON PostgreSQL builds, sent by node:http: the floor under every server. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: POOL });

listen(
  createServer(async (request, response) => {
    const { workload, variables } = JSON.parse(await readBody(request)) as {
      workload: string;
      variables: Record<string, unknown>;
    };
    const found = WORKLOADS.find((candidate) => candidate.name === workload);
    if (found === undefined) {
      response.writeHead(404).end();
      return;
    }
    try {
      const { rows } = await pool.query<string[]>({
        ...{ name: workload, text: found.sql, values: Object.values(variables), rowMode: 'array' },
      });
      const body = Buffer.from(`{"data":{"${found.field}":${rows[0]?.[0] ?? 'null'}}}`);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.byteLength }).end(body);
    } catch (error) {
      process.stderr.write(`raw ${workload} ${JSON.stringify(variables)}: ${String(error)}\n`);
      response.writeHead(500).end();
    }
  }),
);
