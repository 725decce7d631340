import type {
  AggregateValue,
  GroupOrder,
  GroupSelection,
  GroupValueRef,
  Having,
  KeyMember,
  ScalarField,
} from '../query/model.js';
import { type ColumnType, type Row, tableOf, type Value } from '../world/model.js';
import { binOf, truncate } from '../world/values.js';
import { type Aggregated, aggregate, countRows } from './aggregates.js';
import { testFilter, testValue } from './filter.js';
import { and, not, or, type Truth } from './logic.js';
import { compareKeys, fieldValue, type View } from './view.js';

/** The answer hangs on the last digits of a sum of doubles, which engines may round in different ways. */
export class Unsure extends Error {}

export interface GroupKey {
  readonly member: Extract<KeyMember, { kind: 'scalar' }>;
  readonly path: readonly string[];
  readonly value: (row: Row) => Value;
  /** Of the value, which for a bin may not be the field's. */
  readonly type: ColumnType;
}

export interface Group {
  readonly keys: readonly Value[];
  readonly rows: readonly Row[];
}

/** Bins of decimals are decimals of the finer scale. */
function binned(field: ScalarField, bin: string): { readonly type: ColumnType; readonly cut: (value: Value) => Value } {
  const { type } = field;
  if (type.kind === 'int' || type.kind === 'bigint')
    return { type, cut: (value) => binOf(BigInt(value ?? 0), BigInt(bin)) };
  if (type.kind === 'decimal') {
    const scale = Math.max(type.scale, bin.split('.')[1]?.length ?? 0);
    const width = BigInt(Math.round(Number(bin) * 10 ** scale));
    const factor = 10n ** BigInt(scale - type.scale);
    return { type: { ...type, scale }, cut: (value) => binOf(BigInt(value ?? 0) * factor, width) };
  }
  return { type, cut: (value) => Math.floor(Number(value) / Number(bin)) * Number(bin) };
}

function cutOf({ field, bucket, bin }: GroupKey['member']): {
  readonly type: ColumnType;
  readonly cut: (value: Value) => Value;
} {
  const { type } = field;
  if (bucket !== undefined && (type.kind === 'date' || type.kind === 'timestamp')) {
    return { type, cut: (value) => truncate(BigInt(value ?? 0), bucket, type.kind) };
  }
  return bin === undefined ? { type, cut: (value) => value } : binned(field, bin);
}

/** The keys that a selection groups by, in its order. */
export function groupKeys(
  view: View,
  type: string,
  members: readonly KeyMember[],
  path: readonly string[] = [],
  end = type,
): readonly GroupKey[] {
  const table = tableOf(view.world, end);
  return members.flatMap((member): readonly GroupKey[] => {
    if (member.kind === 'one') {
      const relation = table.relations.find(({ name }) => name === member.relation);
      if (relation === undefined) throw new Error(`No relation ${end}.${member.relation}.`);
      return groupKeys(view, type, member.members, [...path, relation.name], relation.target);
    }
    const { type: valueType, cut } = cutOf(member);
    const value = (row: Row) => {
      const own = fieldValue(view.follow(type, row, path), member.field, table);
      return own === null ? null : cut(own);
    };
    return [{ member, path: [...path, member.field.name], value, type: valueType }];
  });
}

function sameKeys(a: readonly Value[], b: readonly Value[]): boolean {
  return a.every((value, index) => compareKeys(value, b[index] ?? null, 'ASC') === 0);
}

function groupValue(view: View, type: string, group: Group, reference: GroupValueRef): Aggregated {
  return reference === undefined ? countRows(group.rows) : aggregate(view, type, group.rows, reference);
}

function holds(view: View, type: string, group: Group, having: Having): Truth {
  switch (having.kind) {
    case 'and':
      return and(having.items.map((item) => holds(view, type, group, item)));
    case 'or':
      return or(having.items.map((item) => holds(view, type, group, item)));
    case 'not':
      return not(holds(view, type, group, having.item));
    case 'test': {
      const { value, slack } = groupValue(view, type, group, having.value);
      for (const operand of having.tests.flatMap(({ operator, values }) => (operator === 'isNull' ? [] : values))) {
        if (slack > 0 && Math.abs(Number(value) - Number(operand)) <= slack) throw new Unsure();
      }
      return and(having.tests.map((test) => testValue(value, test)));
    }
  }
}

/** Sorts by what was asked for, then by the keys. */
class GroupSorter {
  constructor(
    private readonly view: View,
    private readonly type: string,
    private readonly keys: readonly GroupKey[],
    private readonly orderBy: readonly GroupOrder[],
  ) {}

  compare(a: Group, b: Group): number {
    for (const order of this.orderBy) {
      const found =
        order.kind === 'key'
          ? this.byKey(order.path, order.direction, a, b)
          : this.byValue(order.value, order.direction, a, b);
      if (found !== 0) return found;
    }
    for (const index of this.keys.keys()) {
      const found = compareKeys(a.keys[index] ?? null, b.keys[index] ?? null, 'ASC');
      if (found !== 0) return found;
    }
    return 0;
  }

  private byKey(path: readonly string[], direction: string, a: Group, b: Group): number {
    const index = this.keys.findIndex((key) => key.path.join('.') === path.join('.'));
    return compareKeys(a.keys[index] ?? null, b.keys[index] ?? null, direction);
  }

  private byValue(value: AggregateValue | undefined, direction: string, a: Group, b: Group): number {
    const left = groupValue(this.view, this.type, a, value);
    const right = groupValue(this.view, this.type, b, value);
    const slack = Math.max(left.slack, right.slack);
    const isClose =
      left.value !== null && right.value !== null && Math.abs(Number(left.value) - Number(right.value)) <= slack;
    if (slack > 0 && isClose) throw new Unsure();
    return compareKeys(left.value, right.value, direction);
  }
}

/** The groups of `candidates`; without a key all rows are one, even none where `root`. */
export function groupsOf(
  view: View,
  selection: GroupSelection,
  keys: readonly GroupKey[],
  candidates: readonly Row[],
  isRoot: boolean,
): readonly Group[] {
  const { type, filter, having, orderBy, first, offset = 0 } = selection;
  const groups: { readonly keys: readonly Value[]; readonly rows: Row[] }[] = [];
  if (keys.length === 0 && isRoot) groups.push({ keys: [], rows: [] });
  for (const row of candidates) {
    if (filter !== undefined && testFilter(view, filter, row) !== true) continue;
    const values = keys.map((key) => key.value(row));
    const group = groups.find((candidate) => sameKeys(candidate.keys, values));
    if (group === undefined) groups.push({ keys: values, rows: [row] });
    else group.rows.push(row);
  }
  const sorter = new GroupSorter(view, type, keys, orderBy);
  return groups
    .filter((group) => having === undefined || holds(view, type, group, having) === true)
    .sort((a, b) => sorter.compare(a, b))
    .slice(offset, first === undefined ? undefined : offset + first);
}
