import type { Dialect } from './dialect.js';

export interface SelectItem {
  readonly sql: string;
  readonly name: string;
}

/**
 * One SELECT under construction. Operators are folded into it as long as SQL's order of clauses keeps their
 * meaning; `columns` says how what the operators above may name is spelled inside this block.
 */
export interface SelectBlock {
  with: string[];
  distinct: boolean;
  items: readonly SelectItem[] | undefined;
  from: string;
  /** Whether `from` is a join, which CROSS JOIN would tear apart. */
  isJoin: boolean;
  where: string[];
  /** `undefined`: no aggregation. Empty: one group over all rows. */
  groupBy: readonly string[] | undefined;
  /** Indexes into `groupBy`; undefined: one set of all of them. */
  groupingSets: readonly (readonly number[])[] | undefined;
  having: string[];
  hasWindow: boolean;
  orderBy: readonly string[];
  limit: { readonly count: number | undefined; readonly offset: number } | undefined;
  columns: Map<string, Map<string, string>>;
}

export function emptyBlock(from: string): SelectBlock {
  return {
    with: [],
    distinct: false,
    items: undefined,
    from,
    isJoin: false,
    where: [],
    groupBy: undefined,
    groupingSets: undefined,
    having: [],
    hasWindow: false,
    orderBy: [],
    limit: undefined,
    columns: new Map(),
  };
}

/** True while only FROM and WHERE are filled in, so that joins, filters and groups may still be added. */
export function isFlat(block: SelectBlock): boolean {
  return (
    block.items === undefined &&
    block.groupBy === undefined &&
    !block.hasWindow &&
    !block.distinct &&
    block.orderBy.length === 0 &&
    block.limit === undefined
  );
}

/** What the block puts out when no Project said so: every column in scope. Names are unique within a block. */
export function outputItems(block: SelectBlock): readonly SelectItem[] {
  if (block.items !== undefined) return block.items;
  const single = block.columns.size === 1;
  const items: SelectItem[] = [];
  for (const [alias, names] of block.columns) {
    for (const [name, sql] of names) items.push({ sql, name: single ? name : `${alias}_${name}` });
  }
  return items;
}

/** Its text. @param isNested whether it stands within another SELECT */
export function renderBlock(block: SelectBlock, dialect: Dialect, isNested = true): string {
  const items = outputItems(block).map(({ sql, name }) => {
    const quoted = dialect.quoteIdentifier(name);
    return sql === quoted || sql.endsWith(`.${quoted}`) ? sql : `${sql} AS ${quoted}`;
  });
  const bounds = dialect.rowBounds?.(block.orderBy, block.limit, isNested);
  const head = `${block.distinct ? 'DISTINCT ' : ''}${bounds?.head ?? ''}`;
  const clauses = [`SELECT ${head}${items.length === 0 ? '1' : items.join(', ')}`];
  if (block.from !== '') clauses.push(`FROM ${block.from}`);
  if (block.where.length > 0) clauses.push(`WHERE ${block.where.join(' AND ')}`);
  if (block.groupBy !== undefined && block.groupingSets !== undefined) {
    const sets = block.groupingSets.map((set) => `(${set.map((index) => block.groupBy?.[index]).join(', ')})`);
    clauses.push(`GROUP BY GROUPING SETS (${sets.join(', ')})`);
  } else if (block.groupBy !== undefined && block.groupBy.length > 0) {
    clauses.push(`GROUP BY ${block.groupBy.join(', ')}`);
  }
  if (block.having.length > 0) clauses.push(`HAVING ${block.having.join(' AND ')}`);
  if (bounds !== undefined) clauses.push(...bounds.tail);
  else {
    if (block.orderBy.length > 0) clauses.push(`ORDER BY ${block.orderBy.join(', ')}`);
    if (block.limit !== undefined) clauses.push(dialect.limit(block.limit.count, block.limit.offset));
  }
  const withClause = block.with.length === 0 ? '' : `WITH ${block.with.join(', ')} `;
  return withClause + clauses.join(' ');
}
