import { Client } from 'pg';
import { CALLERS, type CallerName, type DemoGateway } from '../../../support/demo-gateway.js';

/** Connects to the demo's SQL door. */
export async function connectAs(demo: DemoGateway, caller: CallerName): Promise<Client> {
  const { hostname, port } = new URL(demo.sqlUrl);
  const password = await demo.token(caller);
  const client = new Client({
    host: hostname,
    port: Number(port),
    database: 'lakehouse',
    user: CALLERS[caller].user,
    password,
  });
  await client.connect();
  return client;
}
