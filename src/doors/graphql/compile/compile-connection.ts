import type { FieldNode, SelectionSetNode } from 'graphql';
import type { ContractType } from '../../../catalog/contract.js';
import { GatewayError } from '../../../errors.js';
import { conjunction } from '../../../functions/conjunction.js';
import { aggregateCall, call } from '../../../functions/registry.js';
import {
  column,
  filter,
  jsonObject,
  jsonText,
  jsonValue,
  limit,
  limitPer,
  literal,
  sort,
} from '../../../query/build.js';
import type { Expression, SortKey } from '../../../query/expression.js';
import type { Relation } from '../../../query/relation.js';
import { BOOLEAN, INT64, JSON_TYPE } from '../../../query/types.js';
import { connectionName, edgeName } from '../schema/names.js';
import { collectFields, subselections } from './collect-fields.js';
import { filterArgument } from './compile-filter.js';
import { compileOrder, type OrderKey, reverseOrder } from './compile-order.js';
import type { CompileContext } from './context.js';
import { isolate } from './isolate.js';
import { afterPosition, cursorValue } from './keyset.js';
import { type PageArguments, pageArguments } from './page-arguments.js';
import type { ParentLink } from './parent-link.js';
import { AggregateList, type CompiledField, type PendingNest, withNests } from './pending-nest.js';
import { PageScope, TableScope } from './row-scope.js';

type Arguments = Readonly<Record<string, unknown>>;
type Selection = ReadonlyMap<string, readonly FieldNode[]>;

/** Rows of the list before paging: the filter's, keyed by the parent where there is one. */
function linkColumns(scope: TableScope | PageScope, link: ParentLink | undefined) {
  return link?.on.map((pair) => ({ parent: pair.parent, child: scope.column(pair.column) })) ?? [];
}

/** A nest that counts the list's rows that meet `condition` beside its filter. */
function countNest(
  context: CompileContext,
  type: ContractType,
  args: Arguments,
  link: ParentLink | undefined,
  condition: (scope: TableScope) => Expression | undefined,
): { readonly nest: PendingNest; readonly count: Expression } {
  const scope = new TableScope(context, type);
  const on = linkColumns(scope, link);
  const terms = [filterArgument(context, scope, args.filter), condition(scope)].filter((term) => term !== undefined);
  const child = filterAll(scope, terms);
  const alias = context.aliases.fresh('n');
  return {
    nest: { child, on, alias, aggregates: [{ name: 'v1', expression: aggregateCall('count', []) }] },
    count: column(alias, 'v1', INT64),
  };
}

function filterAll(scope: TableScope, terms: readonly Expression[]): Relation {
  const relation = scope.relation();
  return terms.length === 0 ? relation : filter(relation, conjunction(terms));
}

/** The selection of `pageInfo` and which of its members are wanted at all. */
function pageInfoMembers(context: CompileContext, selection: Selection): ReadonlySet<string> {
  const members = new Set<string>();
  for (const nodes of selection.values()) {
    if (nodes[0]?.name.value !== 'pageInfo') continue;
    for (const inner of collectFields(context, 'PageInfo', subselections(nodes)).values()) {
      const name = inner[0]?.name.value;
      if (name !== undefined) members.add(name);
    }
  }
  return members;
}

class ConnectionCompiler {
  private readonly selection: Selection;
  private readonly members: ReadonlySet<string>;
  private readonly page: PageArguments;
  private readonly nests: PendingNest[] = [];

  constructor(
    private readonly context: CompileContext,
    private readonly type: ContractType,
    private readonly args: Arguments,
    selectionSets: readonly SelectionSetNode[],
    private readonly link: ParentLink | undefined,
  ) {
    this.selection = collectFields(context, connectionName(type.name), selectionSets);
    this.members = pageInfoMembers(context, this.selection);
    this.page = pageArguments(context, args);
  }

