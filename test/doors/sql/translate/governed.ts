import { call } from '../../../../src/functions/registry.js';
import { PIPELINE } from '../../../../src/plan/pipeline.js';
import { AliasGenerator, column, exists, filter, literal } from '../../../../src/query/build.js';
import type { Expression } from '../../../../src/query/expression.js';
import type { Relation } from '../../../../src/query/relation.js';
import { rewriteRelation } from '../../../../src/query/rewrite.js';
import { INT32 } from '../../../../src/query/types.js';
import type { EngineTraits } from '../../../../src/sources/source.js';

const ID = { name: 'id', type: INT32, nullable: false };
const CUSTOMERS = { source: 'lake', name: 'lakehouse.gold.customers' };

/** A mapping table's predicate that lets every row through, and may raise as far as a planner knows. */
function policy(alias: string): Expression {
  const own = column(alias, ID.name, ID.type);
  const inverse = call('pg_divide', [literal(1n, INT32), own]);
  const rows = filter(
    { kind: 'scan', table: CUSTOMERS, alias, fields: [ID] },
    call('and', [call('eq', [own, literal(1n, INT32)]), call('eq', [inverse, literal(1n, INT32)])]),
  );
  return exists(rows);
}

/** What policy and the planner make of a query whose every table has a row filter: barriers, and all passes. */
export function governed(relation: Relation): Relation {
  const aliases = new AliasGenerator();
  const secured = rewriteRelation(relation, {
    relation: (node) =>
      node.kind === 'scan' ? { kind: 'barrier', input: filter(node, policy(aliases.fresh('m'))) } : node,
  });
  const traits: EngineTraits = { topNRows: 1, sortsWholeGroups: true };
  return PIPELINE.reduce((current, pass) => pass.run(current, traits), secured);
}
