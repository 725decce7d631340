/** A statement that a client sends on its own account, and what its answer must hold. */
export interface ConnectStatement {
  readonly client: string;
  readonly statement: string;
  /** `rows`: exactly these; `some`: among others; `none`: no row. Cells as text. */
  readonly answer:
    | { readonly rows: readonly (readonly (string | null | RegExp)[])[] }
    | { readonly some: readonly (string | null | RegExp)[] }
    | 'none'
    | 'done';
}

const TABLES = ['airport_months', 'airports', 'flights', 'route_days'];

const METABASE_PRIVILEGES = `
WITH privileges AS (
  SELECT NULL AS role, o.schemaname AS schema, o.objectname AS table,
    pg_catalog.has_any_column_privilege(current_user, o.path, 'update') AS update,
    pg_catalog.has_any_column_privilege(current_user, o.path, 'select') AS select,
    pg_catalog.has_any_column_privilege(current_user, o.path, 'insert') AS insert,
    pg_catalog.has_table_privilege(current_user, o.path, 'delete') AS delete
  FROM (
    SELECT schemaname, objectname,
      '"' || replace(schemaname, '"', '""') || '"."' || replace(objectname, '"', '""') || '"' AS path
    FROM (
      SELECT schemaname, tablename AS objectname FROM pg_catalog.pg_tables
      UNION SELECT schemaname, viewname FROM pg_catalog.pg_views
      UNION SELECT schemaname, matviewname FROM pg_catalog.pg_matviews
    ) AS named
  ) AS o
  WHERE o.schemaname !~ '^pg_' AND o.schemaname <> 'information_schema'
    AND pg_catalog.has_schema_privilege(current_user, o.schemaname, 'usage')
)
SELECT p.* FROM privileges p WHERE p.schema = 'gold' ORDER BY 3`;

const METABASE_FIELDS = `
SELECT c.column_name AS name, c.udt_name AS "database-type", c.ordinal_position - 1 AS "database-position",
  c.table_schema AS "table-schema", c.table_name AS "table-name", pk.column_name IS NOT NULL AS "pk?",
  col_description(CAST(CAST(format('%I.%I', CAST(c.table_schema AS text), CAST(c.table_name AS text)) AS regclass)
    AS oid), c.ordinal_position) AS "field-comment",
  ((c.column_default IS NULL OR LOWER(c.column_default) = 'null') AND c.is_nullable = 'NO'
    AND NOT ((c.column_default IS NOT NULL AND c.column_default LIKE '%nextval(%') OR c.is_identity <> 'NO'))
    AS "database-required"
FROM information_schema.columns AS c
LEFT JOIN (
  SELECT tc.table_schema, tc.table_name, kc.column_name
  FROM information_schema.table_constraints AS tc
  INNER JOIN information_schema.key_column_usage AS kc
    ON tc.constraint_name = kc.constraint_name AND tc.table_schema = kc.table_schema AND tc.table_name = kc.table_name
  WHERE tc.constraint_type = 'PRIMARY KEY'
) AS pk ON c.table_schema = pk.table_schema AND c.table_name = pk.table_name AND c.column_name = pk.column_name
WHERE c.table_schema !~ '^information_schema|catalog_history|pg_' AND c.table_schema IN ('gold')
ORDER BY "table-schema", "table-name", "database-position"`;

const METABASE_KEYS = `
SELECT child_schema.nspname AS "fk-table-schema", child.relname AS "fk-table-name", own.attname AS "fk-column-name",
  parent_schema.nspname AS "pk-table-schema", parent.relname AS "pk-table-name", theirs.attname AS "pk-column-name"
FROM pg_constraint AS c
JOIN pg_class AS child ON c.conrelid = child.oid
JOIN pg_namespace AS child_schema ON c.connamespace = child_schema.oid
JOIN pg_attribute AS own ON c.conrelid = own.attrelid
JOIN pg_class AS parent ON c.confrelid = parent.oid
JOIN pg_namespace AS parent_schema ON parent.relnamespace = parent_schema.oid
JOIN pg_attribute AS theirs ON c.confrelid = theirs.attrelid
WHERE c.contype = 'f' AND own.attnum = ANY (c.conkey) AND theirs.attnum = ANY (c.confkey)
  AND child_schema.nspname !~ '^information_schema|catalog_history|pg_' AND child.relname = 'flights'
ORDER BY 1, 2, 3`;

