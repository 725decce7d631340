/** Whether tables' row types are loaded too: Npgsql's setting `Load Table Composites`. */
export type Composites = 'free-standing' | 'of tables';

function isWanted(composites: Composites, relationKind: string): string {
  if (composites === 'free-standing') return `${relationKind} = 'c'`;
  return "schema.nspname NOT IN ('information_schema', 'pg_catalog', 'pg_toast')";
}

/** An array is a type that `array_recv` reads; element, subtype of a range and base of a domain share one column. */
function types(composites: Composites): string {
  return `
-- types
SELECT schema.nspname, loaded.oid, loaded.typname, loaded.typtype, loaded.typnotnull, loaded.elemtypoid
FROM (
  -- with what they are made of
  SELECT own.oid, own.typnamespace, own.typname, own.typtype, own.typrelid, own.typnotnull, own.relkind,
    element.oid AS elemtypoid, element.typname AS elemtypname, element_class.relkind AS elemrelkind,
    CASE WHEN element_reader.proname = 'array_recv' THEN 'a' ELSE element.typtype END AS elemtyptype
  FROM (
    SELECT one.oid, typnamespace, typname, typrelid, typnotnull, relkind, typelem AS elemoid,
      CASE WHEN reader.proname = 'array_recv' THEN 'a' ELSE one.typtype END AS typtype,
      CASE
        WHEN reader.proname = 'array_recv' THEN one.typelem
        WHEN one.typtype = 'r' THEN rngsubtype
        WHEN one.typtype = 'm' THEN (SELECT rngtypid FROM pg_range WHERE rngmultitypid = one.oid)
        WHEN one.typtype = 'd' THEN one.typbasetype
      END AS elemtypoid
    FROM pg_type AS one
    LEFT JOIN pg_class AS class ON (class.oid = one.typrelid)
    LEFT JOIN pg_proc AS reader ON reader.oid = one.typreceive
    LEFT JOIN pg_range ON (pg_range.rngtypid = one.oid)
  ) AS own
  LEFT JOIN pg_type AS element ON element.oid = elemtypoid
  LEFT JOIN pg_class AS element_class ON (element_class.oid = element.typrelid)
  LEFT JOIN pg_proc AS element_reader ON element_reader.oid = element.typreceive
) AS loaded
JOIN pg_namespace AS schema ON (schema.oid = typnamespace)
WHERE typtype IN ('b', 'd', 'e', 'm', 'r')
  OR (typtype = 'c' AND ${isWanted(composites, 'relkind')}) -- composites
  OR (typtype = 'p' AND typname IN ('record', 'void'))
  OR (typtype = 'a' AND (elemtyptype IN ('b', 'd', 'e', 'm', 'r')
    OR (elemtyptype = 'p' AND elemtypname IN ('record', 'void'))
    OR (elemtyptype = 'c' AND ${isWanted(composites, 'elemrelkind')})))
ORDER BY CASE
  WHEN typtype IN ('b', 'e', 'p') THEN 0
  WHEN typtype = 'r' THEN 1
  WHEN typtype = 'm' THEN 2
  WHEN typtype = 'c' THEN 3
  WHEN typtype = 'd' AND elemtyptype <> 'a' THEN 4
  WHEN typtype = 'a' THEN 5
  WHEN typtype = 'd' AND elemtyptype = 'a' THEN 6
END;`;
}

function fields(composites: Composites): string {
  return `
-- fields of composites
SELECT owner.oid, field.attname, field.atttypid
FROM pg_type AS owner
JOIN pg_namespace AS schema ON (schema.oid = owner.typnamespace)
JOIN pg_class AS class ON (class.oid = owner.typrelid)
JOIN pg_attribute AS field ON (field.attrelid = owner.typrelid)
WHERE (owner.typtype = 'c' AND ${isWanted(composites, 'class.relkind')})
  AND attnum > 0 -- the user's
  AND NOT attisdropped
ORDER BY owner.oid, field.attnum;`;
}

const LABELS = `
-- labels
SELECT pg_type.oid, enumlabel FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid ORDER BY oid, enumsortorder;`;

/**
 * What Npgsql (Power BI's driver) asks in one simple query as it connects: version, types, fields, labels. Written
 * anew after what PostgresDatabaseInfo.cs of Npgsql 6 to 8 sends: the same tables, joins, functions, columns and order.
 */
export function npgsqlBatch(composites: Composites): string {
  return ['SELECT version();', types(composites), fields(composites), LABELS].join('\n');
}

/** How Npgsql's pool cleans a connection that holds prepared statements; otherwise it sends DISCARD ALL. */
export const NPGSQL_RESET: readonly string[] = [
  'SET SESSION AUTHORIZATION DEFAULT',
  'RESET ALL',
  'CLOSE ALL',
  'UNLISTEN *',
  'SELECT pg_advisory_unlock_all()',
  'DISCARD SEQUENCES',
  'DISCARD TEMP',
];