  compile(): CompiledField {
    const rows = this.compileRows();
    const entries: { key: string; value: Expression }[] = [];
    for (const [key, nodes] of this.selection) {
      const name = nodes[0]?.name.value;
      switch (name) {
        case '__typename':
          entries.push({ key, value: jsonText(JSON.stringify(connectionName(this.type.name))) });
          break;
        case 'nodes':
        case 'edges':
          entries.push({ key, value: rows.list(key) });
          break;
        case 'pageInfo':
          entries.push({ key, value: this.pageInfo(subselections(nodes), rows) });
          break;
        case 'totalCount': {
          const total = countNest(this.context, this.type, this.args, this.link, () => undefined);
          this.context.cost.list(1);
          this.nests.push(total.nest);
          entries.push({ key, value: jsonValue(total.count, 'int', true) });
          break;
        }
        default:
          throw new GatewayError('INTERNAL', `No field ${connectionName(this.type.name)}.${name}.`);
      }
    }
    // A plan reads some table, even where `__typename` is all that is asked for.
    if (this.nests.length === 0 && this.link === undefined) this.nests.push(this.noRows());
    return { value: jsonObject(entries), nests: this.nests };
  }

  private noRows(): PendingNest {
    const child = limit(new TableScope(this.context, this.type).scan(), 0);
    const alias = this.context.aliases.fresh('n');
    return { child, on: [], alias, aggregates: [{ name: 'v1', expression: aggregateCall('count', []) }] };
  }

  private wants(member: string): boolean {
    return this.members.has(member);
  }

  /** The page's rows and what of them the selection reads: lists, the count, the cursors at both ends. */
  private compileRows() {
    const { context, page } = this;
    const lists = [...this.selection].filter(([, nodes]) => ['nodes', 'edges'].includes(nodes[0]?.name.value ?? ''));
    if (lists.length === 0 && this.members.size === 0) {
      this.checkCursors();
      return { list: () => jsonText('[]'), hasMore: undefined, startCursor: undefined, endCursor: undefined };
    }
    context.cost.list(page.size);
    const source = new TableScope(context, this.type);
    const order = compileOrder(source, this.args.orderBy);
    const scope = this.needsCursors() ? this.cursorScope(order) : '';
    const terms = this.pageTerms(source, order, scope);
    const rowOrder = page.backward ? reverseOrder(order) : order;
    const hasMoreMember = page.backward ? 'hasPreviousPage' : 'hasNextPage';
    const fetch = page.size + (this.wants(hasMoreMember) ? 1 : 0);

    const scopePage = new PageScope(context, source);
    const pageKeys: readonly SortKey[] = rowOrder.map((key, index) => ({
      expression: scopePage.export(key.expression, `k${index + 1}`),
      direction: key.direction,
      nulls: key.nulls,
    }));
    const linkKeys = linkColumns(scopePage, this.link);
    const cursor: Expression = {
      kind: 'json-cursor',
      scope,
      values: pageKeys.map((key) => cursorValue(key.expression)),
      type: JSON_TYPE,
    };

    const innerNests: PendingNest[] = [];
    const compileItem = (selectionSets: readonly SelectionSetNode[]): Expression => {
      const item = context.cost.within(page.size, () => context.compileObject(scopePage, selectionSets));
      innerNests.push(...item.nests);
      return item.value;
    };
    const items = new Map(
      lists.map(
        ([key, nodes]) =>
          [
            key,
            nodes[0]?.name.value === 'edges'
              ? this.compileEdge(subselections(nodes), cursor, compileItem)
              : compileItem(subselections(nodes)),
          ] as const,
      ),
    );

    const needsRank = fetch > page.size || this.wants('startCursor') || this.wants('endCursor');
    const base = filterAll(source, terms);
    const limited = this.limited(base, source, rowOrder, fetch);
    const joined = scopePage.over(limited);
    const rankAlias = context.aliases.fresh('r');
    const ranked: Relation = needsRank
      ? {
          kind: 'window',
          input: joined,
          alias: rankAlias,
          items: [
            {
              name: 'rank',
              expression: {
                kind: 'window-call',
                function: 'row_number',
                arguments: [],
                partitionBy: linkKeys.map((key) => key.child),
                orderBy: pageKeys,
                type: INT64,
              },
            },
          ],
        }
      : joined;
    const rank = column(rankAlias, 'rank', INT64);

    const isolated =
      innerNests.length === 0
        ? { relation: ranked, rewrite: (expression: Expression) => expression }
        : isolate(ranked, context.aliases.fresh('q'), [
            ...items.values(),
            ...innerNests.flatMap((nest) => nest.on.map((pair) => pair.parent)),
            ...pageKeys.map((key) => key.expression),
            ...linkKeys.map((key) => key.child),
            ...(needsRank ? [rank] : []),
          ]);
    const { rewrite } = isolated;
    const forward = needsRank
      ? [{ expression: rewrite(rank), direction: page.backward ? 'desc' : 'asc', nulls: 'last' } as const]
      : (page.backward ? reverseOrder(pageKeys) : pageKeys).map((key) => ({
          ...key,
          expression: rewrite(key.expression),
        }));
    const inPage = fetch > page.size ? call('lte', [rewrite(rank), literal(BigInt(page.size), INT64)]) : undefined;

    const alias = context.aliases.fresh('n');
    const aggregates = new AggregateList();
    const output = (expression: Expression) => column(alias, aggregates.add(expression), expression.type);
    const outputs = new Map(
      [...items].map(
        ([key, item]) =>
          [
            key,
            output(aggregateCall('json_array_agg', [rewrite(item)], { filter: inPage, orderBy: forward })),
          ] as const,
      ),
    );
    const fetched = fetch > page.size ? output(aggregateCall('count', [])) : undefined;
    const endOf = (end: 'min_by' | 'max_by') =>
      call('coalesce', [
        output(aggregateCall(end, [rewrite(cursor), rewrite(rank)], { filter: inPage })),
        jsonText('null'),
      ]);
    const startCursor = this.wants('startCursor') ? endOf(page.backward ? 'max_by' : 'min_by') : undefined;
    const endCursor = this.wants('endCursor') ? endOf(page.backward ? 'min_by' : 'max_by') : undefined;
    // Nothing of the rows is asked for where the answer is known without them: hasPreviousPage of a first page.
    if (aggregates.items.length > 0) {
      this.nests.push({
        child: withNests(isolated.relation, innerNests, rewrite),
        on: linkKeys.map((key) => ({ parent: key.parent, child: asColumn(rewrite(key.child)) })),
        alias,
        aggregates: aggregates.items,
      });
    }
    return {
      list: (key: string): Expression => outputs.get(key) ?? jsonText('[]'),
      hasMore: fetched === undefined ? undefined : call('gt', [fetched, literal(BigInt(page.size), INT64)]),
      startCursor,
      endCursor,
    };
  }