const DBEAVER_RELATIONS = `
SELECT c.oid, c.*, d.description, pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS partition_expr,
  pg_catalog.pg_get_partkeydef(c.oid) AS partition_key
FROM pg_catalog.pg_class c
LEFT OUTER JOIN pg_catalog.pg_description d
  ON d.objoid = c.oid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass
WHERE c.relnamespace = 'gold'::regnamespace AND c.relkind NOT IN ('i', 'I', 'c')`;

const DBEAVER_COLUMNS = `
SELECT c.relname, a.*, pg_catalog.pg_get_expr(ad.adbin, ad.adrelid, true) AS def_value, dsc.description, dep.objid
FROM pg_catalog.pg_attribute a
INNER JOIN pg_catalog.pg_class c ON (a.attrelid = c.oid)
LEFT OUTER JOIN pg_catalog.pg_attrdef ad ON (a.attrelid = ad.adrelid AND a.attnum = ad.adnum)
LEFT OUTER JOIN pg_catalog.pg_description dsc ON (c.oid = dsc.objoid AND a.attnum = dsc.objsubid)
LEFT OUTER JOIN pg_depend dep ON dep.refobjid = a.attrelid AND dep.deptype = 'i' AND dep.refobjsubid = a.attnum
  AND dep.classid = dep.refclassid
WHERE NOT a.attisdropped AND c.relkind NOT IN ('i', 'I', 'c') AND c.oid = 'gold.flights'::regclass
ORDER BY a.attnum`;

const DBEAVER_TYPES = `
SELECT t.oid, t.*, c.relkind, format_type(nullif(t.typbasetype, 0), t.typtypmod) AS base_type_name, d.description
FROM pg_catalog.pg_type t
LEFT OUTER JOIN pg_catalog.pg_type et ON et.oid = t.typelem
LEFT OUTER JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
LEFT OUTER JOIN pg_catalog.pg_description d ON t.oid = d.objoid
WHERE t.typname IS NOT NULL AND (c.relkind IS NULL OR c.relkind = 'c') AND (et.typcategory IS NULL OR et.typcategory <> 'C')`;

const GRAFANA_TABLES = `
SELECT CASE
    WHEN quote_ident(table_schema) IN (SELECT CASE WHEN trim(s[i]) = '"$user"' THEN user ELSE trim(s[i]) END
      FROM generate_series(array_lower(string_to_array(current_setting('search_path'), ','), 1),
        array_upper(string_to_array(current_setting('search_path'), ','), 1)) AS i,
        string_to_array(current_setting('search_path'), ',') s)
    THEN quote_ident(table_name)
    ELSE quote_ident(table_schema) || '.' || quote_ident(table_name)
  END AS "table"
FROM information_schema.tables
WHERE quote_ident(table_schema) NOT IN ('information_schema', 'pg_catalog', '_timescaledb_cache')
  AND table_schema = 'gold'
ORDER BY 1`;

const DBT_RELATIONS = `
SELECT 'lakehouse' AS database, tablename AS name, schemaname AS schema, 'table' AS type
FROM pg_tables WHERE schemaname ILIKE 'gold'
UNION ALL
SELECT 'lakehouse', viewname, schemaname, 'view' FROM pg_views WHERE schemaname ILIKE 'gold'
UNION ALL
SELECT 'lakehouse', matviewname, schemaname, 'materialized_view' FROM pg_matviews WHERE schemaname ILIKE 'gold'
ORDER BY 2`;

