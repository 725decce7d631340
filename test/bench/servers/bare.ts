import { createServer } from 'node:http';
import { WORKLOADS } from '../workloads.js';
import { LakehousePool } from './lakehouse-pool.js';
import { listen, readBody } from './listen.js';

/** The bare DuckDB statement, its JSON sent by node:http: the floor under every server over this engine. */
const pool = await LakehousePool.open(process.argv[2] ?? '');

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
      const body = Buffer.from(await pool.text(found.sql, [found.parameter(variables)]));
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.byteLength }).end(body);
    } catch (error) {
      process.stderr.write(`bare ${workload} ${JSON.stringify(variables)}: ${String(error)}\n`);
      response.writeHead(500).end();
    }
  }),
);
