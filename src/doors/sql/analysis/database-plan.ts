import { columnType, isComparable } from './column-type.js';
import type { DatabaseDescription, ForeignKeyDescription, TableDescription } from './database-description.js';
import { MEASURE } from './measure-name.js';
import { createModelFunctions } from './model-functions.js';
import { postgresNames } from './postgres-names.js';
import { quoteName } from './quote.js';

/** A table, with the names that Postgres knows it and its columns by. */
export interface PlannedTable {
  readonly table: TableDescription;
  readonly schema: string;
  readonly name: string;
  /** By position, as in the description. */
  readonly columns: readonly string[];
}

export interface DatabasePlan {
  readonly schemas: readonly string[];
  readonly tables: readonly PlannedTable[];
  /** One DDL statement each, in an order in which they run. */
  readonly statements: readonly string[];
}

const RESERVED_SCHEMA = /^(pg_.*|information_schema)$/u;
/** Postgres allows so many columns of a table. */
const MAX_COLUMNS = 1_600;

function planTables(tables: readonly TableDescription[]): readonly PlannedTable[] {
  const originals = [...new Set(tables.map(({ schema }) => schema))];
  const schemas = postgresNames(originals);
  return originals.flatMap((original, index) => {
    const own = tables.filter(({ schema }) => schema === original);
    const names = postgresNames(own.map(({ name }) => name));
    return own.map((table, position) => ({
      table,
      schema: schemas[index] ?? original,
      name: names[position] ?? table.name,
      columns: postgresNames(table.columns.slice(0, MAX_COLUMNS).map(({ name }) => name)),
    }));
  });
}

function qualified({ schema, name }: PlannedTable): string {
  return `${quoteName(schema)}.${quoteName(name)}`;
}

/** The columns' Postgres names, quoted and joined; undefined if one is not there or can be no key. */
function keyColumns({ table, columns }: PlannedTable, names: readonly string[]): string | undefined {
  const positions = names.map((name) => table.columns.findIndex((column) => column.name === name));
  const fit = positions.map((position) => {
    const column = table.columns[position];
    return column !== undefined && isComparable(column.type) ? columns[position] : undefined;
  });
  return fit.length > 0 && fit.every((name) => name !== undefined) ? fit.map(quoteName).join(', ') : undefined;
}

/** Varying values are stored PLAIN, so that empty tables need no overflow tables: half the time, half the size. */
function createTable(planned: PlannedTable): string {
  const columns = planned.table.columns.slice(0, MAX_COLUMNS).map((column, position) => {
    const name = quoteName(planned.columns[position] ?? column.name);
    return `${name} ${columnType(column.type)} STORAGE PLAIN${column.nullable ? '' : ' NOT NULL'}`;
  });
  const key = keyColumns(planned, planned.table.primaryKey);
  const constraints = key === undefined ? [] : [`PRIMARY KEY (${key})`];
  return `CREATE TABLE ${qualified(planned)} (${[...columns, ...constraints].join(', ')})`;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item) => b.includes(item));
}

/** Undefined where the parent is hidden or is not found by its primary key: such a reference is not shown. */
function addForeignKey(
  child: PlannedTable,
  key: ForeignKeyDescription,
  all: readonly PlannedTable[],
): string | undefined {
  const parent = all.find(({ table }) => table.schema === key.parentSchema && table.name === key.parentTable);
  if (parent === undefined || !sameSet(parent.table.primaryKey, key.parentColumns)) return undefined;
  const sameTypes = key.columns.every((name, index) => {
    const own = child.table.columns.find((column) => column.name === name);
    const theirs = parent.table.columns.find((column) => column.name === key.parentColumns[index]);
    return own !== undefined && theirs !== undefined && columnType(own.type) === columnType(theirs.type);
  });
  const columns = keyColumns(child, key.columns);
  const parentColumns = keyColumns(parent, key.parentColumns);
  if (!sameTypes || columns === undefined || parentColumns === undefined) return undefined;
  return `ALTER TABLE ${qualified(child)} ADD FOREIGN KEY (${columns}) REFERENCES ${qualified(parent)} (${parentColumns})`;
}

/** Gives `MEASURE(column)` a name and a type to Postgres, which never evaluates it. */
const MEASURE_AGGREGATE: readonly string[] = [
  `CREATE FUNCTION pg_catalog.${MEASURE}_step(anyelement, anyelement) RETURNS anyelement IMMUTABLE LANGUAGE sql AS 'SELECT $2'`,
  `CREATE AGGREGATE pg_catalog.${MEASURE}(anyelement) (SFUNC = pg_catalog.${MEASURE}_step, STYPE = anyelement)`,
];

/** The DDL of a description. Schemas whose names Postgres keeps for itself are left out. */
export function planDatabase({ tables, searchPath, models = [] }: DatabaseDescription): DatabasePlan {
  const planned = planTables(tables.filter(({ schema }) => !RESERVED_SCHEMA.test(schema)));
  const empty = searchPath.filter((schema) => !RESERVED_SCHEMA.test(schema));
  const schemas = [...new Set([...planned.map(({ schema }) => schema), ...postgresNames(empty)])];
  const statements = [
    ...(planned.some(({ table }) => table.measures !== undefined) ? MEASURE_AGGREGATE : []),
    ...schemas.flatMap((schema) => [
      `CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)}`,
      `GRANT USAGE ON SCHEMA ${quoteName(schema)} TO PUBLIC`,
    ]),
    ...planned.map(createTable),
    ...planned.flatMap((table) => table.table.foreignKeys.flatMap((key) => addForeignKey(table, key, planned) ?? [])),
    ...createModelFunctions(models),
  ];
  return { schemas, tables: planned, statements };
}
