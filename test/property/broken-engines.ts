import type { Catalog, CatalogTable, PolicyFunction } from '../../src/catalog/catalog.js';
import { Engine, type EngineParts, type ExplainedQuery } from '../../src/engine.js';
import { call } from '../../src/functions/registry.js';
import type { Identity } from '../../src/identity/identity.js';
import { fetchColumnsLate } from '../../src/plan/passes/fetch-columns-late.js';
import { limitByThreshold } from '../../src/plan/passes/limit-by-threshold.js';
import { type Pass, PIPELINE } from '../../src/plan/pipeline.js';
import { plan } from '../../src/plan/plan.js';
import { authorize } from '../../src/policy/authorize.js';
import type { Authorized } from '../../src/policy/authorized.js';
import { filter, TRUE } from '../../src/query/build.js';
import type { Expression } from '../../src/query/expression.js';
import { fingerprint } from '../../src/query/fingerprint.js';
import { mapExpressionChildren, mapRelationChildren } from '../../src/query/map-children.js';
import type { Query } from '../../src/query/query.js';
import type { Relation } from '../../src/query/relation.js';
import { rewriteExpression, rewriteRelation } from '../../src/query/rewrite.js';
import { duckdbDialect } from '../../src/sources/duckdb/dialect.js';
import { printStatement } from '../../src/sql/print-statement.js';
import { statementFingerprint } from '../../src/sql/statement-fingerprint.js';
import { ALL_TRAITS, type MakeEngine } from './world/open-world.js';

/** What a broken engine does in place of the right thing. */
interface Fault {
  readonly catalog?: (catalog: Catalog) => Catalog;
  readonly authorize?: (query: Query, identity: Identity, catalog: Catalog) => Authorized;
  readonly pipeline?: readonly Pass[];
  readonly cacheKey?: (query: Query) => string;
}

/** An engine with one fault, given from outside: the product needs no door for it. */
class BrokenEngine extends Engine {
  constructor(
    parts: EngineParts,
    private readonly fault: Fault,
  ) {
    super(parts);
  }

  override explain(query: Query, identity: Identity): ExplainedQuery {
    const catalog = this.fault.catalog?.(this.catalog) ?? this.catalog;
    const authorized = (this.fault.authorize ?? authorize)(query, identity, catalog);
    const planned = plan(
      authorized,
      { traitsOf: () => ALL_TRAITS, hostOf: () => undefined, canRun: () => true, tableRows: () => undefined },
      this.fault.pipeline ?? PIPELINE,
    );
    const statement = printStatement(planned.relation, duckdbDialect);
    const key = this.fault.cacheKey?.(query) ?? statementFingerprint(planned.source, statement);
    return { plan: planned, statement, stageStatements: [], fingerprint: key, runsAs: 'service' };
  }
}

function withTables(catalog: Catalog, change: (table: CatalogTable) => CatalogTable): Catalog {
  return { ...catalog, tables: new Map([...catalog.tables].map(([name, table]) => [name, change(table)])) };
}

/** The functions of row filters, changed. */
function withFilters(catalog: Catalog, change: (body: Expression) => Expression): Catalog {
  const names = new Set([...catalog.tables.values()].flatMap(({ rowFilter }) => rowFilter?.function ?? []));
  const changed = ([name, found]: readonly [string, PolicyFunction]) =>
    [name, names.has(name) && found.body !== undefined ? { ...found, body: change(found.body) } : found] as const;
  return { ...catalog, functions: new Map([...catalog.functions].map(changed)) };
}

const unfiltered = (catalog: Catalog) => withTables(catalog, (table) => ({ ...table, rowFilter: undefined }));
const ungoverned = (catalog: Catalog) =>
  withTables(catalog, (table) => ({ ...table, rowFilter: undefined, masks: [] }));

/** Policy on the scans for which `applies` holds, given what stands around each; none on the others. */
function authorizeWhere(applies: (around: ReadonlySet<string>) => boolean): NonNullable<Fault['authorize']> {
  return (query, identity, catalog) => {
    const govern = (around: ReadonlySet<string>) => {
      const within = (kind: string) => govern(new Set([...around, kind]));
      const mapper = {
        expression: (node: Expression): Expression =>
          mapExpressionChildren(node, node.kind === 'exists' ? within('exists') : mapper),
        relation: (node: Relation): Relation => {
          if (node.kind === 'scan') {
            const by = applies(around) ? catalog : ungoverned(catalog);
            return authorize({ ...query, relation: node }, identity, by).relation;
          }
          if (node.kind === 'nest') {
            const inner = node.on.length > 0 ? within('nest') : mapper;
            return {
              ...mapRelationChildren({ ...node, child: UNIT }, mapper),
              child: inner.relation(node.child),
            } as Relation;
          }
          if (node.kind === 'join') {
            return {
              ...node,
              left: mapper.relation(node.left),
              right: within('join').relation(node.right),
              on: mapper.expression(node.on),
            };
          }
          return mapRelationChildren(node, mapper);
        },
      };
      return mapper;
    };
    return { ...query, relation: govern(new Set()).relation(query.relation) } as Authorized;
  };
}

const UNIT: Relation = { kind: 'values', alias: 'none', fields: [], rows: [[]] };

