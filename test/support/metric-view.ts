import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A metric view over the demo's flights and airports, its text and the type of the contract that lists it. */
export const FLIGHT_METRICS = 'lakehouse.gold.flight_metrics';

export const FLIGHT_METRICS_YAML = `version: 1.1
comment: Flights that did not go to Los Angeles, measured.
source: lakehouse.gold.flights
filter: destination_iata <> 'LAX'
joins:
  - name: origin
    source: lakehouse.gold.airports
    'on': source.origin_iata = origin.iata
  - name: arrival
    source: lakehouse.gold.airports
    'on': source.destination_iata = arrival.iata
dimensions:
  - name: month
    expr: date_trunc('MONTH', source.date)
    comment: The month of the flight.
  - name: Origin State
    expr: origin.state
    display_name: State of origin
    synonyms: [state]
  - name: origin_latitude
    expr: origin.latitude
  - name: arrival_latitude
    expr: arrival.latitude
  - name: band
    expr: CASE WHEN distance < 500 THEN 'short' ELSE 'long' END
  - name: destination_iata
    expr: destination_iata
  - name: State and band
    expr: concat(\`Origin State\`, ' ', band)
measures:
  - name: flights
    expr: COUNT(*)
    comment: How many flights there were.
  - name: On-time rate
    expr: AVG(CASE WHEN delay <= 15 THEN 1.0D ELSE 0.0D END)
    format: { type: percentage }
  - name: total_delay
    expr: SUM(delay)
  - name: delay_per_flight
    expr: try_divide(CAST(MEASURE(total_delay) AS DOUBLE), MEASURE(flights))
  - name: northernmost
    expr: MAX(arrival.latitude)
  - name: states
    expr: COUNT(DISTINCT \`Origin State\`)
  - name: californian_delay
    expr: SUM(source.delay) FILTER (WHERE \`Origin State\` = 'CA')
  - name: trailing
    expr: SUM(delay)
    window: [{ order: month, range: trailing 3 month, semiadditive: last }]
`;

export const FLIGHT_METRICS_SDL = `type FlightMetric
  @table(source: "lakehouse", name: "${FLIGHT_METRICS}")
  @measure(name: "flights", type: "BigInt", sql: "measure(flights)")
  @measure(name: "onTimeRate", type: "Float", sql: "MEASURE(\`On-time rate\`)")
  @measure(name: "totalDelay", type: "BigInt", sql: "measure(total_delay)")
  @measure(name: "delayPerFlight", type: "Float", sql: "measure(delay_per_flight)")
  @measure(name: "northernmost", type: "Float", sql: "measure(northernmost)")
  @measure(name: "states", type: "BigInt", sql: "measure(states)")
  @measure(name: "californianDelay", type: "BigInt", sql: "measure(californian_delay)") {
  month: DateTime
  originState: String @column(name: "Origin State")
  originLatitude: Float
  arrivalLatitude: Float
  band: String
  destinationIata: String
  stateAndBand: String @column(name: "State and band")
  "Whether the state of origin is California."
  californian: Boolean @expression(sql: "\`Origin State\` = 'CA'")
}
`;

export interface MetricViewOptions {
  readonly yaml?: string;
  readonly sdl?: string;
  readonly owner?: string;
  /** Names of those to whom SELECT is granted, with USE of what lies above. */
  readonly grantedTo?: readonly string[];
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Adds the metric view to a copy of `schema/`: its object and grants in Unity Catalog, and its type. */
export function addMetricView(schemaDir: string, options: MetricViewOptions = {}): void {
  const {
    yaml = FLIGHT_METRICS_YAML,
    sdl = FLIGHT_METRICS_SDL,
    owner = 'lakehouse-owners',
    grantedTo = ['ops', 'west', 'bay.partner@flights.demo'],
    more = {},
  } = options;
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(schemaDir, path)), { recursive: true });
    writeFileSync(join(schemaDir, path), text);
  };
  const [catalog_name = '', schema_name = '', name = ''] = FLIGHT_METRICS.split('.');
  write(
    `unity/tables/${FLIGHT_METRICS}.json`,
    JSON.stringify({
      name,
      catalog_name,
      schema_name,
      full_name: FLIGHT_METRICS,
      table_type: 'METRIC_VIEW',
      columns: [
        { name: 'month', type_text: 'timestamp_ntz', type_name: 'TIMESTAMP_NTZ', position: 0 },
        { name: 'flights', type_text: 'bigint', type_name: 'LONG', position: 1 },
      ],
      view_definition: yaml,
      owner,
      ...more,
    }),
  );
  const privileges = ['SELECT', 'USE_SCHEMA', 'USE_CATALOG'].map((privilege) => ({ privilege }));
  write(
    `unity/permissions/table/${FLIGHT_METRICS}.json`,
    JSON.stringify({ privilege_assignments: grantedTo.map((principal) => ({ principal, privileges })) }),
  );
  write('flight-metrics.graphql', sdl);
}
