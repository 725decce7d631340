import type { Catalog, CatalogTable } from '../../../catalog/catalog.js';
import type { Contract, ContractType } from '../../../catalog/contract.js';
import type { DatabaseDescription, TableDescription } from '../analysis/database-description.js';

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

/** Names of the schemas that the contract reads, in its order: where a table is looked for that is named alone. */
export function schemasOf(contract: Contract): readonly string[] {
  return [...new Set(contract.types.map(({ table }) => partsOf(table).schema))];
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

function describeTable(table: CatalogTable, exposed: ReadonlyMap<string, ReadonlySet<string>>): TableDescription {
  const { name } = table.reference;
  const columns = exposed.get(name) ?? new Set<string>();
  const { schema, table: bareName } = partsOf(name);
  const isWhole = (names: readonly string[]) => names.length > 0 && names.every((column) => columns.has(column));
  return {
    schema,
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
        const parent = partsOf(key.parentTable);
        return {
          columns: key.columns,
          parentSchema: parent.schema,
          parentTable: parent.table,
          parentColumns: key.parentColumns,
        };
      }),
  };
}

/**
 * What one caller's database holds: of the tables that the caller may see, the columns that the contract exposes, under
 * their Unity Catalog names.
 */
export function describeDatabase(visible: Visible, catalog: Catalog, database: string): DatabaseDescription {
  const exposed = exposedColumns(visible.contract.types);
  const tables = [...exposed.keys()]
    .filter((name) => partsOf(name).catalog === database)
    .flatMap((name) => {
      const table = catalog.tables.get(name);
      if (table === undefined) return [];
      const described = describeTable(table, exposed);
      const { metricView } = table;
      return [metricView === undefined ? described : describeMetricView(table, described, visible.contract.types)];
    });
  return {
    key: `${visible.key} ${database}`,
    database,
    tables,
    searchPath: [...new Set(tables.map(({ schema }) => schema))],
  };
}
