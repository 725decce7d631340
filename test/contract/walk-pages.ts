import { expect } from 'vitest';
import type { CallerName } from '../support/demo-gateway.js';
import type { ContractClient } from './contract-client.js';

export interface WalkedList {
  /** Name of the root field. */
  readonly root: string;
  /** Its filter and order, such as `filter: { … }, orderBy: [ … ]`. */
  readonly args: string;
  /** Fields of a row. */
  readonly fields: string;
}

type Row = Readonly<Record<string, unknown>>;

interface Page {
  readonly nodes: readonly Row[];
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const PAGE = 'totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
/** More pages than any list here has: a walk that does not end is a fault. */
const MOST_PAGES = 500;

/**
 * Walks a list from one end to the other, page by page, by its cursors, and checks what each page says of itself.
 * @returns its rows in the list's order.
 */
export async function walkPages(
  client: ContractClient,
  caller: CallerName,
  list: WalkedList,
  size: number,
  direction: 'forwards' | 'backwards',
): Promise<readonly Row[]> {
  const [count, cursorName] = direction === 'forwards' ? ['first', 'after'] : ['last', 'before'];
  const query = `query Walk($size: Int, $cursor: String) {
    list: ${list.root}(${list.args}, ${count}: $size, ${cursorName}: $cursor) { nodes { ${list.fields} } ${PAGE} }
  }`;
  const rows: Row[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { list: found } = (await client.data(caller, query, { size, cursor })) as { readonly list: Page };
    const { nodes, pageInfo, totalCount } = found;
    if (direction === 'forwards') rows.push(...nodes);
    else rows.unshift(...nodes);
    const isLast = rows.length === totalCount;
    const [more, before] =
      direction === 'forwards'
        ? [pageInfo.hasNextPage, pageInfo.hasPreviousPage]
        : [pageInfo.hasPreviousPage, pageInfo.hasNextPage];
    expect(more, `more pages after page ${page}`).toBe(!isLast);
    expect(before, `pages before page ${page}`).toBe(page > 0);
    expect(nodes.length, `rows of page ${page}`).toBe(isLast ? totalCount - page * size : size);
    if (isLast) return rows;
    cursor = direction === 'forwards' ? pageInfo.endCursor : pageInfo.startCursor;
  }
  throw new Error(`The walk through ${list.root} does not end.`);
}
