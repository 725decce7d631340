import { GatewayError } from '../errors.js';
import { functionNamed } from '../functions/registry.js';
import type { Authorized } from '../policy/authorized.js';
import { isStamped } from '../policy/stamp.js';
import { fingerprint } from '../query/fingerprint.js';
import type { Query } from '../query/query.js';
import type { Relation, RelationKind, TableReference } from '../query/relation.js';
import { walkRelation } from '../query/walk.js';
import type { EngineTraits } from '../sources/source.js';
import type { TableRows } from './federation/estimate-rows.js';
import { place } from './federation/place.js';
import type { Stage } from './federation/stage.js';
import { callsModels, lowerModels } from './models/lower-models.js';
import { type Pass, PER_SOURCE, PIPELINE, WHOLE_TREE } from './pipeline.js';

/** What runs at a source: the lowered relation, and what its result depends on. */
export interface Plan {
  readonly shape: Query['shape'];
  /** Key of gateway.yaml's `sources`, or of the host that joins several: where the last statement runs. */
  readonly source: string;
  /** What is fetched from other sources first; none where one source has all tables. */
  readonly stages: readonly Stage[];
  readonly relation: Relation;
  /** Names what several sources are asked together, however the work is dealt out; absent for one source. */
  readonly asked?: string;
  /** Every table read, those of policies included; sorted by name. */
  readonly reads: readonly TableReference[];
  /** False if a function gives another answer each time; such a result is not kept. */
  readonly cacheable: boolean;
}

/** What the planner asks of the sources. */
export interface PlanContext {
  readonly traitsOf: (source: string) => EngineTraits;
  /** Which engine joins what several sources have, one of these if it can; undefined: nobody does. */
  readonly hostOf: (sources: ReadonlySet<string>) => string | undefined;
  /** Whether a source's dialect has all that a relation needs: what it lacks, the host does. */
  readonly canRun: (source: string, relation: Relation) => boolean;
  readonly tableRows: TableRows;
}

interface Inspection {
  readonly sources: ReadonlySet<string>;
  readonly reads: readonly TableReference[];
  readonly deterministic: boolean;
  readonly kinds: ReadonlySet<RelationKind>;
  /** The models that are called. */
  readonly models: ReadonlySet<string>;
}

/** Looks over the whole tree; an unstamped Scan means that a door went round policy. */
function inspect(relation: Relation): Inspection {
  const sources = new Set<string>();
  const reads = new Map<string, TableReference>();
  const kinds = new Set<RelationKind>();
  const models = new Set<string>();
  let deterministic = true;
  walkRelation(relation, {
    relation: (node) => {
      kinds.add(node.kind);
      if (node.kind !== 'scan') return;
      if (!isStamped(node.stamp)) throw new GatewayError('INTERNAL', `Scan of ${node.table.name} was not authorised.`);
      sources.add(node.table.source);
      reads.set(node.table.name, node.table);
    },
    expression: (node) => {
      if (node.kind === 'model-call') models.add(node.model);
      if (node.kind === 'call' && functionNamed(node.function)?.deterministic !== true) deterministic = false;
    },
  });
  const sorted = [...reads.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { sources, reads: sorted, deterministic, kinds, models };
}

function optimise(relation: Relation, pipeline: readonly Pass[], traits: EngineTraits): Relation {
  const kinds = new Set<RelationKind>();
  walkRelation(relation, { relation: (node) => void kinds.add(node.kind) });
  return pipeline.reduce((current, pass) => (kinds.has(pass.when) ? pass.run(current, traits) : current), relation);
}

/** Each part goes through the passes that its own engine needs; those on the whole tree come first. */
function federate({ relation, shape }: Query, host: string, context: PlanContext) {
  const lowered = callsModels(relation) ? lowerModels(relation) : { relation, predictions: undefined };
  const whole = optimise(lowered.relation, WHOLE_TREE, context.traitsOf(host));
  const placed = place(whole, {
    host,
    tableRows: context.tableRows,
    predictions: lowered.predictions,
    canRun: (source, part) => context.canRun(source, optimise(part, PER_SOURCE, context.traitsOf(source))),
  });
  const atHost = (part: Relation) => optimise(part, PER_SOURCE, context.traitsOf(host));
  const stages = placed.stages.map((stage): Stage => {
    if (stage.kind !== 'fetch') return { ...stage, relation: atHost(stage.relation) };
    const keys = stage.keys.map((keySet) => ({ ...keySet, relation: atHost(keySet.relation) }));
    return { ...stage, keys, relation: optimise(stage.relation, PER_SOURCE, context.traitsOf(stage.source)) };
  });
  const models = lowered.predictions === undefined ? '' : ` ${JSON.stringify([...lowered.predictions])}`;
  const asked = `${host} ${fingerprint({ kind: 'query', shape, relation: whole })}${models}`;
  return { stages, relation: atHost(placed.relation), asked };
}

/**
 * Optimises an authorised query and gives it to its source, or takes it apart for the sources that it reads.
 * @param host takes the query apart also where one source has all tables, whose dialect lacks something of it
 * @throws GatewayError NOT_SUPPORTED if it reads no table, or those of sources that nobody joins.
 */
export function plan(
  query: Authorized,
  context: PlanContext,
  pipeline: readonly Pass[] = PIPELINE,
  host?: string,
): Plan {
  const { sources, reads, deterministic, kinds, models } = inspect(query.relation);
  const [source] = sources;
  const summary = { shape: query.shape, reads, cacheable: deterministic && models.size === 0 };
  if (models.size > 0) {
    const joins = host ?? context.hostOf(sources);
    if (joins === undefined) throw new GatewayError('NOT_SUPPORTED', 'Calls of models in SQL are not supported here.');
    return { ...summary, source: joins, ...federate(query, joins, context) };
  }
  if (source === undefined) throw new GatewayError('NOT_SUPPORTED', 'A query must read at least one table.');
  if (sources.size > 1 || host !== undefined) {
    const joins = host ?? context.hostOf(sources);
    if (joins !== undefined) return { ...summary, source: joins, ...federate(query, joins, context) };
    const names = [...sources].sort().join(' and ');
    throw new GatewayError('NOT_SUPPORTED', `Joining the sources ${names} is not supported.`);
  }
  const traits = context.traitsOf(source);
  const relation = pipeline.reduce(
    (current, pass) => (kinds.has(pass.when) ? pass.run(current, traits) : current),
    query.relation,
  );
  return { ...summary, source, stages: [], relation };
}