  /** Naming a cursor's scope asks what policy makes of the tables: not for a list that neither takes nor gives one. */
  private needsCursors(): boolean {
    const { after, before } = this.page;
    const hasEdges = [...this.selection.values()].some((nodes) => nodes[0]?.name.value === 'edges');
    return (
      hasEdges || after !== undefined || before !== undefined || this.wants('startCursor') || this.wants('endCursor')
    );
  }

  private compileEdge(
    selectionSets: readonly SelectionSetNode[],
    cursor: Expression,
    compileItem: (sets: readonly SelectionSetNode[]) => Expression,
  ): Expression {
    const name = edgeName(this.type.name);
    const entries = [...collectFields(this.context, name, selectionSets)].map(([key, nodes]) => {
      const field = nodes[0]?.name.value;
      if (field === '__typename') return { key, value: jsonText(JSON.stringify(name)) };
      return { key, value: field === 'cursor' ? cursor : compileItem(subselections(nodes)) };
    });
    return jsonObject(entries);
  }

  private limited(base: Relation, source: TableScope, order: readonly OrderKey[], fetch: number): Relation {
    const keys: readonly SortKey[] = order.map(({ expression, direction, nulls }) => ({
      expression,
      direction,
      nulls,
    }));
    if (this.link === undefined) return limit(sort(base, keys), fetch, this.page.offset);
    return limitPer(
      base,
      fetch,
      this.page.offset,
      this.link.on.map((pair) => source.column(pair.column)),
      keys,
    );
  }

