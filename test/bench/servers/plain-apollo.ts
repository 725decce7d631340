import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import DataLoader from 'dataloader';
import { LakehousePool } from './lakehouse-pool.js';

/**
 * A plain Apollo Server with DataLoader over the same files, as a competent developer writes one: a statement a
 * level, batched by key, rows to objects, graphql-js completes every field.
 */
const pool = await LakehousePool.open(process.argv[2] ?? '');

type Row = Readonly<Record<string, unknown>>;

const typeDefs = `
  input IdFilter { gte: ID, lt: ID }
  input StringFilter { gte: String }
  input IntFilter { gt: Int }
  input FlightFilter { id: IdFilter, delay: IntFilter }
  input AirportFilter { iata: StringFilter }
  enum Direction { ASC DESC }
  input FlightOrder { delay: Direction }
  input GroupOrder { count: Direction }
  enum Bucket { MONTH }
  type Flight { id: ID! date: String delay: Int distance: Int originIata: String destinationIata: String delayed: Boolean origin: Airport destination: Airport }
  type Airport { iata: String! name: String city: String departures(first: Int!, orderBy: [FlightOrder!]): Flights! }
  type Flights { nodes: [Flight!]! }
  type Airports { nodes: [Airport!]! }
  type KeyOrigin { state: String }
  type Key { origin: KeyOrigin! date(bucket: Bucket): String }
  type Avg { delay: Float }
  type Group { key: Key! count: Int! avg: Avg! }
  type Query {
    flight(id: ID!): Flight
    flights(filter: FlightFilter, first: Int!): Flights!
    airports(filter: AirportFilter, first: Int!): Airports!
    flightGroups(filter: FlightFilter, orderBy: [GroupOrder!], first: Int!): [Group!]!
  }
`;

interface Loaders {
  readonly airports: DataLoader<string, Row | undefined>;
  readonly departures: Map<number, DataLoader<string, readonly Row[]>>;
}

const marks = (count: number): string =>
  Array.from({ length: count }, (_, index) => `$${index + 1}::VARCHAR`).join(', ');

function airportLoader(): Loaders['airports'] {
  return new DataLoader(async (keys) => {
    const rows = await pool.rows(`SELECT iata, name, city FROM airports WHERE iata IN (${marks(keys.length)})`, keys);
    const byKey = new Map(rows.map((row) => [row.iata, row]));
    return keys.map((key) => byKey.get(key));
  });
}

function departuresLoader(loaders: Loaders, first: number): DataLoader<string, readonly Row[]> {
  const existing = loaders.departures.get(first);
  if (existing !== undefined) return existing;
  const loader = new DataLoader<string, readonly Row[]>(async (keys) => {
    const rows = await pool.rows(
      `SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY origin_iata ORDER BY delay DESC, flight_id) AS rank FROM flights WHERE origin_iata IN (${marks(keys.length)})) WHERE rank <= ${first} ORDER BY origin_iata, rank`,
      keys,
    );
    const byKey = new Map<unknown, Row[]>();
    for (const row of rows) {
      const list = byKey.get(row.origin_iata);
      if (list === undefined) byKey.set(row.origin_iata, [row]);
      else list.push(row);
    }
    return keys.map((key) => byKey.get(key) ?? []);
  });
  loaders.departures.set(first, loader);
  return loader;
}

/** RFC 3339 without a fraction that is zero, as the gateway gives it. */
const moment = (value: unknown): string | null =>
  value instanceof Date ? value.toISOString().replace(/\.000Z$/u, 'Z') : null;

const resolvers = {
  Query: {
    flight: async (_: unknown, { id }: { id: string }) =>
      (await pool.rows('SELECT * FROM flights WHERE flight_id = $1::BIGINT', [Number(id)]))[0],
    flights: async (_: unknown, { filter, first }: { filter: { id: { gte: string; lt?: string } }; first: number }) => {
      const { gte, lt } = filter.id;
      const end = lt === undefined ? '' : 'AND flight_id < $2::BIGINT';
      const sql = `SELECT * FROM flights WHERE flight_id >= $1::BIGINT ${end} ORDER BY flight_id LIMIT ${first}`;
      return { nodes: await pool.rows(sql, lt === undefined ? [Number(gte)] : [Number(gte), Number(lt)]) };
    },
    airports: async (_: unknown, { filter, first }: { filter: { iata: { gte: string } }; first: number }) => ({
      nodes: await pool.rows(
        `SELECT iata, name, city FROM airports WHERE iata >= $1::VARCHAR ORDER BY iata LIMIT ${first}`,
        [filter.iata.gte],
      ),
    }),
    flightGroups: (_: unknown, { filter, first }: { filter: { delay: { gt: number } }; first: number }) =>
      pool.rows(
        `SELECT a.state, date_trunc('month', f.date)::TIMESTAMP AS month, count(*)::INTEGER AS count, avg(delay) AS average FROM flights AS f LEFT JOIN airports AS a ON a.iata = f.origin_iata WHERE f.delay > $1::INTEGER GROUP BY 1, 2 ORDER BY count DESC, a.state, month LIMIT ${first}`,
        [filter.delay.gt],
      ),
  },
  Flight: {
    id: (row: Row) => String(row.flight_id),
    date: (row: Row) => moment(row.date),
    originIata: (row: Row) => row.origin_iata,
    destinationIata: (row: Row) => row.destination_iata,
    delayed: (row: Row) => (row.delay === null ? null : Number(row.delay) > 15),
    origin: (row: Row, _: unknown, { loaders }: { loaders: Loaders }) => loaders.airports.load(String(row.origin_iata)),
    destination: (row: Row, _: unknown, { loaders }: { loaders: Loaders }) =>
      loaders.airports.load(String(row.destination_iata)),
  },
  Airport: {
    departures: async (row: Row, { first }: { first: number }, { loaders }: { loaders: Loaders }) => ({
      nodes: await departuresLoader(loaders, first).load(String(row.iata)),
    }),
  },
  Group: { key: (row: Row) => row, avg: (row: Row) => ({ delay: row.average }) },
  Key: { origin: (row: Row) => row, date: (row: Row) => moment(row.month) },
};

const server = new ApolloServer<{ loaders: Loaders }>({
  typeDefs,
  resolvers,
  plugins: [ApolloServerPluginCacheControlDisabled()],
});
const { url } = await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: 0 },
  context: async () => ({ loaders: { airports: airportLoader(), departures: new Map() } }),
});
process.stdout.write(`${JSON.stringify({ event: 'ready', http: url.replace(/\/$/u, '') })}\n`);
