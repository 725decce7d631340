import type { FieldNode, SelectionSetNode } from 'graphql';
import type { ContractType } from '../../../catalog/contract.js';
import { GatewayError } from '../../../errors.js';
import { conjunction } from '../../../functions/conjunction.js';
import { aggregateCall, call } from '../../../functions/registry.js';
import {
  aggregate,
  column,
  FALSE,
  filter,
  jsonObject,
  jsonText,
  jsonValue,
  limit,
  limitPer,
  literal,
  project,
  sort,
  TRUE,
} from '../../../query/build.js';
import type { Expression, SortKey } from '../../../query/expression.js';
import { FAULT_START } from '../../../query/json-markers.js';
import { rewriteExpression } from '../../../query/rewrite.js';
import { INT64, JSON_TYPE } from '../../../query/types.js';
import { type AggregateName, aggregateName, groupName, measuresName } from '../schema/names.js';
import { collectFields, subselections } from './collect-fields.js';
import { filterArgument, scalarPredicate } from './compile-filter.js';
import { onlyEntry, sortOf } from './compile-order.js';
import { type CompileContext, fieldArguments } from './context.js';
import { GroupAggregates, type GroupValue } from './group-aggregates.js';
import { GroupKeys } from './group-keys.js';
import { groupPageArguments } from './page-arguments.js';
import type { ParentLink } from './parent-link.js';
import { AggregateList, type CompiledField } from './pending-nest.js';
import { TableScope } from './row-scope.js';
import { encodingOf } from './scalar-encoding.js';

type Arguments = Readonly<Record<string, unknown>>;

function jsonOf({ value, scalar }: GroupValue, required: boolean): Expression {
  return jsonValue(value, encodingOf(scalar, value.type), required);
}

function asObject(value: unknown): Arguments {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Arguments) : {};
}

class GroupsCompiler {
  private readonly scope: TableScope;
  private readonly groupAlias: string;
  private readonly keys: GroupKeys;
  private readonly aggregates: GroupAggregates;

  constructor(
    private readonly context: CompileContext,
    private readonly type: ContractType,
    private readonly args: Arguments,
    private readonly link: ParentLink | undefined,
  ) {
    this.scope = new TableScope(context, type);
    this.groupAlias = context.aliases.fresh('g');
    this.keys = new GroupKeys(context, this.groupAlias);
    this.aggregates = new GroupAggregates(this.scope, this.groupAlias);
  }

  compile(selectionSets: readonly SelectionSetNode[]): CompiledField {
    const { context } = this;
    const { first, offset } = groupPageArguments(context, this.args);
    const most = first ?? context.limits.maxGroups;
    context.cost.list(most === context.limits.maxGroups ? Math.min(most, 1000) : most);
    const item = this.object(selectionSets);
    const having =
      this.args.having === undefined || this.args.having === null
        ? undefined
        : this.having(asObject(this.args.having), 'having');
    const order = this.order();

    const predicate = filterArgument(context, this.scope, this.args.filter);
    const linkItems = (this.link?.on ?? []).map((pair, index) => ({
      name: `l${index + 1}`,
      expression: this.scope.column(pair.column),
    }));
    const rows = filter(this.scope.relation(), predicate);
    const groups = aggregate(rows, this.groupAlias, [...linkItems, ...this.keys.items], this.aggregates.items);
    const kept = filter(groups, having);
    const linkColumns = linkItems.map((link) => column(this.groupAlias, link.name, link.expression.type));
    // Without a `first`, one group more than allowed is asked for, to tell "all" from "too many".
    const fetch = first ?? most + 1;
    const limited =
      this.link === undefined
        ? limit(sort(kept, order), fetch, offset)
        : limitPer(kept, fetch, offset, linkColumns, order);

    const pageAlias = context.aliases.fresh('p');
    const outputs = [...linkItems, ...this.keys.items, ...this.aggregates.items].map((entry) => ({
      name: entry.name,
      expression: column(this.groupAlias, entry.name, entry.expression.type),
    }));
    const page = project(limited, pageAlias, outputs);
    const onPage = (expression: Expression) => moveColumns(expression, this.groupAlias, pageAlias);

    const alias = context.aliases.fresh('n');
    const list = new AggregateList();
    const groupsJson = aggregateCall('json_array_agg', [onPage(item)], {
      orderBy: order.map((key) => ({ ...key, expression: onPage(key.expression) })),
    });
    const all = column(alias, list.add(groupsJson), JSON_TYPE);
    const value =
      first === undefined
        ? this.unlessTooMany(all, column(alias, list.add(aggregateCall('count', [])), INT64), most)
        : all;
    return {
      value,
      nests: [
        {
          child: page,
          on: (this.link?.on ?? []).map((pair, index) => ({
            parent: pair.parent,
            child: column(pageAlias, `l${index + 1}`, this.scope.column(pair.column).type),
          })),
          alias,
          aggregates: list.items,
        },
      ],
    };
  }

