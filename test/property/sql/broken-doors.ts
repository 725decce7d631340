import type { Catalog } from '../../../src/catalog/catalog.js';
import type { PreparedStatement, Statements } from '../../../src/doors/sql/border.js';
import { Engine, type EngineParts, type ExplainedQuery } from '../../../src/engine.js';
import type { Identity } from '../../../src/identity/identity.js';
import { PIPELINE } from '../../../src/plan/pipeline.js';
import { plan } from '../../../src/plan/plan.js';
import { authorize } from '../../../src/policy/authorize.js';
import type { Authorized } from '../../../src/policy/authorized.js';
import type { VisibleCatalog } from '../../../src/policy/catalog-for.js';
import type { Expression } from '../../../src/query/expression.js';
import { fingerprint } from '../../../src/query/fingerprint.js';
import { mapExpressionChildren, mapRelationChildren } from '../../../src/query/map-children.js';
import type { Query } from '../../../src/query/query.js';
import type { BarrierRelation, ProjectRelation, Relation } from '../../../src/query/relation.js';
import { rewriteExpression, rewriteRelation } from '../../../src/query/rewrite.js';
import { duckdbDialect } from '../../../src/sources/duckdb/dialect.js';
import { printStatement } from '../../../src/sql/print-statement.js';
import { statementFingerprint } from '../../../src/sql/statement-fingerprint.js';
import { BROKEN_ENGINES } from '../broken-engines.js';
import { ALL_TRAITS, type MakeEngine } from '../world/open-world.js';
import type { MakeStatements } from './sql-stage.js';

/** A door with one fault: in the engine below it, or in its statements. */
export interface BrokenDoor {
  readonly engine?: MakeEngine;
  readonly statements?: MakeStatements;
}

interface Fault {
  readonly authorize?: (query: Query, identity: Identity, catalog: Catalog) => Authorized;
  /** Of the authorised relation, before the planner's passes. */
  readonly relation?: (relation: Relation) => Relation;
  readonly visible?: (catalog: Catalog, visible: VisibleCatalog) => VisibleCatalog;
  /** Keeps the first plan of each query for good. */
  readonly keepsPlans?: boolean;
}

class FaultyEngine extends Engine {
  private readonly kept = new Map<string, ExplainedQuery>();

  constructor(
    parts: EngineParts,
    private readonly fault: Fault,
  ) {
    super(parts);
  }

  override catalogFor(identity: Identity): VisibleCatalog {
    const visible = super.catalogFor(identity);
    return this.fault.visible?.(this.catalog, visible) ?? visible;
  }

  override explain(query: Query, identity: Identity): ExplainedQuery {
    const { keepsPlans = false, relation = (same: Relation) => same } = this.fault;
    const key = keepsPlans ? fingerprint(query) : '';
    const kept = this.kept.get(key);
    if (keepsPlans && kept !== undefined) return kept;
    const authorized = (this.fault.authorize ?? authorize)(query, identity, this.catalog);
    const faulty = { ...authorized, relation: relation(authorized.relation) } as Authorized;
    const planned = plan(
      faulty,
      { traitsOf: () => ALL_TRAITS, hostOf: () => undefined, canRun: () => true, tableRows: () => undefined },
      PIPELINE,
    );
    const statement = printStatement(planned.relation, duckdbDialect);
    const made = {
      plan: planned,
      statement,
      stageStatements: [],
      fingerprint: statementFingerprint(planned.source, statement),
      runsAs: 'service' as const,
    };
    if (keepsPlans) this.kept.set(key, made);
    return made;
  }
}

const SUBQUERIES: ReadonlySet<Expression['kind']> = new Set(['exists', 'in-subquery', 'scalar-subquery', 'quantified']);

/** Policy outside of sub-queries of these kinds, none within. */
function openInside(kinds: ReadonlySet<Expression['kind']>): NonNullable<Fault['authorize']> {
  return (query, identity, catalog) => {
    const tables = new Map([...catalog.tables].map(([name, table]) => [name, { ...table, rowFilter: undefined }]));
    const govern = (
      inside: boolean,
    ): { expression(node: Expression): Expression; relation(node: Relation): Relation } => {
      const mapper = {
        expression: (node: Expression): Expression =>
          mapExpressionChildren(node, kinds.has(node.kind) ? govern(true) : mapper),
        relation: (node: Relation): Relation =>
          node.kind === 'scan'
            ? authorize({ ...query, relation: node }, identity, inside ? { ...catalog, tables } : catalog).relation
            : mapRelationChildren(node, mapper),
      };
      return mapper;
    };
    return { ...query, relation: govern(false).relation(query.relation) } as Authorized;
  };
}

interface Masked {
  readonly barrier: BarrierRelation;
  readonly masks: ProjectRelation;
}

function maskedOf(relation: Relation): Masked | undefined {
  if (relation.kind !== 'barrier' || relation.input.kind !== 'project') return undefined;
  return { barrier: relation, masks: relation.input };
}

