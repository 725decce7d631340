import { PGlite } from '@electric-sql/pglite';
import type { OracleSession } from './postgres-oracle-session.js';

/** A fresh database `lakehouse` in Postgres compiled to WebAssembly: in this process, nothing to install. */
export async function openPgliteSession(): Promise<OracleSession> {
  const first = await PGlite.create();
  await first.exec("CREATE DATABASE lakehouse TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'");
  const loadDataDir = await first.dumpDataDir('none');
  await first.close();
  const database = await PGlite.create({ loadDataDir, database: 'lakehouse' });
  const asText = Object.fromEntries(Object.keys(database.parsers).map((oid) => [oid, (value: string) => value]));
  return {
    async script(sql) {
      await database.exec(sql);
    },
    async query(sql, parameters = []) {
      const { fields, rows } = await database.query<(string | null)[]>(sql, [...parameters], {
        rowMode: 'array',
        parsers: asText,
      });
      return { fields: fields.map(({ name, dataTypeID }) => ({ name, typeOid: dataTypeID })), rows };
    },
    close: () => database.close(),
  };
}