  private unlessTooMany(all: Expression, count: Expression, most: number): Expression {
    return {
      kind: 'case',
      branches: [{ when: call('gt', [count, literal(BigInt(most), INT64)]), then: jsonText(`${FAULT_START}L`) }],
      otherwise: all,
      type: JSON_TYPE,
    };
  }

  private object(selectionSets: readonly SelectionSetNode[]): Expression {
    const typeName = groupName(this.type.name);
    const entries = [...collectFields(this.context, typeName, selectionSets)].map(([key, nodes]) => {
      const [node] = nodes;
      if (node === undefined) throw new GatewayError('INTERNAL', 'A field without a node.');
      return { key, value: this.member(typeName, node, nodes) };
    });
    return jsonObject(entries);
  }

  private member(typeName: string, node: FieldNode, nodes: readonly FieldNode[]): Expression {
    const name = node.name.value;
    switch (name) {
      case '__typename':
        return jsonText(JSON.stringify(typeName));
      case 'key':
        return this.keys.object(this.scope, subselections(nodes));
      case 'count':
        return jsonOf(this.aggregates.count(), true);
      case 'measures':
        return this.aggregateObject('measures', measuresName(this.type.name), nodes, undefined);
      default: {
        const { p } = fieldArguments(this.context, typeName, node);
        return this.aggregateObject(
          name,
          aggregateName(this.type.name, name as AggregateName),
          nodes,
          typeof p === 'number' ? p : undefined,
        );
      }
    }
  }

  private aggregateObject(
    aggregateKind: string,
    typeName: string,
    nodes: readonly FieldNode[],
    p: number | undefined,
  ): Expression {
    const entries = [...collectFields(this.context, typeName, subselections(nodes))].map(([key, inner]) => {
      const field = inner[0]?.name.value ?? '';
      if (field === '__typename') return { key, value: jsonText(JSON.stringify(typeName)) };
      return {
        key,
        value: jsonOf(this.aggregates.aggregate(aggregateKind, field, p), aggregateKind === 'countDistinct'),
      };
    });
    return jsonObject(entries);
  }

  private having(input: Arguments, what: string): Expression {
    const terms = Object.entries(input).map(([name, operand]): Expression => {
      const path = `${what}.${name}`;
      if (name === 'and' || name === 'or') {
        const inner = (Array.isArray(operand) ? operand : []).map((item) => this.having(asObject(item), path));
        if (inner.length === 0) return name === 'and' ? TRUE : FALSE;
        return name === 'and' ? conjunction(inner) : call('or', inner);
      }
      if (name === 'not') return call('not', [this.having(asObject(operand), path)]);
      if (name === 'count') return this.predicate(this.aggregates.count(), operand, path);
      const inner = Object.entries(asObject(operand)).map(([field, scalar]) =>
        this.predicate(this.aggregates.aggregate(name, field), scalar, `${path}.${field}`),
      );
      return inner.length === 0 ? TRUE : conjunction(inner);
    });
    return terms.length === 0 ? TRUE : conjunction(terms);
  }

  private predicate({ value, scalar }: GroupValue, input: unknown, what: string): Expression {
    return scalarPredicate(this.context, value, scalar, asObject(input), what);
  }

  /** What was asked for, then the keys, so that the order is total and a top-N always gives the same groups. */
  private order(): readonly SortKey[] {
    const argument = this.args.orderBy;
    const asked = (Array.isArray(argument) ? argument : []).map((item): SortKey => {
      const [name, operand] = onlyEntry(item, 'orderBy');
      if (name === 'count') return { expression: this.aggregates.count().value, ...sortOf(operand, 'orderBy count') };
      if (name === 'key') return this.keyOrder(operand, '');
      const [field, direction] = onlyEntry(operand, `orderBy ${name}`);
      return {
        expression: this.aggregates.aggregate(name, field).value,
        ...sortOf(direction, `orderBy ${name} ${field}`),
      };
    });
    const keys = this.keys.items.map(
      (item): SortKey => ({
        expression: column(this.groupAlias, item.name, item.expression.type),
        direction: 'asc',
        nulls: 'last',
      }),
    );
    return [...asked, ...keys];
  }

  private keyOrder(input: unknown, path: string): SortKey {
    const [name, operand] = onlyEntry(input, 'orderBy key');
    const fullPath = path === '' ? name : `${path}.${name}`;
    if (operand !== null && typeof operand === 'object') return this.keyOrder(operand, fullPath);
    return { expression: this.keys.forOrder(fullPath), ...sortOf(operand, `orderBy key ${fullPath}`) };
  }
}

function moveColumns(expression: Expression, from: string, to: string): Expression {
  return rewriteExpression(expression, {
    expression: (node) => (node.kind === 'column' && node.relation === from ? { ...node, relation: to } : node),
  });
}

/** A `…Groups` field: the selection says what to group by and what to measure. */
export function compileGroups(
  context: CompileContext,
  type: ContractType,
  args: Arguments,
  selectionSets: readonly SelectionSetNode[],
  link: ParentLink | undefined,
): CompiledField {
  return new GroupsCompiler(context, type, args, link).compile(selectionSets);
}
