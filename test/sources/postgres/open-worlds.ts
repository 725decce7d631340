import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import { PostgresSource } from '../../../src/sources/postgres/postgres-source.js';
import type { OpenSource } from '../../property/world/open-world.js';
import type { PostgresServer } from '../../support/services/postgres-server.js';

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** PostgreSQL's name of a type of DuckDB. */
function typeOf(duckdb: string): string {
  if (duckdb === 'VARCHAR') return 'text';
  if (duckdb === 'DOUBLE') return 'double precision';
  return duckdb.toLowerCase();
}

interface Columns {
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly values: readonly (readonly (string | null)[])[];
}

async function readFile(file: string): Promise<Columns> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    const from = `FROM '${file.replaceAll("'", "''")}'`;
    const shape = await connection.runAndReadAll(`SELECT * ${from} LIMIT 0`);
    const names = shape.columnNames();
    const texts = await connection.runAndReadAll(`SELECT ${names.map((name) => `${quoted(name)}::varchar`)} ${from}`);
    const types = shape.columnTypes().map((type) => typeOf(type.toString()));
    return { names, types, values: texts.getRows() as (string | null)[][] };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function load(client: pg.Client, name: string, { names, types, values }: Columns): Promise<void> {
  const columns = names.map((column, index) => `${quoted(column)} ${types[index]}`);
  await client.query(`CREATE TABLE ${name} (${columns.join(', ')})`);
  const markers = types.map((type, index) => `$${index + 1}::text::${type}`);
  for (const row of values) await client.query(`INSERT INTO ${name} VALUES (${markers.join(', ')})`, [...row]);
}

/** Opens generated worlds on one server: each set of files gets a database of its own. */
export function openWorldsOn({ host, port, user, script }: PostgresServer): OpenSource {
  let opened = 0;
  return async (_world, tables, _dataDir, name) => {
    opened += 1;
    const database = `world_${opened}`;
    await script(`CREATE DATABASE ${database}`);
    const client = new pg.Client({ host, port, user, database, password: '' });
    await client.connect();
    try {
      for (const [table, file] of tables) {
        const [, schema = '', own = ''] = table.split('.');
        await client.query(`CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}`);
        await load(client, `${quoted(schema)}.${quoted(own)}`, await readFile(file));
      }
    } finally {
      await client.end();
    }
    return new PostgresSource(
      name,
      {
        ...{ host, port, user, database, tls: 'off' },
        ...{ maxConnections: 2, maxStreams: 2, statementTimeoutMs: 20_000 },
      },
      { ca: undefined },
    );
  };
}
