/** A process that reads a statement again and again on several connections at once: `drain.js <connections> <server as JSON> <sql>`. */
import { DrainClient, type Server } from './drain-client.js';

const [count = '1', server = '', sql = ''] = process.argv.slice(2);

async function loop(): Promise<void> {
  const client = await DrainClient.open(JSON.parse(server) as Server);
  for (;;) {
    const { rows, sqlState } = await client.read(sql, 'text');
    if (sqlState !== undefined) throw new Error(`A read ended with ${sqlState}.`);
    process.stdout.write(`${rows}\n`);
  }
}

await Promise.all(Array.from({ length: Number(count) }, loop));
