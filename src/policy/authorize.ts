import type { Catalog } from '../catalog/catalog.js';
import type { Identity } from '../identity/identity.js';
import { AliasGenerator } from '../query/build.js';
import type { Query } from '../query/query.js';
import { rewriteRelation } from '../query/rewrite.js';
import type { Authorized } from './authorized.js';
import { governScan } from './govern-scan.js';
import { checkMetricUse } from './metric-use.js';

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
  const relation = rewriteRelation(query.relation, {
    relation: (node) =>
      node.kind === 'scan'
        ? governScan({ ...node, stamp: undefined }, { catalog, identity, fresh: () => aliases.fresh('m') })
        : node,
  });
  return { ...query, relation } as Authorized<Q>;
}
