import { isPgNode, type PgNode, type PgValue } from './read-node.js';

/** Of Postgres's parsenodes.h: a range-table entry that is a table or view, and one that is a WITH query. */
const RELATION_ENTRY = '0';
const COMMON_TABLE_ENTRY = '6';

/** A query whose WITH queries are in reach; `ctelevelsup` counts these. */
interface Scope {
  readonly commonTables: ReadonlyMap<PgValue | undefined, PgNode>;
  readonly outer: Scope | undefined;
}

function scopeOf(query: PgNode, outer: Scope | undefined): Scope {
  const { cteList } = query.fields;
  const nodes = Array.isArray(cteList) ? cteList.filter(isPgNode) : [];
  return { commonTables: new Map(nodes.map((node) => [node.fields.ctename, node])), outer };
}

function commonTable({ fields }: PgNode, scope: Scope | undefined): { node: PgValue; scope: Scope | undefined } {
  let home = scope;
  for (let levels = Number(fields.ctelevelsup); levels > 0; levels -= 1) home = home?.outer;
  return { node: home?.commonTables.get(fields.ctename)?.fields.ctequery ?? null, scope: home };
}

/**
 * OIDs of the tables and views that an analysed statement reads, sub-queries included. A WITH query that nothing reads
 * is not run, so its tables are not read.
 */
export function relationsRead(tree: PgNode): ReadonlySet<number> {
  const found = new Set<number>();
  const entered = new Set<PgValue>();
  const pending: { node: PgValue; scope: Scope | undefined }[] = [{ node: tree, scope: undefined }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, scope } = next;
    if (node === null || typeof node === 'string') continue;
    if (!isPgNode(node)) {
      for (const item of node) pending.push({ node: item, scope });
      continue;
    }
    const { rtekind, relid } = node.fields;
    const isEntry = node.tag === 'RANGETBLENTRY';
    if (isEntry && rtekind === RELATION_ENTRY) found.add(Number(relid));
    if (isEntry && rtekind === COMMON_TABLE_ENTRY) {
      const read = commonTable(node, scope);
      if (!entered.has(read.node)) pending.push(read);
      entered.add(read.node);
    }
    const inner = node.tag === 'QUERY' ? scopeOf(node, scope) : scope;
    for (const [name, value] of Object.entries(node.fields)) {
      if (name !== 'cteList') pending.push({ node: value, scope: inner });
    }
  }
  return found;
}
