/** A gateway over the bench's table in a process of its own; the demo's hand-written fields would want the demo's tables. */
import { loadConfig } from '../../../src/config/load-config.js';
import { createGateway } from '../../../src/gateway.js';

const gateway = await createGateway({ config: loadConfig({ env: process.env }) });
const addresses = await gateway.listen();
process.stdout.write(`${JSON.stringify({ event: 'ready', ...addresses })}\n`);
process.once('SIGTERM', () => void gateway.close());
