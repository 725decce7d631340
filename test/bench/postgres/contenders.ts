import { join } from 'node:path';
import type { PostgresServer } from '../../support/services/postgres-server.js';
import { type Child, startChild } from '../child.js';
import type { Peers } from './find-peers.js';
import { groupsOf } from './groups-of.js';
import { PEER_TYPE_DEFS } from './peer-type-defs.js';
import { POSTGRAPHILE_DOCUMENTS, postgraphileGroups } from './postgraphile-requests.js';
import { FLAT_ROWS, WORKLOADS, type Workload } from './workloads.js';
import { POOL } from './write-gateway.js';

type Variables = Readonly<Record<string, string | number>>;

export type ContenderName =
  | 'raw'
  | 'raw-rows'
  | 'governed'
  | 'plain'
  | 'postgraphile'
  | 'mercurius'
  | 'apollo'
  | 'cached'
  | 'constant';

/** A server that takes part, in a process of its own. */
export interface Contender {
  readonly name: ContenderName;
  readonly title: string;
  readonly child: Child;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it answers with rows; if not, with as many bytes. */
  readonly answers: boolean;
  /** Whether all its requests are the same one. */
  readonly repeats: boolean;
  takesPart(workload: Workload): boolean;
  body(workload: Workload, variables: Variables, bytes: number): string;
  /** What an answer says, in the one shape in which all are compared. */
  rows(workload: Workload, answer: unknown): unknown;
}

export interface Surroundings {
  readonly postgres: PostgresServer;
  readonly root: string;
  readonly dataDir: string;
  readonly token: string;
  readonly schemaDirs: Readonly<Record<'plain' | 'governed' | 'cached', string>>;
  readonly peers: Peers | undefined;
  /** Called with each server as soon as it runs. */
  started(child: Child): void;
}

const USUAL = {
  ...{ path: '/graphql', headers: {}, answers: true, repeats: false },
  takesPart: () => true,
  body: ({ document }: Workload, variables: Variables) => JSON.stringify({ query: document, variables }),
  rows: ({ name }: Workload, answer: unknown) => (name === 'e' ? groupsOf(answer) : answer),
};

/** Starts every server; the first that answers is what the others are compared with. */
export async function startContenders(surroundings: Surroundings): Promise<readonly Contender[]> {
  const { postgres, root, dataDir, token, schemaDirs, peers, started } = surroundings;
  const start = async (
    name: ContenderName,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    program?: string,
  ) => {
    const child = await startChild(name, args, env, program);
    started(child);
    return child;
  };
  const database = {
    DATABASE_URL: `postgres://${postgres.user}@${postgres.host}:${postgres.port}/postgres`,
    POOL: String(POOL),
  };
  const own = (name: ContenderName) =>
    start(name, [join(root, `dist/test/bench/postgres/servers/${name}.js`)], database);

  const gateway = async (name: 'plain' | 'governed' | 'cached', title: string): Promise<Contender> => ({
    ...USUAL,
    ...{ name, title, headers: { authorization: `Bearer ${token}` }, repeats: name === 'cached' },
    child: await start(name, [join(root, 'dist/src/bin.cjs'), 'start'], {
      MEDALLION_HTTP_PORT: '0',
      MEDALLION_SQL_PORT: '0',
      MEDALLION_DATA_DIR: dataDir,
      MEDALLION_SCHEMA_DIR: schemaDirs[name],
    }),
  });
  const statement = async (name: ContenderName, title: string): Promise<Contender> => ({
    ...USUAL,
    ...{ name, title, path: '/', child: await own(name) },
    takesPart: (workload) => name !== 'raw-rows' || workload.name === FLAT_ROWS.workload,
    body: ({ name: workload }, variables) => JSON.stringify({ workload, variables }),
  });
  const postgraphile = async ({ folder, node22 }: Peers): Promise<Contender> => ({
    ...USUAL,
    ...{ name: 'postgraphile', title: 'PostGraphile 5.1' },
    child: await start('postgraphile', [join(folder, 'postgraphile.mjs')], database, node22),
    body: ({ name }, variables) => JSON.stringify({ query: POSTGRAPHILE_DOCUMENTS[name], variables }),
    rows: ({ name }, answer) => (name === 'e' ? postgraphileGroups(answer) : answer),
  });
  const mercurius = async ({ folder }: Peers): Promise<Contender> => {
    const statements = Object.fromEntries(WORKLOADS.map(({ name, sql }) => [name, sql]));
    return {
      ...USUAL,
      ...{ name: 'mercurius', title: 'Mercurius with JIT, one statement by hand' },
      child: await start('mercurius', [join(folder, 'mercurius.mjs')], {
        ...database,
        PEER_SETTINGS: JSON.stringify({ typeDefs: PEER_TYPE_DEFS, statements }),
      }),
    };
  };
  return [
    await statement('raw', 'raw `pg`, JSON built in SQL, node:http'),
    await statement('raw-rows', 'raw `pg`, bytes of rows → bytes of JSON, node:http'),
    await gateway('governed', 'this gateway, policies on'),
    await gateway('plain', 'this gateway, policies off'),
    ...(peers === undefined ? [] : [await postgraphile(peers), await mercurius(peers)]),
    { ...USUAL, name: 'apollo', title: 'Apollo 5 + DataLoader', path: '/', child: await own('apollo') },
    await gateway('cached', 'this gateway, policies on, with the result cache on, one request'),
    {
      ...USUAL,
      ...{ name: 'constant', title: 'constant body, node:http', path: '/', answers: false, repeats: true },
      child: await start('constant', [join(root, 'dist/test/bench/servers/constant.js')], {}),
      body: (_, __, bytes) => JSON.stringify({ size: bytes }),
    },
  ];
}
