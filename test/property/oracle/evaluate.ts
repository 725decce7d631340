import {
  aggregateType,
  type GroupSelection,
  type KeyMember,
  type ListSelection,
  type ObjectMember,
  type Request,
  type RootMember,
} from '../query/model.js';
import { relationOf } from '../query/print-request.js';
import { type ColumnType, type Row, type Table, tableOf, type Value } from '../world/model.js';
import { compare, jsonForm } from '../world/values.js';
import { aggregate } from './aggregates.js';
import { AnyCursor, type Expected, Fault, Near, NumberText } from './expected.js';
import { type Group, type GroupKey, groupKeys, groupsOf } from './groups.js';
import { pageOf } from './lists.js';
import { fieldValue, keyValuesOf, type View } from './view.js';

export interface Evaluation {
  /** null: a fault has propagated to the root. */
  readonly data: Expected;
  /** Values that the reply could not say, each an error. */
  readonly faults: number;
}

class Evaluator {
  faults = 0;

  constructor(private readonly view: View) {}

  root(request: Request): Expected {
    return Object.fromEntries(request.map((member) => [member.key, this.rootMember(member)]));
  }

  private rootMember(member: RootMember): Expected {
    switch (member.kind) {
      case 'typename':
        return 'Query';
      case 'list':
        return this.list(member.list, this.view.rows(member.list.type));
      case 'groups':
        return this.groups(member.groups, this.view.rows(member.groups.type), true);
      case 'lookup': {
        const table = tableOf(this.view.world, member.type);
        const row = this.view
          .rows(member.type)
          .find((candidate) =>
            keyValuesOf(table, candidate).every((value, index) => compare(value, member.values[index] ?? null) === 0),
          );
        return this.nullable(() => (row === undefined ? null : this.object(table, row, member.item)));
      }
      default:
        return member satisfies never;
    }
  }

  /** Where null may stand, a fault below ends. */
  private nullable(make: () => Expected): Expected {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return null;
    }
  }

  private scalar(value: Value, type: ColumnType, required: boolean, slack = 0): Expected {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.faults += 1;
      if (required) throw new Fault();
      return null;
    }
    if (typeof value === 'number' && slack > 0) return new Near(value, slack);
    return jsonForm(value, type) as Expected;
  }

  private object(table: Table, row: Row, members: readonly ObjectMember[]): Expected {
    return Object.fromEntries(members.map((member) => [member.key, this.member(table, row, member)]));
  }

  private member(table: Table, row: Row, member: ObjectMember): Expected {
    if (member.kind === 'typename') return table.type;
    if (member.kind === 'scalar')
      return this.scalar(fieldValue(row, member.field, table), member.field.type, member.field.required);
    const relation = relationOf(table, member.relation);
    switch (member.kind) {
      case 'one': {
        const other = this.view.related(row, relation);
        const target = tableOf(this.view.world, relation.target);
        return this.nullable(() => (other === undefined ? null : this.object(target, other, member.item)));
      }
      case 'many':
        return this.list(member.list, this.view.relatedRows(row, relation));
      case 'groups':
        return this.groups(member.groups, this.view.relatedRows(row, relation), false);
      default:
        return member satisfies never;
    }
  }

  private list({ type, arguments: args, members }: ListSelection, candidates: readonly Row[]): Expected {
    const table = tableOf(this.view.world, type);
    const page = pageOf(this.view, type, candidates, args);
    return Object.fromEntries(
      members.map((member): [string, Expected] => {
        switch (member.kind) {
          case 'typename':
            return [member.key, `${type}Connection`];
          case 'totalCount':
            return [member.key, page.total];
          case 'nodes':
            return [member.key, page.rows.map((row) => this.object(table, row, member.item))];
          case 'edges':
            return [
              member.key,
              page.rows.map((row) => ({
                ...(member.cursor ? { cursor: new AnyCursor() } : {}),
                node: this.object(table, row, member.item),
              })),
            ];
          case 'pageInfo': {
            const cursor = page.rows.length === 0 ? null : new AnyCursor();
            const { hasNextPage, hasPreviousPage } = page;
            const all = { hasNextPage, hasPreviousPage, startCursor: cursor, endCursor: cursor };
            return [member.key, Object.fromEntries(member.members.map((name) => [name, all[name]]))];
          }
          default:
            return member satisfies never;
        }
      }),
    );
  }

  private groups(selection: GroupSelection, candidates: readonly Row[], isRoot: boolean): Expected {
    const { type, members } = selection;
    const keys = members.flatMap((member) => (member.kind === 'key' ? groupKeys(this.view, type, member.members) : []));
    return groupsOf(this.view, selection, keys, candidates, isRoot).map((group) =>
      Object.fromEntries(
        members.map((member): [string, Expected] => {
          switch (member.kind) {
            case 'typename':
              return [member.key, `${type}Group`];
            case 'count':
              return [member.key, group.rows.length];
            case 'key':
              return [member.key, this.key(member.members, keys, group)];
            case 'aggregate': {
              const values = member.values.map(({ key, operand }): [string, Expected] => {
                const { value, slack } = aggregate(this.view, type, group.rows, {
                  name: member.name,
                  p: member.p,
                  operand,
                });
                return [
                  key,
                  this.scalar(value, aggregateType(member.name, operand), member.name === 'countDistinct', slack),
                ];
              });
              return [member.key, Object.fromEntries(values)];
            }
            default:
              return member satisfies never;
          }
        }),
      ),
    );
  }

  private key(members: readonly KeyMember[], keys: readonly GroupKey[], group: Group): Expected {
    return Object.fromEntries(
      members.map((member): [string, Expected] => {
        if (member.kind === 'one') return [member.key, this.key(member.members, keys, group)];
        const index = keys.findIndex((key) => key.member === member);
        const value = group.keys[index] ?? null;
        const type = keys[index]?.type ?? member.field.type;
        if (value !== null && type.kind === 'decimal' && member.bin !== undefined) {
          return [member.key, new NumberText(Number(value) / 10 ** type.scale)];
        }
        return [member.key, this.scalar(value, type, false)];
      }),
    );
  }
}

/**
 * What a request gives a caller who sees `view`, row by row and by nothing but SQL's definitions.
 * @throws Raised where a value that is needed divides by zero, Unsure where rounding decides
 */
export function evaluate(view: View, request: Request): Evaluation {
  const evaluator = new Evaluator(view);
  try {
    return { data: evaluator.root(request), faults: evaluator.faults };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { data: null, faults: evaluator.faults };
  }
}