  /** The filter and the cursors' bounds. */
  private pageTerms(source: TableScope, order: readonly OrderKey[], scope: string): readonly Expression[] {
    const { after, before } = this.page;
    const open = (cursor: string) => this.context.cursors.open(cursor, scope);
    return [
      filterArgument(this.context, source, this.args.filter),
      after === undefined ? undefined : afterPosition(order, open(after)),
      before === undefined ? undefined : afterPosition(reverseOrder(order), open(before)),
    ].filter((term) => term !== undefined);
  }

  /** A cursor that is not of this list is refused even where no row of it is asked for. */
  private checkCursors(): void {
    const { after, before } = this.page;
    if (after === undefined && before === undefined) return;
    const source = new TableScope(this.context, this.type);
    const order = compileOrder(source, this.args.orderBy);
    this.pageTerms(source, order, this.cursorScope(order));
  }

  private cursorScope(order: readonly OrderKey[]): string {
    const spec = order.map((key) => `${key.path} ${key.direction} ${key.nulls}`).join(', ');
    return this.context.cursors.scope([...this.orderTables(order)], `${this.type.name}: ${spec}`);
  }

  private orderTables(order: readonly OrderKey[]): ReadonlySet<string> {
    const tables = new Set([this.type.table]);
    for (const key of order) {
      let current = this.type;
      for (const step of key.path.split('.').slice(0, -1)) {
        const relation = current.fields.find((field) => field.name === step);
        const target =
          relation?.kind === 'relation'
            ? this.context.contract.types.find((type) => type.name === relation.target)
            : undefined;
        if (target === undefined) break;
        tables.add(target.table);
        current = target;
      }
    }
    return tables;
  }

  private pageInfo(
    selectionSets: readonly SelectionSetNode[],
    rows: ReturnType<ConnectionCompiler['compileRows']>,
  ): Expression {
    const entries = [...collectFields(this.context, 'PageInfo', selectionSets)].map(([key, nodes]) => {
      const name = nodes[0]?.name.value;
      switch (name) {
        case '__typename':
          return { key, value: jsonText('"PageInfo"') };
        case 'startCursor':
          return { key, value: rows.startCursor ?? jsonText('null') };
        case 'endCursor':
          return { key, value: rows.endCursor ?? jsonText('null') };
        default: {
          const isMore = (name === 'hasNextPage') !== this.page.backward;
          const known = isMore ? (rows.hasMore ?? literal(false, BOOLEAN)) : this.rowsOnTheOtherSide();
          return { key, value: jsonValue(known, 'boolean', true) };
        }
      }
    });
    return jsonObject(entries);
  }

  /** Whether there are rows on the side that the page comes from: only after a cursor or an offset can there be. */
  private rowsOnTheOtherSide(): Expression {
    const { after, before, backward, offset } = this.page;
    const cursor = backward ? before : after;
    if (cursor === undefined && offset === 0) return literal(false, BOOLEAN);
    const counted = countNest(this.context, this.type, this.args, this.link, (scope) => {
      if (cursor === undefined) return undefined;
      const order = compileOrder(scope, this.args.orderBy);
      const position = this.context.cursors.open(cursor, this.cursorScope(order));
      const inside = afterPosition(backward ? reverseOrder(order) : order, position);
      return call('not', [call('coalesce', [inside, literal(false, BOOLEAN)])]);
    });
    this.context.cost.list(1);
    this.nests.push(counted.nest);
    return call('gt', [counted.count, literal(0n, INT64)]);
  }
}

function asColumn(expression: Expression): Expression {
  if (expression.kind !== 'column') throw new GatewayError('INTERNAL', 'A nest is keyed by columns.');
  return expression;
}

/** A `…Connection` field: one page of rows, what is known about the page, and the total where it is asked for. */
export function compileConnection(
  context: CompileContext,
  type: ContractType,
  args: Arguments,
  selectionSets: readonly SelectionSetNode[],
  link: ParentLink | undefined,
): CompiledField {
  return new ConnectionCompiler(context, type, args, selectionSets, link).compile();
}
