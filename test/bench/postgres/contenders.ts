import { join } from 'node:path';
import type { PostgresServer } from '../../support/services/postgres-server.js';
import { type Child, startChild } from '../child.js';
import type { Workload } from './workloads.js';

type Variables = Readonly<Record<string, string | number>>;

/** A server that takes part, in a process of its own. */
export interface Contender {
  readonly name: string;
  readonly title: string;
  readonly child: Child;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it answers with rows; if not, with as many bytes. */
  readonly answers: boolean;
  /** Whether all its requests are the same one. */
  readonly repeats: boolean;
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
  /** Called with each server as soon as it runs. */
  started(child: Child): void;
}

const graphqlBody = ({ document }: Workload, variables: Variables) => JSON.stringify({ query: document, variables });
const same = (_: Workload, answer: unknown) => answer;

/** Starts every server; the first that answers is what the others are compared with. */
export async function startContenders(surroundings: Surroundings): Promise<readonly Contender[]> {
  const { postgres, root, dataDir, token, schemaDirs, started } = surroundings;
  const start = async (name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const child = await startChild(name, args, env);
    started(child);
    return child;
  };
  const database = { DATABASE_URL: `postgres://${postgres.user}@${postgres.host}:${postgres.port}/postgres` };
  const gateway = async (name: keyof typeof schemaDirs, title: string): Promise<Contender> => ({
    ...{ name, title, path: '/graphql', headers: { authorization: `Bearer ${token}` } },
    child: await start(name, [join(root, 'dist/src/bin.cjs'), 'start'], {
      MEDALLION_HTTP_PORT: '0',
      MEDALLION_SQL_PORT: '0',
      MEDALLION_DATA_DIR: dataDir,
      MEDALLION_SCHEMA_DIR: schemaDirs[name],
    }),
    ...{ answers: true, repeats: name === 'cached', body: graphqlBody, rows: same },
  });
  const statement = async (name: string, title: string): Promise<Contender> => ({
    ...{ name, title, path: '/', headers: {}, answers: true, repeats: false, rows: same },
    child: await start(name, [join(root, `dist/test/bench/postgres/servers/${name}.js`)], database),
    body: ({ name: workload }, variables) => JSON.stringify({ workload, variables }),
  });
  const constant: Contender = {
    ...{ name: 'constant', title: 'constant body, node:http', path: '/', headers: {}, answers: false, repeats: true },
    child: await start('constant', [join(root, 'dist/test/bench/servers/constant.js')]),
    body: (_, __, bytes) => JSON.stringify({ size: bytes }),
    rows: same,
  };
  return [
    await statement('raw', 'raw `pg`, JSON built in SQL, node:http'),
    await gateway('governed', 'this gateway, policies on'),
    await gateway('plain', 'this gateway, policies off'),
    await gateway('cached', 'this gateway, policies on, result cache on, one request'),
    constant,
  ];
}
