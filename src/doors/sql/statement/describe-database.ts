import type { Catalog, CatalogTable } from '../../../catalog/catalog.js';
import type { Contract, ContractType } from '../../../catalog/contract.js';
import type { DatabaseDescription, TableDescription } from '../analysis/database-description.js';
import { MODELS_SCHEMA } from '../analysis/model-functions.js';
import { schemaOfCatalog } from './catalog-names.js';
import { modelFunctionsOf } from './model-functions-of.js';

interface Visible {
  readonly key: string;
  readonly contract: Contract;
}

/** `lakehouse.gold.flights` in its parts. */
export function partsOf(fullName: string): {
  readonly catalog: string;
  readonly schema: string;
  readonly table: string;
} {
  const [catalog = '', schema = '', ...rest] = fullName.split('.');
  return { catalog, schema, table: rest.join('.') };
}

/** Names of the catalogs that the contract reads: each is a database of the door. */
export function databasesOf(contract: Contract): ReadonlySet<string> {
  return new Set(contract.types.map(({ table }) => partsOf(table).catalog));
}

/** Names of the schemas that the contract reads, in its order, models last: where what is named alone is looked for. */
export function schemasOf({ types, models = [] }: Contract): readonly string[] {
  const schemas = types.map(({ table }) => partsOf(table).schema);
  return [...new Set([...schemas, ...(models.length === 0 ? [] : [MODELS_SCHEMA])])];
}

/** Columns that the contract exposes, by table. */
function exposedColumns(types: readonly ContractType[]): ReadonlyMap<string, ReadonlySet<string>> {
  const exposed = new Map<string, Set<string>>();
  for (const type of types) {
    const columns = exposed.get(type.table) ?? new Set<string>();
    exposed.set(type.table, columns);
    for (const field of type.fields) if (field.kind === 'column') columns.add(field.column);
  }
  return exposed;
}

/** Measures that the contract exposes under a name of their own in Unity Catalog, as columns, by table. */
function exposedMeasures(types: readonly ContractType[], { reference, metricView }: CatalogTable) {
  const names = new Set(
    types.filter(({ table }) => table === reference.name).flatMap((type) => type.measures.map(({ metric }) => metric)),
  );
  return (metricView?.measures ?? [])
    .filter(({ name }) => names.has(name))
    .map(({ name, expression, comment }) => ({ name, type: expression.type, nullable: true, comment }));
}

/** As Databricks describes it: dimensions and measures side by side. */
function describeMetricView(table: CatalogTable, described: TableDescription, types: readonly ContractType[]) {
  const measures = exposedMeasures(types, table);
  return { ...described, columns: [...described.columns, ...measures], measures: measures.map(({ name }) => name) };
}

/** The schema that a table is in where `database` is the catalog's own database, or another. */
function schemaIn(database: string, fullName: string): string {
  const { catalog, schema } = partsOf(fullName);
  return catalog === database ? schema : schemaOfCatalog(catalog, schema);
}

function describeTable(
  table: CatalogTable,
  exposed: ReadonlyMap<string, ReadonlySet<string>>,
  database: string,
): TableDescription {
  const { name } = table.reference;
  const columns = exposed.get(name) ?? new Set<string>();
  const { table: bareName } = partsOf(name);
  const isWhole = (names: readonly string[]) => names.length > 0 && names.every((column) => columns.has(column));
  return {
    fullName: name,
    schema: schemaIn(database, name),
    name: bareName,
    comment: table.comment,
    columns: table.columns.filter((column) => columns.has(column.name)),
    primaryKey: isWhole(table.primaryKey) ? table.primaryKey : [],
    foreignKeys: table.foreignKeys
      .filter((key) => {
        const parent = exposed.get(key.parentTable);
        return isWhole(key.columns) && parent !== undefined && key.parentColumns.every((column) => parent.has(column));
      })
      .map((key) => {
        return {
          columns: key.columns,
          parentSchema: schemaIn(database, key.parentTable),
          parentTable: partsOf(key.parentTable).table,
          parentColumns: key.parentColumns,
        };
      }),
  };
}

/**
 * What one caller's database holds: of the tables that the caller may see, the columns that the contract exposes, under
 * their Unity Catalog names. Other catalogs' tables stand in schemas of their own, so that one statement may join them.
 */
export function describeDatabase(visible: Visible, catalog: Catalog, database: string): DatabaseDescription {
  const exposed = exposedColumns(visible.contract.types);
  const tables = [...exposed.keys()].flatMap((name) => {
    const table = catalog.tables.get(name);
    if (table === undefined) return [];
    const described = describeTable(table, exposed, database);
    const { metricView } = table;
    return [metricView === undefined ? described : describeMetricView(table, described, visible.contract.types)];
  });
  const isOwn = ({ fullName }: TableDescription) => partsOf(fullName).catalog === database;
  const searchPath = [...new Set(tables.filter(isOwn).map(({ schema }) => schema))];
  // A schema of the database's own keeps its name.
  const foreign = tables.filter((table) => !isOwn(table) && !searchPath.includes(table.schema));
  const models = modelFunctionsOf(visible.contract.models ?? []);
  return {
    key: `${visible.key} ${database}`,
    database,
    tables: [...tables.filter(isOwn), ...foreign],
    models,
    searchPath: models.length === 0 ? searchPath : [...new Set([...searchPath, MODELS_SCHEMA])],
    foreignSchemas: new Set(foreign.map(({ schema }) => schema)),
  };
}
