import type { Catalog } from '../catalog/catalog.js';
import { GatewayError } from '../errors.js';
import type { Identity } from '../identity/identity.js';
import { AliasGenerator } from '../query/build.js';
import type { Query } from '../query/query.js';
import { rewriteRelation } from '../query/rewrite.js';
import { walkRelation } from '../query/walk.js';
import type { Authorized } from './authorized.js';
import { governScan } from './govern-scan.js';
import { mayExecute } from './grants.js';
import { checkMetricUse } from './metric-use.js';

function checkModel(name: string, identity: Identity, { contract }: Catalog): void {
  const model = contract.models?.find((candidate) => candidate.name === name);
  if (model !== undefined && mayExecute(model, identity)) return;
  throw new GatewayError('FORBIDDEN', 'There is no such model, or this caller may not execute it.');
}

/**
 * Replaces every Scan by what Unity Catalog lets this caller see of the table. The one way to an Authorized query.
 *
 * Before: `Scan flights f` — after, for an analyst of the west:
 * `Barrier(Filter(EXISTS(airports a WHERE a.iata = f.origin_iata AND a.state IN (…)), Scan flights f))`.
 * @throws GatewayError FORBIDDEN if a table is absent, not granted, or its policy cannot be evaluated; NOT_SUPPORTED if
 *   more is asked of a metric view than its measures by its dimensions.
 */
export function authorize<Q extends Query>(query: Q, identity: Identity, catalog: Catalog): Authorized<Q> {
  const aliases = new AliasGenerator();
  checkMetricUse(query.relation, identity, catalog);
  walkRelation(query.relation, {
    expression: (node) => {
      if (node.kind === 'model-call') checkModel(node.model, identity, catalog);
    },
  });
  const relation = rewriteRelation(query.relation, {
    relation: (node) =>
      node.kind === 'scan'
        ? governScan({ ...node, stamp: undefined }, { catalog, identity, fresh: () => aliases.fresh('m') })
        : node,
  });
  return { ...query, relation } as Authorized<Q>;
}
