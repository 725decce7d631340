import pg from 'pg';
import type { OracleSession } from './postgres-oracle-session.js';

const MARK = 'made by the tests of medallion-gateway';

/** Drops a database `lakehouse` of an earlier run. One that these tests did not make is left alone. */
async function makeDatabase(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ mark: string | null }>(
    "SELECT shobj_description(oid, 'pg_database') AS mark FROM pg_database WHERE datname = 'lakehouse'",
  );
  if (rows[0] !== undefined && rows[0].mark !== MARK) throw new Error('The server has another database lakehouse.');
  await admin.query('DROP DATABASE IF EXISTS lakehouse WITH (FORCE)');
  await admin.query("CREATE DATABASE lakehouse TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'");
  await admin.query(`COMMENT ON DATABASE lakehouse IS '${MARK}'`);
}

/**
 * A fresh database `lakehouse` on a real server.
 * @param url of a superuser, to a database other than `lakehouse`
 */
export async function openServerSession(url: string): Promise<OracleSession> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await makeDatabase(admin);
  } finally {
    await admin.end();
  }
  const target = new URL(url);
  target.pathname = '/lakehouse';
  const client = new pg.Client({
    connectionString: target.href,
    types: { getTypeParser: () => (value: string) => value },
  });
  await client.connect();
  return {
    async script(sql) {
      await client.query(sql);
    },
    async query(sql, parameters = []) {
      const { fields, rows } = await client.query<(string | null)[]>({
        text: sql,
        values: [...parameters],
        rowMode: 'array',
      });
      return { fields: fields.map(({ name, dataTypeID }) => ({ name, typeOid: dataTypeID })), rows };
    },
    close: () => client.end(),
  };
}
