import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.js';
import { loadCatalog } from '../../src/catalog/load-catalog.js';
import { createEmbeddedReader } from '../../src/catalog/unity/embedded-reader.js';
import { aggregateCall, call } from '../../src/functions/registry.js';
import { type Identity, makeIdentity } from '../../src/identity/identity.js';
import { plan } from '../../src/plan/plan.js';
import { authorize } from '../../src/policy/authorize.js';
import { catalogFor } from '../../src/policy/catalog-for.js';
import { aggregate, column, filter, join, literal, project, TRUE } from '../../src/query/build.js';
import type { Expression } from '../../src/query/expression.js';
import { printRelation } from '../../src/query/print.js';
import type { Relation } from '../../src/query/relation.js';
import { rewriteExpression } from '../../src/query/rewrite.js';
import { INT64, STRING } from '../../src/query/types.js';
import { duckdbDialect } from '../../src/sources/duckdb/dialect.js';
import { printStatement } from '../../src/sql/print-statement.js';
import { createSandbox, type Sandbox } from '../http/support/sandbox.js';
import { layOutSql } from '../support/golden-sql.js';
import { addMetricView, FLIGHT_METRICS, FLIGHT_METRICS_SDL, type MetricViewOptions } from '../support/metric-view.js';

const PARTNER = 'partner@flights.demo';
const FUNCTION = 'unity/functions/lakehouse.governance.flights_by_origin.json';

const person = (user: string, groups: readonly string[] = []): Identity =>
  makeIdentity({ issuer: 'https://id.example', id: user, user, groups, expiresAtMs: 9e15 });
const west = person('west.analyst@flights.demo', ['west']);
const partner = person(PARTNER);

let sandbox: Sandbox;

beforeEach(() => {
  sandbox = createSandbox({ lakehouse: false });
});
afterEach(() => sandbox.remove());

async function load(options: MetricViewOptions = {}, runsAsCaller = false): Promise<Catalog> {
  addMetricView(sandbox.schemaDir, options);
  return loadCatalog({
    schemaDir: sandbox.schemaDir,
    sources: ['lakehouse'],
    callerSources: new Set(runsAsCaller ? ['lakehouse'] : []),
    reader: createEmbeddedReader(`${sandbox.schemaDir}/unity`),
    resolvers: new Set(['Airport.nearby']),
    signal: new AbortController().signal,
  });
}

/** The view's rows under alias `v`, as a door might ask for them: all that a Scan could name. */
function rows(catalog: Catalog, names?: readonly string[]): Relation {
  const table = catalog.tables.get(FLIGHT_METRICS);
  if (table?.metricView === undefined) throw new Error('There is no metric view.');
  const fields = table.metricView.inputs
    .filter(({ name }) => names?.includes(name) !== false)
    .map(({ name, type, nullable }) => ({ name, type, nullable }));
  return { kind: 'scan', table: table.reference, alias: 'v', fields };
}

function input(catalog: Catalog, name: string): Expression {
  const found = catalog.tables.get(FLIGHT_METRICS)?.metricView?.inputs.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return column('v', name, found.type);
}

function measure(catalog: Catalog, name: string): Expression {
  const found = catalog.tables.get(FLIGHT_METRICS)?.metricView?.measures.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return rewriteExpression(found.expression, {
    expression: (node) => (node.kind === 'column' ? { ...node, relation: 'v' } : node),
  });
}

const named = (...expressions: readonly Expression[]) =>
  expressions.map((expression, index) => ({ name: `e${index + 1}`, expression }));

function decide(relation: Relation, identity: Identity, catalog: Catalog) {
  return authorize({ kind: 'query', shape: 'rows', relation }, identity, catalog);
}

/** Why policy refuses, as the caller is told. */
function refusal(relation: Relation, identity: Identity, catalog: Catalog): string {
  try {
    decide(relation, identity, catalog);
  } catch (error) {
    const { code, message } = error as { readonly code: string; readonly message: string };
    return `${code}: ${message}`;
  }
  return 'allowed';
}

const sql = (relation: Relation, identity: Identity, catalog: Catalog) => {
  const traits = { topNRows: undefined, sortsWholeGroups: false };
  const planned = plan(decide(relation, identity, catalog), {
    traitsOf: () => traits,
    hostOf: () => undefined,
    canRun: () => true,
    tableRows: () => undefined,
  });
  return layOutSql(printStatement(planned.relation, duckdbDialect).text);
};