/** Moves all of a caller's conditions below a barrier, in front of the policy's own. */
function pushEverything(relation: Relation): Relation {
  return rewriteRelation(relation, {
    relation: (node) => {
      if (node.kind !== 'filter' || node.input.kind !== 'barrier') return node;
      const barrier = node.input;
      const masks = barrier.input.kind === 'project' ? barrier.input : undefined;
      const rows = masks?.input ?? barrier.input;
      if (rows.kind !== 'filter') return node;
      const below = rewriteExpression(node.predicate, {
        expression: (inner) =>
          inner.kind === 'column' && inner.relation === masks?.alias
            ? (masks.items.find(({ name }) => name === inner.name)?.expression ?? inner)
            : inner,
      });
      const merged = filter(rows.input, call('and', [below, rows.predicate]));
      return { ...barrier, input: masks === undefined ? merged : { ...masks, input: merged } };
    },
  });
}

const dissolveAlways = (relation: Relation): Relation =>
  rewriteRelation(relation, { relation: (node) => (node.kind === 'barrier' ? node.input : node) });

/** The bound of a group's first rows, one value too near. */
const boundTooNear: Pass['run'] = (relation, traits) =>
  rewriteRelation(limitByThreshold(relation, traits), {
    expression: (node) => {
      if (node.kind !== 'aggregate-call' || !node.function.startsWith('nth_')) return node;
      const [value, count] = node.arguments;
      if (value === undefined || count?.kind !== 'literal' || typeof count.value !== 'bigint') return node;
      return count.value < 2n ? node : { ...node, arguments: [value, { ...count, value: count.value - 1n }] };
    },
  });

/** The keys of a page's first rows, without the last. */
const oneKeyShort: Pass['run'] = (relation, traits) =>
  rewriteRelation(fetchColumnsLate(relation, traits), {
    expression: (node) => {
      if (node.kind !== 'in-subquery' || node.relation.kind !== 'project') return node;
      const { input } = node.relation;
      if (input.kind !== 'limit' || input.count === undefined || input.count < 2) return node;
      return { ...node, relation: { ...node.relation, input: { ...input, count: input.count - 1 } } };
    },
  });

/** The pipeline with other runs of some passes, by name. */
function passes(runs: Readonly<Record<string, Pass['run']>>): readonly Pass[] {
  return PIPELINE.map((pass) => ({ ...pass, run: runs[pass.name] ?? pass.run }));
}

const swapped: Readonly<Record<string, string>> = { and: 'or', or: 'and' };

const FAULTS: Readonly<Record<string, Fault>> = {
  'masks are skipped': { catalog: (catalog) => withTables(catalog, (table) => ({ ...table, masks: [] })) },
  'row filters are skipped': { catalog: unfiltered },
  'AND and OR of a row filter are mixed up': {
    catalog: (catalog) =>
      withFilters(catalog, (body) =>
        rewriteExpression(body, {
          expression: (node) =>
            node.kind === 'call' && swapped[node.function] !== undefined
              ? call(swapped[node.function] ?? '', node.arguments)
              : node,
        }),
      ),
  },
  'a NULL of a row filter lets the row through': {
    catalog: (catalog) => withFilters(catalog, (body) => call('coalesce', [body, TRUE])),
  },
  'a row filter and the caller’s own filter are alternatives': {
    authorize: (query, identity, catalog) => {
      const relation = rewriteRelation(authorize(query, identity, catalog).relation, {
        relation: (node) => {
          if (node.kind !== 'filter' || node.input.kind !== 'barrier' || node.input.input.kind !== 'filter')
            return node;
          const { input, predicate } = node.input.input;
          return filter(input, call('or', [predicate, node.predicate]));
        },
      });
      return { ...query, relation } as Authorized;
    },
  },
  'nested lists go without policy': { authorize: authorizeWhere((around) => !around.has('nest')) },
  'sub-queries of relation filters go without policy': { authorize: authorizeWhere((around) => !around.has('exists')) },
  'joined to-one relations go without policy': { authorize: authorizeWhere((around) => !around.has('join')) },
  'every condition passes below a barrier': { pipeline: passes({ 'push-leakproof-predicates': pushEverything }) },
  'barriers dissolve though something can raise': { pipeline: passes({ 'dissolve-barriers': dissolveAlways }) },
  'the bound of a group’s first rows is too near': { pipeline: passes({ 'limit-by-threshold': boundTooNear }) },
  'the late columns of a page’s last row are not read': { pipeline: passes({ 'fetch-columns-late': oneKeyShort }) },
  'the cache key is the query without its policy': { cacheKey: fingerprint },
  'group membership is not asked': {
    authorize: (query, identity, catalog) =>
      authorize(query, { ...identity, groups: ['red', 'green', 'blue'] }, catalog),
  },
};

/** Engines that each get one thing wrong. */
export const BROKEN_ENGINES: ReadonlyMap<string, MakeEngine> = new Map(
  Object.entries(FAULTS).map(([name, fault]) => [name, (parts: EngineParts) => new BrokenEngine(parts, fault)]),
);

/** The same class without a fault, to show that the class itself is none. */
export const UNBROKEN: MakeEngine = (parts) => new BrokenEngine(parts, {});
