import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { PostgresServer } from '../../support/services/postgres-server.js';

const DEMO = resolve(import.meta.dirname, '../../../schema');
const CALLERS = ['ops', 'west', 'bay.partner@flights.demo'];
const MADE = { owner: 'owners', created_at: 0, created_by: 'owners', updated_at: 0, updated_by: 'owners' };
const TICKETS = 'crm.public.tickets';
const COLUMNS = [
  ['id', 'bigint'],
  ['airport', 'string'],
  ['flight_id', 'bigint'],
  ['price', 'decimal(8,2)'],
] as const;

const CONTRACT = `type Ticket @table(source: "crm", name: "${TICKETS}") @key(fields: "id") {
  id: BigInt!
  airportCode: String! @column(name: "airport")
  flightId: BigInt!
  price: Decimal!
  airport: Airport @join(on: [{ from: "airport", to: "iata" }])
}
`;

function grants(inherited: readonly (readonly [privilege: string, type: string, name: string])[], own: string) {
  const above = inherited.map(([privilege, type, name]) => ({
    privilege,
    inherited_from_type: type,
    inherited_from_name: name,
  }));
  return {
    privilege_assignments: CALLERS.map((principal) => ({ principal, privileges: [{ privilege: own }, ...above] })),
  };
}

/** A million tickets of a thousand passengers an airport, more or less; the seed is the row's number. */
export async function loadTickets(server: PostgresServer, airports: readonly string[], rows: number): Promise<void> {
  const list = airports.map((code) => `'${code}'`).join(',');
  await server.script(`CREATE TABLE public.tickets (id int8 PRIMARY KEY, airport text NOT NULL, flight_id int8 NOT NULL, price numeric(8,2) NOT NULL);
    INSERT INTO public.tickets SELECT i, (ARRAY[${list}])[1 + (i * 7919) % ${airports.length}], 1 + (i * 31) % 40000, ((i * 37) % 90000) / 100.0 FROM generate_series(1::int8, ${rows}) i;
    CREATE INDEX ON public.tickets (airport); CREATE INDEX ON public.tickets (flight_id); ANALYZE public.tickets`);
}

/**
 * The demo's schema folder with a foreign catalog `crm` beside the lakehouse: a table of tickets, which the row filter
 * of the flights governs too. @returns the folder, which `remove` removes
 */
export function writeForeignCatalog({ host, port, user }: PostgresServer): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'medallion-foreign-'));
  cpSync(DEMO, folder, { recursive: true });
  const write = (path: string, value: unknown) =>
    writeFileSync(join(folder, path), typeof value === 'string' ? value : JSON.stringify(value, undefined, 2));
  const flights = JSON.parse(readFileSync(join(DEMO, 'unity/tables/lakehouse.gold.flights.json'), 'utf8')) as {
    readonly row_filter: object;
  };
  const catalog = { name: 'crm', full_name: 'crm', catalog_type: 'FOREIGN_CATALOG', properties: {}, ...MADE };
  write('unity/catalogs/crm.json', { ...catalog, securable_type: 'CATALOG', isolation_mode: 'OPEN' });
  const schema = { name: 'public', catalog_name: 'crm', full_name: 'crm.public', catalog_type: 'FOREIGN_CATALOG' };
  write('unity/schemas/crm.public.json', { ...schema, securable_type: 'SCHEMA', properties: {}, ...MADE });
  write(`unity/tables/${TICKETS}.json`, {
    ...{ name: 'tickets', catalog_name: 'crm', schema_name: 'public', full_name: TICKETS, table_type: 'FOREIGN' },
    data_source_format: 'POSTGRESQL_FORMAT',
    columns: COLUMNS.map(([name, type], position) => ({
      ...{ name, type_text: type, type_name: type.replace(/\(.*/u, '').toUpperCase(), type_json: '{}' },
      ...{ type_precision: 0, type_scale: 0, position, nullable: false },
    })),
    table_constraints: [{ primary_key_constraint: { name: 'tickets_pk', child_columns: ['id'], rely: true } }],
    row_filter: { ...flights.row_filter, input_column_names: ['airport'], input_arguments: [{ column: 'airport' }] },
    properties: {},
    ...MADE,
  });
  write('unity/permissions/catalog/crm.json', grants([], 'USE_CATALOG'));
  write('unity/permissions/schema/crm.public.json', grants([['USE_CATALOG', 'CATALOG', 'crm']], 'USE_SCHEMA'));
  const above = [
    ['USE_SCHEMA', 'SCHEMA', 'crm.public'],
    ['USE_CATALOG', 'CATALOG', 'crm'],
  ] as const;
  write(`unity/permissions/table/${TICKETS}.json`, grants(above, 'SELECT'));
  write('tickets.graphql', CONTRACT);
  const settings = readFileSync(join(DEMO, 'gateway.yaml'), 'utf8');
  const source = `sources:\n  crm: { kind: postgres, host: ${host}, port: ${port}, user: ${user}, database: postgres }\n`;
  write('gateway.yaml', settings.replace(/^sources:\n/mu, source));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
