import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PostgresServer } from '../../support/services/postgres-server.js';
import { CONTRACT } from './contract.js';
import { ACCESS_TABLE, type SalesTable, TABLES } from './tables.js';

/** The caller of the benchmark: of one group, and mapped to every nation. */
export const CALLER = { user: 'all.clerk@sales.bench', groups: ['sales'] } as const;

/** Connections to PostgreSQL of every server, this gateway and its peers. */
export const POOL = 8;

const ACCESS = 'tpch.governance.nation_access';

/**
 * What the policies read of the caller's rows: customers by a mapping table, orders by their age unless one is of
 * `audit`, and two columns for their groups only. The caller of the benchmark sees every row, by other conditions than TRUE.
 */
const FUNCTIONS = {
  nations_of_member: {
    ...{ parameter: 'nation', type: 'int', returns: 'BOOLEAN' },
    body: `is_account_group_member('head_office') OR EXISTS (SELECT 1 FROM ${ACCESS} AS m WHERE m.member = session_user() AND m.nation_key = nations_of_member.nation)`,
  },
  within_retention: {
    ...{ parameter: 'day', type: 'date', returns: 'BOOLEAN' },
    body: "is_account_group_member('audit') OR day >= DATE '1992-01-01'",
  },
  for_sales: {
    ...{ parameter: 'value', type: 'string', returns: 'STRING' },
    body: "CASE WHEN is_account_group_member('sales') THEN value ELSE 'hidden' END",
  },
} as const;

const FILTERS: Readonly<Record<string, readonly [name: string, column: string]>> = {
  customer: ['nations_of_member', 'nation_key'],
  orders: ['within_retention', 'order_date'],
};
const MASKED: ReadonlySet<string> = new Set(['customer.phone', 'orders.clerk']);

export interface GatewaySettings {
  readonly policies: boolean;
  readonly resultCache: boolean;
}

function tableObject(schema: string, table: SalesTable, { policies }: GatewaySettings): object {
  const filter = policies ? FILTERS[table.name] : undefined;
  return {
    ...{ name: table.name, catalog_name: 'tpch', schema_name: schema, full_name: `tpch.${schema}.${table.name}` },
    ...{ table_type: 'FOREIGN', data_source_format: 'POSTGRESQL_FORMAT', owner: 'owners' },
    columns: table.columns.map(({ name, unityType }, position) => ({
      ...{ name, type_text: unityType, type_name: unityType.replace(/\(.*/u, '').toUpperCase(), position },
      ...{ type_json: '{}', type_precision: 0, type_scale: 0, nullable: false },
      ...(policies && MASKED.has(`${table.name}.${name}`)
        ? { mask: { function_name: 'tpch.governance.for_sales', using_column_names: [], using_arguments: [] } }
        : {}),
    })),
    table_constraints: [
      { primary_key_constraint: { name: `${table.name}_pk`, child_columns: table.key, rely: true } },
      ...table.references.map(([column, target]) => ({
        foreign_key_constraint: {
          ...{ name: `${table.name}_${target}_fk`, child_columns: [column] },
          ...{ parent_table: `tpch.${schema}.${target}`, parent_columns: [`${target}_key`.replace('orders', 'order')] },
        },
      })),
    ],
    ...(filter === undefined
      ? {}
      : {
          row_filter: {
            ...{ function_name: `tpch.governance.${filter[0]}`, input_column_names: [filter[1]] },
            input_arguments: [{ column: filter[1] }],
          },
        }),
    properties: {},
  };
}

function settingsOf({ host, port, user }: PostgresServer, { resultCache }: GatewaySettings): string {
  return `sources:
  tpch: { kind: postgres, host: ${host}, port: ${port}, user: ${user}, database: postgres, maxConnections: ${POOL} }
catalog: { kind: embedded, path: unity }
identity: { devIssuer: { enabled: true } }
cache: { enabled: ${resultCache} }
doors: { graphql: { resolvers: false } }
limits: { maxConcurrentRequestsPerCaller: 64 }
`;
}

/** Writes the schema folder of a gateway over the sales database, its catalog as Unity Catalog describes it. */
export function writeGateway(server: PostgresServer, settings: GatewaySettings): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'medallion-bench-'));
  const write = (path: string, content: string | object) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  };
  const grant = (privilege: string) => ({
    privilege_assignments: [{ principal: 'sales', privileges: [{ privilege }] }],
  });
  write('gateway.yaml', settingsOf(server, settings));
  write('sales.graphql', CONTRACT);
  write('unity/catalogs/tpch.json', { name: 'tpch', full_name: 'tpch', catalog_type: 'FOREIGN_CATALOG' });
  write('unity/permissions/catalog/tpch.json', grant('USE_CATALOG'));
  for (const schema of ['sales', 'governance']) {
    const full = `tpch.${schema}`;
    write(`unity/schemas/${full}.json`, { name: schema, catalog_name: 'tpch', full_name: full });
    write(`unity/permissions/schema/${full}.json`, schema === 'sales' ? grant('USE_SCHEMA') : {});
  }
  for (const table of TABLES) {
    write(`unity/tables/tpch.sales.${table.name}.json`, tableObject('sales', table, settings));
    write(`unity/permissions/table/tpch.sales.${table.name}.json`, grant('SELECT'));
  }
  write(`unity/tables/${ACCESS}.json`, tableObject('governance', ACCESS_TABLE, settings));
  write(`unity/permissions/table/${ACCESS}.json`, {});
  for (const [name, { parameter, type, returns, body }] of Object.entries(FUNCTIONS)) {
    const full = `tpch.governance.${name}`;
    write(`unity/functions/${full}.json`, {
      ...{ name, catalog_name: 'tpch', schema_name: 'governance', full_name: full },
      input_params: { parameters: [{ name: parameter, type_text: type, position: 0 }] },
      ...{ full_data_type: returns, routine_body: 'SQL', routine_definition: body },
    });
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