describe('a metric view gives its measures by its dimensions, whatever a door asks', () => {
  const NOT_SO = `NOT_SUPPORTED: Table ${FLIGHT_METRICS} is a metric view: it is read by its measures, grouped by its dimensions, and in no other way.`;

  test('measures, alone, combined, by expressions of dimensions, of filtered rows', async () => {
    const catalog = await load();
    const long = filter(rows(catalog), call('eq', [input(catalog, 'band'), literal('long', STRING)]));
    const ratio = call('divide', [measure(catalog, 'total_delay'), measure(catalog, 'flights')]);
    const state = call('lower', [input(catalog, 'Origin State')]);
    expect(refusal(aggregate(rows(catalog), 'g', [], named(measure(catalog, 'states'))), west, catalog)).toBe(
      'allowed',
    );
    expect(refusal(aggregate(long, 'g', named(state), named(ratio, measure(catalog, 'flights'))), west, catalog)).toBe(
      'allowed',
    );
  });

  test.each<[string, (catalog: Catalog) => Relation]>([
    ['rows', rows],
    ['a dimension of each row', (catalog) => project(rows(catalog), 'p', named(input(catalog, 'band')))],
    ['a raw column of each row', (catalog) => project(rows(catalog), 'p', named(input(catalog, 'source.delay')))],
    [
      'a count of rows that is no measure',
      (catalog) => aggregate(rows(catalog), 'g', [], named(aggregateCall('count', [input(catalog, 'band')]))),
    ],
    [
      'an aggregate of a raw column',
      (catalog) => aggregate(rows(catalog), 'g', [], named(aggregateCall('max', [input(catalog, 'source.delay')]))),
    ],
    [
      'a measure with a filter of its own',
      (catalog) => {
        const own = measure(catalog, 'flights');
        if (own.kind !== 'aggregate-call') throw new Error('This measure is one aggregate.');
        return aggregate(
          rows(catalog),
          'g',
          [],
          named({ ...own, filter: call('eq', [input(catalog, 'band'), literal('long', STRING)]) }),
        );
      },
    ],
    [
      'groups by a raw column',
      (catalog) =>
        aggregate(rows(catalog), 'g', named(input(catalog, 'source.delay')), named(measure(catalog, 'flights'))),
    ],
    [
      'a filter on a raw column',
      (catalog) => {
        const late = filter(rows(catalog), call('gt', [input(catalog, 'source.delay'), literal(15n, INT64)]));
        return aggregate(late, 'g', [], named(measure(catalog, 'flights')));
      },
    ],
    [
      'a filter on a raw column in a sub-query',
      (catalog) => {
        const value = project(
          { kind: 'values', alias: 'one', fields: [], rows: [[]] },
          'q',
          named(input(catalog, 'source.delay')),
        );
        const late = filter(
          rows(catalog),
          call('gt', [{ kind: 'scalar-subquery', relation: value, type: INT64 }, literal(15n, INT64)]),
        );
        return aggregate(late, 'g', [], named(measure(catalog, 'flights')));
      },
    ],
    [
      'a raw column beside a measure',
      (catalog) =>
        aggregate(
          rows(catalog),
          'g',
          [],
          named(call('add', [measure(catalog, 'flights'), input(catalog, 'source.delay')])),
        ),
    ],
    [
      'measures of joined rows, which are other rows',
      (catalog) => {
        const twice = join('inner', rows(catalog), { kind: 'values', alias: 'two', fields: [], rows: [[], []] }, TRUE);
        return aggregate(twice, 'g', [], named(measure(catalog, 'flights')));
      },
    ],
    [
      'measures of some rows only',
      (catalog) => {
        const some: Relation = { kind: 'limit', input: rows(catalog), count: 1, offset: 0, per: undefined };
        return aggregate(some, 'g', [], named(measure(catalog, 'flights')));
      },
    ],
  ])('refused: %s', async (_name, make) => {
    const catalog = await load();
    expect(refusal(make(catalog), west, catalog)).toBe(NOT_SO);
    // Who may not see the view does not learn that it is one.
    expect(refusal(make(catalog), partner, catalog)).toBe(
      `FORBIDDEN: Table ${FLIGHT_METRICS} does not exist or is not visible to this caller.`,
    );
  });

  test('refused: a measure that the contract does not list, and what a listed one is made of', async () => {
    const sdl = FLIGHT_METRICS_SDL.split('\n')
      .filter((line) => !/"(flights|totalDelay)"/u.test(line))
      .join('\n');
    const catalog = await load({ sdl });
    for (const [name, expected] of [
      ['flights', NOT_SO],
      ['total_delay', NOT_SO],
      ['delay_per_flight', 'allowed'],
    ] as const) {
      expect(refusal(aggregate(rows(catalog), 'g', [], named(measure(catalog, name))), west, catalog)).toBe(expected);
    }
  });
});

