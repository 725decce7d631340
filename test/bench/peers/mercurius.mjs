/** Fastify with Mercurius and its just-in-time compiler; each root field is one hand-written statement that gives JSON. */
import Fastify from 'fastify';
import mercurius from 'mercurius';
import pg from 'pg';

/** `typeDefs`, and the hand-written statement of each workload by its name. */
const { typeDefs, statements } = JSON.parse(process.env.PEER_SETTINGS);
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.POOL) });

async function ask(name, values) {
  const { rows } = await pool.query({ name, text: statements[name], values, rowMode: 'array' });
  return rows.length === 0 ? null : JSON.parse(rows[0][0]);
}

const resolvers = {
  Query: {
    customer: (_, { key }) => ask('a', [key]),
    orders: (_, { filter }) => {
      const { gte, lt } = filter.key;
      return lt === undefined ? ask('b', [gte]) : ask('d', [gte, lt]);
    },
    customers: (_, { filter }) => ask('c', [filter.key.gte]),
    orderGroups: (_, { filter }) => ask('e', [filter.orderDate.gte, filter.orderDate.lt]),
  },
};

const app = Fastify();
await app.register(mercurius, { schema: typeDefs, resolvers, jit: 1 });
const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ event: 'ready', http: url })}\n`);
process.once('SIGTERM', () => process.exit(0));
