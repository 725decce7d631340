import { GatewayError } from '../errors.js';
import { functionNamed } from '../functions/registry.js';
import type { Authorized } from '../policy/authorized.js';
import { isStamped } from '../policy/stamp.js';
import type { Query } from '../query/query.js';
import type { Relation, RelationKind } from '../query/relation.js';
import { walkRelation } from '../query/walk.js';
import type { EngineTraits } from '../sources/source.js';
import { type Pass, PIPELINE } from './pipeline.js';

/** What runs at a source: the lowered relation, and what its result depends on. */
export interface Plan {
  readonly shape: Query['shape'];
  /** Key of gateway.yaml's `sources`. */
  readonly source: string;
  readonly relation: Relation;
  /** Full names of every table read, those of policies included; sorted. */
  readonly tables: readonly string[];
  /** False if a function gives another answer each time; such a result is not kept. */
  readonly cacheable: boolean;
}

interface Inspection {
  readonly sources: ReadonlySet<string>;
  readonly tables: readonly string[];
  readonly deterministic: boolean;
  readonly kinds: ReadonlySet<RelationKind>;
}

/** Looks over the whole tree; an unstamped Scan means that a door went round policy. */
function inspect(relation: Relation): Inspection {
  const sources = new Set<string>();
  const tables = new Set<string>();
  const kinds = new Set<RelationKind>();
  let deterministic = true;
  walkRelation(relation, {
    relation: (node) => {
      kinds.add(node.kind);
      if (node.kind !== 'scan') return;
      if (!isStamped(node.stamp)) throw new GatewayError('INTERNAL', `Scan of ${node.table.name} was not authorised.`);
      sources.add(node.table.source);
      tables.add(node.table.name);
    },
    expression: (node) => {
      if (node.kind === 'call' && functionNamed(node.function)?.deterministic !== true) deterministic = false;
    },
  });
  return { sources, tables: [...tables].sort(), deterministic, kinds };
}

/**
 * Optimises an authorised query and gives it to its source.
 * @throws GatewayError NOT_SUPPORTED if it reads tables of several sources, or of none.
 */
export function plan(
  query: Authorized,
  traitsOf: (source: string) => EngineTraits,
  pipeline: readonly Pass[] = PIPELINE,
): Plan {
  const { sources, tables, deterministic, kinds } = inspect(query.relation);
  const [source] = sources;
  if (source === undefined) throw new GatewayError('NOT_SUPPORTED', 'A query must read at least one table.');
  if (sources.size > 1) {
    throw new GatewayError(
      'NOT_SUPPORTED',
      `Joining the sources ${[...sources].sort().join(' and ')} is not supported.`,
    );
  }
  const traits = traitsOf(source);
  const relation = pipeline.reduce(
    (current, pass) => (kinds.has(pass.when) ? pass.run(current, traits) : current),
    query.relation,
  );
  return {
    shape: query.shape,
    source,
    relation,
    tables,
    cacheable: deterministic,
  };
}