/** Lets the conditions of a join read the columns of its sides as they were before their masks. */
function joinBeforeMasks(relation: Relation): Relation {
  return rewriteRelation(relation, {
    relation: (node) => {
      if (node.kind !== 'join') return node;
      const aliases = new Set<string>();
      const bare = (side: Relation): Relation => {
        const found = maskedOf(side);
        if (found === undefined) return side;
        const { masks } = found;
        const scan = scanBelow(masks.input);
        if (scan === undefined) return side;
        aliases.add(masks.alias);
        const raw = masks.items.map(({ name, expression }) => ({
          name: `raw ${name}`,
          expression: { kind: 'column', relation: scan, name, type: expression.type } as const,
        }));
        return { ...found.barrier, input: { ...masks, items: [...masks.items, ...raw] } };
      };
      const left = bare(node.left);
      const right = bare(node.right);
      const on = rewriteExpression(node.on, {
        expression: (inner) =>
          inner.kind === 'column' && aliases.has(inner.relation) ? { ...inner, name: `raw ${inner.name}` } : inner,
      });
      return { ...node, left, right, on };
    },
  });
}

function scanBelow(relation: Relation): string | undefined {
  if (relation.kind === 'filter') return scanBelow(relation.input);
  return relation.kind === 'scan' ? relation.alias : undefined;
}

const rewritten = (change: (node: Relation) => Relation): Fault => ({
  relation: (relation) => rewriteRelation(relation, { relation: change }),
});

const FAULTS: Readonly<Record<string, Fault>> = {
  'row filters are dropped in sub-queries': { authorize: openInside(SUBQUERIES) },
  'row filters are dropped in EXISTS alone': { authorize: openInside(new Set(['exists'])) },
  'masks are not applied in the condition of a join': { relation: joinBeforeMasks },
  'NULLs are sorted at the other end': rewritten((node) =>
    node.kind === 'sort'
      ? { ...node, keys: node.keys.map((key) => ({ ...key, nulls: key.nulls === 'first' ? 'last' : 'first' })) }
      : node,
  ),
  'outer joins lose the rows without a match': rewritten((node) =>
    node.kind === 'join' && node.type === 'left' ? { ...node, type: 'inner' } : node,
  ),
  'UNION ALL drops rows that are alike': rewritten((node) =>
    node.kind === 'set-operation' && node.operation === 'union' ? { ...node, all: false } : node,
  ),
  'the filter of an aggregate is ignored': {
    relation: (relation) =>
      rewriteRelation(relation, {
        expression: (node) => (node.kind === 'aggregate-call' ? { ...node, filter: undefined } : node),
      }),
  },
  'grouping sets are one set': rewritten((node) =>
    node.kind === 'aggregate' && node.groupingSets !== undefined ? { ...node, groupingSets: undefined } : node,
  ),
  'a window has no partitions': {
    relation: (relation) =>
      rewriteRelation(relation, {
        expression: (node) => (node.kind === 'window-call' ? { ...node, partitionBy: [] } : node),
      }),
  },
  'the catalog has a column that the contract has not': {
    visible: (_catalog, visible) => ({
      key: `${visible.key} wide`,
      contract: {
        ...visible.contract,
        types: visible.contract.types.map((type) => {
          const [first] = type.fields.filter((field) => field.kind === 'column');
          return first === undefined
            ? type
            : { ...type, fields: [...type.fields, { ...first, name: 'unsaid', column: 'unsaid' }] };
        }),
      },
    }),
  },
  'the catalog has tables that are not granted': {
    visible: (catalog, visible) => ({ key: `${visible.key} all`, contract: catalog.contract }),
  },
  'a plan outlives the policy that it was made under': { keepsPlans: true },
};

/** A prepared statement that goes on with the values of its first execution. */
const firstValues: MakeStatements = (inner): Statements => {
  return {
    parse: (text) => inner.parse(text),
    async prepare(statement, oids, context, signal) {
      const prepared = await inner.prepare(statement, oids, context, signal);
      let first: Parameters<PreparedStatement['execute']>[0] | undefined;
      return {
        parameterOids: prepared.parameterOids,
        fields: prepared.fields,
        copy: prepared.copy,
        execute: (bound, abort) => {
          first ??= bound;
          return prepared.execute({ ...bound, values: first.values }, abort);
        },
      };
    },
  };
};

/** Faults of the GraphQL tests that a SQL statement meets as well. */
const SHARED = [
  'masks are skipped',
  'row filters are skipped',
  'AND and OR of a row filter are mixed up',
  'a NULL of a row filter lets the row through',
  'every condition passes below a barrier',
  'barriers dissolve though something can raise',
  'group membership is not asked',
] as const;

const shared = SHARED.map((name): readonly [string, BrokenDoor] => {
  const engine = BROKEN_ENGINES.get(name);
  if (engine === undefined) throw new Error(`No broken engine in which ${name}.`);
  return [name, { engine }];
});

/** Doors that each get one thing wrong. */
export const BROKEN_DOORS: ReadonlyMap<string, BrokenDoor> = new Map([
  ...shared,
  ...Object.entries(FAULTS).map(([name, fault]): readonly [string, BrokenDoor] => [
    name,
    { engine: (parts) => new FaultyEngine(parts, fault) },
  ]),
  ['a named statement keeps the values of its first execution', { statements: firstValues }],
]);

/** The same classes without a fault. */
export const UNBROKEN_DOOR: BrokenDoor = { engine: (parts) => new FaultyEngine(parts, {}) };
