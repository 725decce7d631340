import { isPgNode, type PgNode, type PgValue } from '../analysis/read-node.js';

/** `RTE_RELATION` of Postgres's parsenodes.h: a range-table entry that is a table or view. */
const RELATION_ENTRY = '0';

/** OIDs of the tables and views that an analysed statement reads, sub-queries and CTEs included. */
export function relationsRead(tree: PgNode): ReadonlySet<number> {
  const found = new Set<number>();
  const pending: PgValue[] = [tree];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (value === null || typeof value === 'string') continue;
    if (!isPgNode(value)) {
      pending.push(...value);
      continue;
    }
    if (value.tag === 'RANGETBLENTRY' && value.fields.rtekind === RELATION_ENTRY) {
      found.add(Number(value.fields.relid));
    }
    pending.push(...Object.values(value.fields));
  }
  return found;
}