/** Written anew after what the clients send: the same tables, functions and shapes. */
export const CONNECT_STATEMENTS: readonly ConnectStatement[] = [
  { client: 'pgjdbc', statement: 'SET extra_float_digits = 3', answer: 'done' },
  { client: 'pgjdbc', statement: "SET application_name = 'PostgreSQL JDBC Driver'", answer: 'done' },
  { client: 'pgjdbc', statement: 'SHOW TRANSACTION ISOLATION LEVEL', answer: { rows: [['read committed']] } },
  {
    client: 'Metabase',
    statement: 'SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ UNCOMMITTED',
    answer: 'done',
  },
  { client: 'Metabase', statement: 'SHOW timezone', answer: { rows: [['UTC']] } },
  {
    client: 'Metabase',
    statement: METABASE_PRIVILEGES,
    answer: { rows: TABLES.map((table) => [null, 'gold', table, 'f', 't', 'f', 'f']) },
  },
  {
    client: 'Metabase',
    statement: METABASE_FIELDS,
    answer: { some: ['flight_id', 'int8', '0', 'gold', 'flights', 't', /^Number of the flight/u, 't'] },
  },
  {
    client: 'Metabase',
    statement: METABASE_KEYS,
    answer: {
      rows: ['destination_iata', 'origin_iata'].map((column) => [
        'gold',
        'flights',
        column,
        'gold',
        'airports',
        'iata',
      ]),
    },
  },
  {
    client: 'DBeaver',
    statement: 'SELECT current_schema(), session_user',
    answer: { rows: [['gold', 'ops.admin@flights.demo']] },
  },
  { client: 'DBeaver', statement: 'SHOW search_path', answer: { rows: [[/gold/u]] } },
  {
    client: 'DBeaver',
    statement: "SELECT word FROM pg_catalog.pg_get_keywords() WHERE catcode = 'R'",
    answer: { some: ['select'] },
  },
  {
    client: 'DBeaver',
    statement: 'SELECT db.oid, db.* FROM pg_catalog.pg_database db WHERE datallowconn AND NOT datistemplate',
    answer: { some: [/^\d+$/u, /^\d+$/u, 'lakehouse'] },
  },
  {
    client: 'DBeaver',
    statement: `SELECT n.oid, n.*, d.description FROM pg_catalog.pg_namespace n
      LEFT OUTER JOIN pg_catalog.pg_description d
        ON d.objoid = n.oid AND d.objsubid = 0 AND d.classoid = 'pg_namespace'::regclass ORDER BY nspname`,
    answer: { some: [/^\d+$/u, /^\d+$/u, 'gold'] },
  },
  { client: 'DBeaver', statement: DBEAVER_RELATIONS, answer: { some: [/^\d+$/u, /^\d+$/u, 'flights'] } },
  { client: 'DBeaver', statement: DBEAVER_COLUMNS, answer: { some: ['flights', /^\d+$/u, 'flight_id', '20'] } },
  { client: 'DBeaver', statement: DBEAVER_TYPES, answer: { some: [/^\d+$/u, /^\d+$/u, 'timestamptz'] } },
  {
    client: 'DBeaver',
    statement: "SELECT * FROM pg_catalog.pg_settings WHERE name = 'TimeZone'",
    answer: { some: ['TimeZone'] },
  },
  {
    client: 'Grafana',
    statement: "SELECT current_setting('server_version_num')::int/100",
    answer: { rows: [['1800']] },
  },
  { client: 'Grafana', statement: "SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'", answer: 'none' },
  { client: 'Grafana', statement: GRAFANA_TABLES, answer: { rows: TABLES.map((table) => [table]) } },
  {
    client: 'Grafana',
    statement: `SELECT quote_ident(column_name) AS "column", data_type AS "type" FROM information_schema.columns
      WHERE CASE WHEN array_length(parse_ident('gold.flights'), 1) = 2
        THEN quote_ident(table_schema) = (parse_ident('gold.flights'))[1]
          AND quote_ident(table_name) = (parse_ident('gold.flights'))[2]
        ELSE quote_ident(table_name) = 'gold.flights' END`,
    answer: { some: ['date', 'timestamp without time zone'] },
  },
  {
    client: 'psqlODBC',
    statement: "SET DateStyle = 'ISO';SET extra_float_digits = 2;show transaction_isolation",
    answer: { rows: [['read committed']] },
  },
  {
    client: 'psqlODBC',
    statement: "select oid, typbasetype from pg_type where typname = 'lo'",
    answer: 'none',
  },
  {
    client: 'psqlODBC',
    statement: 'BEGIN;SAVEPOINT _EXEC_SVP_0;SELECT 1;RELEASE _EXEC_SVP_0;COMMIT',
    answer: 'done',
  },
  { client: 'SQLAlchemy', statement: 'select pg_catalog.version()', answer: { rows: [[/^PostgreSQL 18/u]] } },
  { client: 'SQLAlchemy', statement: 'show standard_conforming_strings', answer: { rows: [['on']] } },
  { client: 'SQLAlchemy', statement: 'select current_schema()', answer: { rows: [['gold']] } },
  {
    client: 'dbt',
    statement: DBT_RELATIONS,
    answer: { rows: TABLES.map((table) => ['lakehouse', table, 'gold', 'table']) },
  },
  { client: 'dbt', statement: 'select distinct nspname from pg_namespace', answer: { some: ['gold'] } },
  { client: 'Tableau', statement: "SET application_name = 'Tableau'; SELECT 1", answer: { rows: [['1']] } },
  {
    client: 'Tableau',
    statement: "SELECT typname, oid, typlen FROM pg_type WHERE typname LIKE 'int_' AND typtype = 'b' ORDER BY 1",
    answer: {
      rows: [
        ['int2', '21', '2'],
        ['int4', '23', '4'],
        ['int8', '20', '8'],
      ],
    },
  },
];
