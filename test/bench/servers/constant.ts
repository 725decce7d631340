import { createServer } from 'node:http';
import { listen, readBody } from './listen.js';

/** Answers `{"size": n}` with n bytes that are made once: what this machine's HTTP can do at all. */
const bodies = new Map<number, Buffer>();

listen(
  createServer(async (request, response) => {
    const { size } = JSON.parse(await readBody(request)) as { size: number };
    const body = bodies.get(size) ?? Buffer.alloc(size, 'x');
    bodies.set(size, body);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.byteLength }).end(body);
  }),
);
