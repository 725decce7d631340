/** System columns by the name that clients of earlier versions ask for: table, earlier name, name of today. */
const RENAMED = [
  ['pg_database', 'daticulocale', 'datlocale'],
  ['pg_collation', 'colliculocale', 'colllocale'],
] as const;

/**
 * Makes system columns answer to their earlier names too, for psql 15's and 16's `\l` and `\dO`: where a table has no
 * such column, Postgres takes `d.name` for a call of `name(d)`. Other clients see no more than before.
 */
export const RENAMED_COLUMN_STATEMENTS: readonly string[] = RENAMED.map(
  ([table, earlier, today]) =>
    `CREATE FUNCTION pg_catalog.${earlier}(pg_catalog.${table}) RETURNS text LANGUAGE sql IMMUTABLE RETURN ($1).${today}`,
);