describe('who may read a metric view', () => {
  const flights = (catalog: Catalog) => aggregate(rows(catalog, []), 'g', [], named(measure(catalog, 'flights')));
  const sees = (catalog: Catalog, identity: Identity) => {
    const isShown = catalogFor(catalog, identity).contract.types.some(({ name }) => name === 'FlightMetric');
    expect(refusal(flights(catalog), identity, catalog) === 'allowed').toBe(isShown);
    return isShown;
  };

  test('who is granted the view and nothing below it, as its owner reads that', async () => {
    const catalog = await load({ grantedTo: [PARTNER] });
    expect(sees(catalog, partner)).toBe(true);
    const below: Relation = {
      kind: 'scan',
      table: { source: 'lakehouse', name: 'lakehouse.gold.flights' },
      alias: 'f',
      fields: [],
    };
    expect(refusal(below, partner, catalog)).toMatch(/^FORBIDDEN/u);
    // What the view's filter leaves out is hidden from who may not read the table.
    const top = (identity: Identity) =>
      printRelation(decide(flights(catalog), identity, catalog).relation).split('\n')[1];
    expect(top(partner)?.trim()).toBe('Barrier');
    expect(sees(catalog, west)).toBe(false);
  });

  test('an owner of whom that is not known gives it only to who is granted what is below', async () => {
    const catalog = await load({ grantedTo: [PARTNER, 'west'], owner: 'somebody@flights.demo' });
    expect(sees(catalog, partner)).toBe(false);
    expect(sees(catalog, west)).toBe(true);
  });

  test('where the source runs as the caller, too: the statement names the tables, without policy', async () => {
    const catalog = await load({ grantedTo: [PARTNER, 'west'] }, true);
    expect(sees(catalog, partner)).toBe(false);
    expect(sees(catalog, west)).toBe(true);
    expect(sql(flights(catalog), west, catalog)).toMatchInlineSnapshot(`
      "SELECT count(*) AS "e1"
      FROM (
        SELECT 1
        FROM "lakehouse"."gold"."flights" AS "m1"
        WHERE "m1"."destination_iata" <> 'LAX'
      ) AS "v""
    `);
  });

  test('row filter and mask of the tables below hold for who asks', async () => {
    const catalog = await load();
    const relation = aggregate(
      rows(catalog, ['Origin State', 'arrival.latitude']),
      'g',
      named(input(catalog, 'Origin State')),
      named(measure(catalog, 'northernmost')),
    );
    expect(printRelation(decide(relation, west, catalog).relation)).toMatchInlineSnapshot(`
      "Aggregate g by (e1: v.Origin State) give (e1: max(v.arrival.latitude))
        Project v (Origin State: m2.state, arrival.latitude: m3.latitude)
          Filter neq(m1.destination_iata, "LAX")
            Join left on eq(m1.destination_iata, m3.iata)
              Join left on eq(m1.origin_iata, m2.iata)
                Barrier
                  Filter exists { Filter and(eq(m4.iata, m1.origin_iata), m4.state in ("AZ", "CA", "NV", "OR", "WA")) <- Scan lakehouse.gold.airports as m4 (iata, state) }
                    Scan lakehouse.gold.flights as m1 (origin_iata, destination_iata)
                Scan lakehouse.gold.airports as m2 (iata, state)
              Barrier
                Project m3 (iata: m3_raw.iata, latitude: round(m3_raw.latitude, 0))
                  Scan lakehouse.gold.airports as m3_raw (iata, latitude)"
    `);
    expect(sql(relation, west, catalog)).toMatchInlineSnapshot(`
      "SELECT max("v"."arrival.latitude") AS "e1"
      FROM (
        SELECT "m2"."state" AS "Origin State", "m3"."latitude" AS "arrival.latitude"
        FROM "lakehouse"."gold"."flights" AS "m1"
        LEFT JOIN "lakehouse"."gold"."airports" AS "m2" ON "m1"."origin_iata" = "m2"."iata"
        LEFT JOIN (
          SELECT "m3_raw"."iata", CAST(round("m3_raw"."latitude", 0::INTEGER) AS DOUBLE) AS "latitude"
          FROM "lakehouse"."gold"."airports" AS "m3_raw"
        ) AS "m3" ON "m1"."destination_iata" = "m3"."iata"
        WHERE "m1"."destination_iata" <> 'LAX'
          AND EXISTS (
            SELECT 1
            FROM "lakehouse"."gold"."airports" AS "m4"
            WHERE "m4"."iata" = "m1"."origin_iata"
              AND "m4"."state" IN ('AZ', 'CA', 'NV', 'OR', 'WA')
          )
      ) AS "v"
      GROUP BY "v"."Origin State""
    `);
  });

  test('a policy below that cannot be evaluated denies the view', async () => {
    addMetricView(sandbox.schemaDir);
    sandbox.edit(FUNCTION, '"routine_body": "SQL"', '"routine_body": "EXTERNAL"');
    const catalog = await load();
    expect(refusal(flights(catalog), west, catalog)).toBe(
      `FORBIDDEN: Table ${FLIGHT_METRICS} is denied: its policy uses function lakehouse.governance.flights_by_origin, whose body is not SQL, which the gateway cannot evaluate.`,
    );
  });
});
