import type { Expression } from '../../query/expression.js';
import type { MetricJoin } from '../catalog.js';
import { isMetricView, type TableFacts } from '../governance/table-facts.js';
import type { UnityTables } from '../governance/unity-tables.js';
import type { MetricDefinition, MetricJoinText } from './metric-definition.js';
import { type FaultyJoin, type MetricTable, parseMetricSql, SOURCE_PATH, scanOf, tableNames } from './metric-scope.js';
import { readMetricDefinition } from './read-definition.js';
import { resolveFields } from './resolve-fields.js';
import { joinCondition } from './resolve-join.js';

/** More tables than any sound view joins; a bound on what one view can make the gateway fetch. */
const MAX_TABLES = 30;
const FULL_NAME = /^(`[^`]+`|[^\s`.()]+)(\.(`[^`]+`|[^\s`.()]+)){2}$/u;
const REQUIRED = ['SELECT', 'USE_SCHEMA', 'USE_CATALOG'] as const;

/** The table that a source names; or why none can be read by that name, a clause. */
async function loadTable(source: string, view: TableFacts, tables: UnityTables): Promise<TableFacts | string> {
  const text = source.trim();
  if (!FULL_NAME.test(text)) return 'is not the full name of a table; SQL queries as sources are not supported';
  const name = text.replaceAll('`', '').toLowerCase();
  const own = view.table.reference.source;
  const facts = await tables.loadBelow(name, own);
  if (facts === undefined) return `is table ${name}, which the catalog does not have`;
  if (isMetricView(facts)) return `is ${name}, a metric view itself, which is not supported`;
  const { source: other } = facts.table.reference;
  return other === own ? facts : `is ${name}, which source "${other}" serves, not "${own}"`;
}

/** The tables that a definition joins, parents first; those that cannot be, with the reason. */
class JoinReader {
  readonly tables: MetricTable[];
  readonly joins: MetricJoin[] = [];
  readonly faulty: FaultyJoin[] = [];

  constructor(
    source: MetricTable,
    private readonly view: TableFacts,
    private readonly loader: UnityTables,
  ) {
    this.tables = [source];
  }

  async readAll(texts: readonly MetricJoinText[], parent: MetricTable | undefined, prefix: string): Promise<void> {
    for (const text of texts) {
      const path = `${prefix}${text.name}`;
      const joined = parent === undefined ? 'hangs on a join that is not served' : await this.read(text, path, parent);
      if (typeof joined === 'string') this.faulty.push({ path, fault: joined });
      await this.readAll(text.joins, typeof joined === 'string' ? undefined : joined, `${path}.`);
    }
  }

  private async read(text: MetricJoinText, path: string, parent: MetricTable): Promise<MetricTable | string> {
    if (text.fault !== undefined) return text.fault;
    if (this.tables.length > MAX_TABLES) return `is one of more than ${MAX_TABLES}`;
    const facts = await loadTable(text.source, this.view, this.loader);
    if (typeof facts === 'string') return `cannot be made: its source ${facts}`;
    const table: MetricTable = { path, alias: `@${path}`, facts };
    const on = joinCondition(text, parent, table);
    if (typeof on === 'string') return on;
    this.tables.push(table);
    this.joins.push({ scan: scanOf(table), on });
    return table;
  }
}

/** The owner reads a table that is theirs, or that they or everyone are granted; of groups nothing is known here. */
function ownerReads(owner: string | undefined, { owner: tableOwner, table }: TableFacts): boolean {
  if (owner === undefined) return false;
  if (tableOwner === owner) return true;
  const held = table.grants.filter(({ principal }) => principal === owner || principal === 'account users');
  return REQUIRED.every((privilege) => held.some(({ privileges }) => privileges.includes(privilege)));
}

function filterOf({ filter }: MetricDefinition, { tables, faulty }: JoinReader): Expression | string | undefined {
  if (filter === undefined) return undefined;
  const parsed = parseMetricSql(filter, tableNames(tables, faulty), { aggregates: false });
  if (typeof parsed !== 'string' && parsed.type.kind !== 'boolean') return 'it is no condition';
  return parsed;
}

/**
 * What a metric view gives, over the tables that it reads; those are loaded beside it. A view of which nothing can be
 * read has a `fault`, a field that cannot be evaluated is among the `faults`.
 * @throws GatewayError as the reader does.
 */
export async function readMetricView(view: TableFacts, loader: UnityTables): Promise<TableFacts> {
  // What Unity Catalog lists as columns are names of dimensions and measures, which no row has.
  const empty: TableFacts = { ...view, table: { ...view.table, columns: [], primaryKey: [], foreignKeys: [] } };
  const faulty = (fault: string): TableFacts => ({ ...empty, unsupported: new Map(), fault });
  if (view.definition === undefined) return faulty('a metric view whose definition may not be read');
  const definition = readMetricDefinition(view.definition);
  if (typeof definition === 'string') return faulty(`a metric view with ${definition}`);
  const facts = await loadTable(definition.source, view, loader);
  if (typeof facts === 'string') return faulty(`a metric view whose source ${facts}`);
  const source: MetricTable = { path: SOURCE_PATH, alias: `@${SOURCE_PATH}`, facts };
  const reader = new JoinReader(source, view, loader);
  await reader.readAll(definition.joins, source, '');
  const filter = filterOf(definition, reader);
  if (typeof filter === 'string') return faulty(`a metric view whose filter cannot be evaluated: ${filter}`);
  const { inputs, dimensions, measures, faults } = resolveFields(definition, tableNames(reader.tables, reader.faulty));
  return {
    ...empty,
    unsupported: new Map(),
    faults,
    table: {
      ...empty.table,
      comment: view.table.comment ?? definition.comment,
      columns: dimensions.map(({ name, type, nullable, comment }) => ({ name, type, nullable, comment })),
      metricView: {
        source: scanOf(source),
        joins: reader.joins,
        filter,
        inputs,
        measures,
        ownerReads: reader.tables.every((table) => ownerReads(view.owner, table.facts)),
      },
    },
  };
}
