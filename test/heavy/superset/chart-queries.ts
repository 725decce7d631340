/** One query object of Superset's chart API, as its front end makes it for a kind of chart. */
export type ChartQuery = Readonly<Record<string, unknown>>;

const simple = (aggregate: string, column: string) => ({
  expressionType: 'SIMPLE',
  aggregate,
  column: { column_name: column },
  label: `${aggregate}(${column})`,
});

const COUNT = { expressionType: 'SQL', sqlExpression: 'COUNT(*)', label: 'count' };

/** The x axis of a chart over time. `grain`: an ISO 8601 duration, as Superset lists them. */
export const axis = (grain: string) => ({
  timeGrain: grain,
  columnType: 'BASE_AXIS',
  expressionType: 'SQL',
  sqlExpression: 'date',
  label: 'date',
});

const during = (range: string) => ({ col: 'date', op: 'TEMPORAL_RANGE', val: range });

/** Charts of the dataset `flights`, none of whose answers hangs on an order that it does not ask for. */
export const CHARTS: Readonly<Record<string, ChartQuery>> = {
  'a line over time, of the five busiest origins': {
    columns: [axis('P1D'), 'origin_iata'],
    metrics: [simple('AVG', 'delay'), COUNT],
    filters: [during('2001-01-01 : 2001-03-01')],
    series_columns: ['origin_iata'],
    series_limit: 5,
    series_limit_metric: simple('SUM', 'distance'),
    order_desc: true,
    row_limit: 10_000,
  },
  'grouped bars, with a limit of series': {
    columns: ['origin_iata', 'destination_iata'],
    metrics: [simple('COUNT_DISTINCT', 'flight_id')],
    series_columns: ['origin_iata'],
    series_limit: 3,
    series_limit_metric: simple('SUM', 'flight_id'),
    order_desc: true,
    row_limit: 10_000,
  },
  'a table of raw rows, filtered and ordered': {
    columns: ['flight_id', 'date', 'origin_iata', 'destination_iata', 'delay', 'distance'],
    metrics: [],
    filters: [
      during('2001-01-01 : 2002-01-01'),
      { col: 'destination_iata', op: 'IN', val: ['LAX', 'SFO', "O'H"] },
      { col: 'delay', op: '>', val: 15 },
      { col: 'origin_iata', op: 'ILIKE', val: '%s%' },
      { col: 'distance', op: 'IS NOT NULL' },
    ],
    extras: { where: "(origin_iata <> 'ABE' OR delay BETWEEN 20 AND 30)" },
    orderby: [
      ['delay', false],
      ['flight_id', true],
    ],
    row_limit: 100,
    row_offset: 3,
  },
  'a table of aggregates, with HAVING': {
    columns: ['destination_iata'],
    metrics: [COUNT, simple('MAX', 'delay'), simple('MIN', 'date'), simple('SUM', 'distance')],
    extras: { having: '(COUNT(*) > 20)' },
    orderby: [
      [COUNT, false],
      ['destination_iata', true],
    ],
    row_limit: 50,
  },
  'a pivot table, with a computed column': {
    columns: [
      axis('P1M'),
      {
        expressionType: 'SQL',
        label: 'length',
        sqlExpression: "CASE WHEN distance < 500 THEN 'short' WHEN distance < 1500 THEN 'middle' ELSE 'long' END",
      },
    ],
    metrics: [COUNT, simple('AVG', 'distance')],
    filters: [during('2001-01-01 : 2002-01-01')],
    row_limit: 10_000,
  },
  'a histogram': {
    columns: ['distance'],
    metrics: [],
    filters: [{ col: 'distance', op: 'IS NOT NULL' }],
    row_limit: 50_000,
  },
  'a big number with its trend': {
    columns: [axis('P1W')],
    metrics: [COUNT],
    filters: [during('2001-01-01 : 2002-01-01')],
    row_limit: 10_000,
  },
  'a share of the late ones': {
    columns: ['origin_iata'],
    metrics: [
      {
        expressionType: 'SQL',
        sqlExpression: 'SUM(CASE WHEN delay > 15 THEN 1 ELSE 0 END) * 100.0 / COUNT(*)',
        label: 'late',
      },
    ],
    orderby: [],
    row_limit: 10_000,
  },
};
