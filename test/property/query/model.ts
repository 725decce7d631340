import { type ColumnType, type Computed, columnOf, type Table, type Value } from '../world/model.js';

/** A field that can be selected, filtered, sorted and grouped by. */
export interface ScalarField {
  readonly name: string;
  readonly type: ColumnType;
  /** undefined: the column of that name. */
  readonly computed: Computed | undefined;
  readonly required: boolean;
}

export function scalarFields(table: Table): readonly ScalarField[] {
  const columns = table.columns.map(
    ({ name, type }): ScalarField => ({ name, type, computed: undefined, required: table.required.has(name) }),
  );
  const kinds = { ratio: 'double', above: 'boolean', text: 'string' } as const;
  const computed = table.computed.map(
    (entry): ScalarField => ({ name: entry.name, type: { kind: kinds[entry.form] }, computed: entry, required: false }),
  );
  return [...columns, ...computed];
}

export function keyFields(table: Table) {
  return table.key.map((name) => columnOf(table, name));
}

export type Operator =
  | 'eq'
  | 'neq'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'in'
  | 'notIn'
  | 'isNull'
  | 'like'
  | 'ilike'
  | 'startsWith'
  | 'endsWith'
  | 'contains';

/** One operator of a scalar filter. `values`: of the field's type; `isNull` takes a boolean. */
export interface Test {
  readonly operator: Operator;
  readonly values: readonly Value[];
}

export type FilterTerm =
  | { readonly kind: 'and' | 'or'; readonly items: readonly Filter[] }
  | { readonly kind: 'not'; readonly item: Filter }
  | { readonly kind: 'scalar'; readonly field: ScalarField; readonly tests: readonly Test[] }
  | { readonly kind: 'one'; readonly relation: string; readonly item: Filter }
  | {
      readonly kind: 'many';
      readonly relation: string;
      readonly quantifiers: readonly (readonly ['some' | 'none' | 'every', Filter])[];
    };

/** All terms hold. */
export interface Filter {
  readonly type: string;
  readonly terms: readonly FilterTerm[];
}

export const DIRECTIONS = [
  'ASC',
  'DESC',
  'ASC_NULLS_FIRST',
  'DESC_NULLS_FIRST',
  'ASC_NULLS_LAST',
  'DESC_NULLS_LAST',
] as const;
export type Direction = (typeof DIRECTIONS)[number];

export interface Order {
  /** To-one relations on the way to the field. */
  readonly path: readonly string[];
  readonly field: ScalarField;
  readonly direction: Direction;
}

/** `after` and `before`: the place in the whole list in this order, modulo its length. */
export interface ListArguments {
  readonly filter: Filter | undefined;
  readonly orderBy: readonly Order[];
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly offset: number | undefined;
  readonly after: number | undefined;
  readonly before: number | undefined;
  /** Sends filter and order as variables. */
  readonly asVariables: boolean;
}

export const PAGE_INFO = ['hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'] as const;

export type ListMember =
  | { readonly key: string; readonly kind: 'nodes'; readonly item: readonly ObjectMember[] }
  | { readonly key: string; readonly kind: 'edges'; readonly item: readonly ObjectMember[]; readonly cursor: boolean }
  | { readonly key: string; readonly kind: 'totalCount' }
  | { readonly key: string; readonly kind: 'typename' }
  | { readonly key: string; readonly kind: 'pageInfo'; readonly members: readonly (typeof PAGE_INFO)[number][] };

export interface ListSelection {
  readonly type: string;
  readonly arguments: ListArguments;
  readonly members: readonly ListMember[];
}

export type ObjectMember =
  | { readonly key: string; readonly kind: 'scalar'; readonly field: ScalarField }
  | { readonly key: string; readonly kind: 'typename' }
  | { readonly key: string; readonly kind: 'one'; readonly relation: string; readonly item: readonly ObjectMember[] }
  | { readonly key: string; readonly kind: 'many'; readonly relation: string; readonly list: ListSelection }
  | { readonly key: string; readonly kind: 'groups'; readonly relation: string; readonly groups: GroupSelection };

export type KeyMember =
  | {
      readonly key: string;
      readonly kind: 'scalar';
      readonly field: ScalarField;
      readonly bucket: string | undefined;
      /** A width, as the text of a decimal number. */
      readonly bin: string | undefined;
    }
  | { readonly key: string; readonly kind: 'one'; readonly relation: string; readonly members: readonly KeyMember[] };

export type AggregateName = 'countDistinct' | 'sum' | 'avg' | 'min' | 'max' | 'stddev' | 'percentile' | 'measures';

/** What an aggregate is over: a scalar field, a to-one relation (countDistinct alone), or the measure of that name. */
export type AggregateOperand =
  | { readonly kind: 'scalar'; readonly field: ScalarField }
  | { readonly kind: 'relation'; readonly name: string; readonly column: string }
  | { readonly kind: 'measure'; readonly name: string };

export interface AggregateValue {
  readonly name: AggregateName;
  readonly p: number | undefined;
  readonly operand: AggregateOperand;
}

export type GroupMember =
  | { readonly key: string; readonly kind: 'key'; readonly members: readonly KeyMember[] }
  | { readonly key: string; readonly kind: 'count' }
  | { readonly key: string; readonly kind: 'typename' }
  | {
      readonly key: string;
      readonly kind: 'aggregate';
      readonly name: AggregateName;
      readonly p: number | undefined;
      readonly values: readonly { readonly key: string; readonly operand: AggregateOperand }[];
    };

/** undefined: the count of rows. */
export type GroupValueRef = AggregateValue | undefined;

export type Having =
  | { readonly kind: 'and' | 'or'; readonly items: readonly Having[] }
  | { readonly kind: 'not'; readonly item: Having }
  | {
      readonly kind: 'test';
      readonly value: GroupValueRef;
      readonly tests: readonly Test[];
      readonly type: ColumnType;
    };

export type GroupOrder =
  | { readonly kind: 'value'; readonly value: GroupValueRef; readonly direction: Direction }
  | { readonly kind: 'key'; readonly path: readonly string[]; readonly direction: Direction };

export interface GroupSelection {
  readonly type: string;
  readonly filter: Filter | undefined;
  readonly having: Having | undefined;
  readonly orderBy: readonly GroupOrder[];
  readonly first: number | undefined;
  readonly offset: number | undefined;
  readonly members: readonly GroupMember[];
  readonly asVariables: boolean;
}

export type RootMember =
  | { readonly key: string; readonly kind: 'list'; readonly list: ListSelection }
  | { readonly key: string; readonly kind: 'groups'; readonly groups: GroupSelection }
  | {
      readonly key: string;
      readonly kind: 'lookup';
      readonly type: string;
      readonly values: readonly Value[];
      readonly item: readonly ObjectMember[];
    }
  | { readonly key: string; readonly kind: 'typename' };

export type Request = readonly RootMember[];

export function operandName(operand: AggregateOperand): string {
  return operand.kind === 'scalar' ? operand.field.name : operand.name;
}

/** The type of an aggregate's value. */
export function aggregateType(name: AggregateName, operand: AggregateOperand): ColumnType {
  if (operand.kind === 'measure') return { kind: 'bigint' };
  if (name === 'countDistinct' || operand.kind === 'relation') return { kind: 'int' };
  const { type } = operand.field;
  if (name === 'sum') return type.kind === 'int' ? { kind: 'bigint' } : type;
  return name === 'min' || name === 'max' ? type : { kind: 'double' };
}
