import type { ListArguments, Order } from '../query/model.js';
import { type Row, tableOf, type Value } from '../world/model.js';
import { testFilter } from './filter.js';
import { compareKeys, fieldValue, keyValuesOf, type View } from './view.js';

/** A place in an ordered list: the values of its keys. */
type Position = readonly Value[];

/** The total order of a list: what was asked for, then the type's key. */
class ListOrder {
  constructor(
    private readonly view: View,
    private readonly type: string,
    private readonly orderBy: readonly Order[],
  ) {}

  position(row: Row): Position {
    const { view, type } = this;
    const asked = this.orderBy.map(({ path, field }) => {
      const end = view.follow(type, row, path);
      return fieldValue(end, field, tableOf(view.world, this.endType(path)));
    });
    return [...asked, ...keyValuesOf(tableOf(view.world, type), row)];
  }

  compare(a: Position, b: Position): number {
    for (let index = 0; index < a.length; index += 1) {
      const order = compareKeys(a[index] ?? null, b[index] ?? null, this.orderBy[index]?.direction ?? 'ASC');
      if (order !== 0) return order;
    }
    return 0;
  }

  private endType(path: readonly string[]): string {
    return path.reduce((type, name) => {
      const relation = tableOf(this.view.world, type).relations.find((candidate) => candidate.name === name);
      if (relation === undefined) throw new Error(`No relation ${type}.${name}.`);
      return relation.target;
    }, this.type);
  }
}

export interface Page {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** The whole list of a type in an order: what cursors point into. */
export function wholeList(view: View, type: string, orderBy: readonly Order[]): readonly Row[] {
  const order = new ListOrder(view, type, orderBy);
  return view
    .rows(type)
    .map((row) => ({ row, position: order.position(row) }))
    .sort((a, b) => order.compare(a.position, b.position))
    .map(({ row }) => row);
}

/** One page of `candidates`, visible rows of `type`. */
export function pageOf(view: View, type: string, candidates: readonly Row[], args: ListArguments): Page {
  const order = new ListOrder(view, type, args.orderBy);
  const { filter, after, before, first, last, offset } = args;
  const listed = candidates
    .filter((row) => filter === undefined || testFilter(view, filter, row) === true)
    .map((row) => ({ row, position: order.position(row) }))
    .sort((a, b) => order.compare(a.position, b.position));
  const whole = after === undefined && before === undefined ? [] : wholeList(view, type, args.orderBy);
  const placeOf = (index: number | undefined) => {
    const row = index === undefined || whole.length === 0 ? undefined : whole[index % whole.length];
    return row === undefined ? undefined : order.position(row);
  };
  const afterPlace = placeOf(after);
  const beforePlace = placeOf(before);
  const isAfter = (position: Position) => afterPlace === undefined || order.compare(position, afterPlace) > 0;
  const isBefore = (position: Position) => beforePlace === undefined || order.compare(position, beforePlace) < 0;
  const inside = listed.filter(({ position }) => isAfter(position) && isBefore(position));
  const start = last === undefined ? (offset ?? 0) : Math.max(0, inside.length - last);
  const end = last === undefined ? start + (first ?? Number.MAX_SAFE_INTEGER) : inside.length;
  const precede = listed.some(({ position }) => !isAfter(position)) || ((offset ?? 0) > 0 && listed.length > 0);
  return {
    rows: inside.slice(start, end).map(({ row }) => row),
    total: listed.length,
    hasNextPage: last === undefined ? inside.length > end : listed.some(({ position }) => !isBefore(position)),
    hasPreviousPage: last === undefined ? precede : start > 0,
  };
}
