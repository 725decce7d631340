import type { Choices } from '../choices.js';
import type { View } from '../oracle/view.js';
import { type ColumnType, columnOf, type Data, type Table, tableOf, type Value, type World } from '../world/model.js';
import { FilterGenerator, generateTest, operatorsOf, writable } from './generate-filter.js';
import {
  type AggregateName,
  type AggregateOperand,
  aggregateType,
  DIRECTIONS,
  type GroupMember,
  type GroupOrder,
  type GroupSelection,
  type GroupValueRef,
  type Having,
  type KeyMember,
  keyFields,
  type ListArguments,
  type ListMember,
  type ListSelection,
  type ObjectMember,
  type Order,
  operandName,
  PAGE_INFO,
  type Request,
  type RootMember,
  type ScalarField,
  scalarFields,
} from './model.js';

const NUMERIC = new Set(['int', 'bigint', 'decimal', 'double']);
const WHOLE_BINS = ['1', '2', '5', '7', '1000'] as const;
const BINS = ['1', '0.5', '2.5', '10', '0.1', '0.3'] as const;
const DATE_BUCKETS = ['YEAR', 'QUARTER', 'MONTH', 'WEEK', 'DAY'] as const;
const FRACTIONS = [0.5, 0, 1, 0.25, 0.9, 0.333] as const;
/** Constants that no mean or deviation of the worlds' values comes close to. */
const ODD_CONSTANTS = [0.0137, 1.2719, -0.4231, 40.117] as const;

/** Response keys of one selection: a name that is taken gets an alias. */
class Keys {
  private readonly taken = new Set<string>();

  constructor(private readonly choices: Choices) {}

  of(name: string): string {
    const key = this.taken.has(name) || this.choices.maybe(0.1) ? `x${this.taken.size}_${name}` : name;
    this.taken.add(key);
    return key;
  }
}

/** Draws requests from what a caller sees. */
export class RequestGenerator {
  private readonly filters: FilterGenerator;
  private readonly visible: ReadonlySet<string>;

  constructor(
    private readonly choices: Choices,
    private readonly world: World,
    private readonly view: View,
    private readonly data: Data,
  ) {
    this.visible = view.types;
    this.filters = new FilterGenerator(choices, world, this.visible);
  }

  /** A type to ask for, more often one that the caller sees rows of. */
  type(): string {
    const all = [...this.visible];
    const filled = all.filter((type) => this.view.rows(type).length > 0);
    return this.choices.pick(filled.length > 0 && !this.choices.maybe(0.15) ? filled : all);
  }

  request(): Request {
    const { choices } = this;
    const keys = new Keys(choices);
    return choices.times(1 + (choices.maybe(0.25) ? 1 : 0), (): RootMember => {
      const table = tableOf(this.world, this.type());
      const depth = choices.weighted([
        [3, 1],
        [2, 0],
        [3, 2],
        [1, 3],
      ]);
      return choices.weighted<() => RootMember>([
        [6, () => ({ key: keys.of(table.plural), kind: 'list', list: this.list(table.type, depth) })],
        [4, () => ({ key: keys.of(table.groups), kind: 'groups', groups: this.groups(table.type, true) })],
        [
          1,
          () => ({
            key: keys.of(table.singular),
            kind: 'lookup',
            type: table.type,
            values: this.keyOf(table),
            item: this.object(table.type, depth),
          }),
        ],
      ])();
    });
  }

  /** The key of some row of the table, seen by the caller or not. */
  private keyOf(table: Table): readonly Value[] {
    const visible = this.view.rows(table.type);
    const rows = visible.length > 0 && !this.choices.maybe(0.3) ? visible : (this.data.rows.get(table.type) ?? []);
    const row = rows.length === 0 ? undefined : this.choices.pick(rows);
    return keyFields(table).map(({ name, pool }) => row?.[name] ?? pool[0] ?? null);
  }

  list(type: string, depth: number): ListSelection {
    const { choices } = this;
    const keys = new Keys(choices);
    const members: ListMember[] = [];
    const add = (kind: ListMember['kind']) => {
      const key = keys.of(kind === 'typename' ? '__typename' : kind);
      if (kind === 'nodes') members.push({ key, kind, item: this.object(type, depth) });
      if (kind === 'edges') members.push({ key, kind, item: this.object(type, depth - 1), cursor: choices.maybe(0.5) });
      if (kind === 'totalCount' || kind === 'typename') members.push({ key, kind });
      if (kind === 'pageInfo') members.push({ key, kind, members: choices.some(PAGE_INFO, 0.6, 1) });
    };
    add(
      choices.weighted([
        [18, 'nodes'],
        [2, 'edges'],
        [2, 'totalCount'],
        [2, 'pageInfo'],
        [1, 'typename'],
      ] as const),
    );
    for (const kind of ['totalCount', 'pageInfo', 'edges', 'typename'] as const)
      if (choices.maybe(kind === 'typename' ? 0.05 : 0.25)) add(kind);
    return { type, arguments: this.listArguments(type), members };
  }

  listArguments(type: string): ListArguments {
    const { choices } = this;
    const size = () =>
      choices.weighted([
        [3, 3],
        [1, 1],
        [1, 0],
        [2, 2],
        [3, 5],
        [3, 10],
        [3, 100],
      ] as const);
    const backward = choices.maybe(0.2);
    const cursors = choices.maybe(0.25);
    return {
      filter: choices.maybe(0.35) ? this.filters.filter(type, 2) : undefined,
      orderBy: choices.times(choices.below(4), () => this.order(type, 2)),
      first: !backward && choices.maybe(0.6) ? size() : undefined,
      last: backward ? size() : undefined,
      offset: !backward && !cursors && choices.maybe(0.15) ? choices.below(5) : undefined,
      after: cursors && choices.maybe(0.7) ? choices.below(60) : undefined,
      before: cursors && choices.maybe(0.5) ? choices.below(60) : undefined,
      asVariables: choices.maybe(0.3),
    };
  }

  private relations(table: Table, cardinality: 'one' | 'many') {
    return table.relations.filter(
      (relation) => relation.cardinality === cardinality && this.visible.has(relation.target),
    );
  }

  private order(type: string, depth: number): Order {
    const { choices } = this;
    const table = tableOf(this.world, type);
    const toOne = this.relations(table, 'one');
    if (depth > 0 && toOne.length > 0 && choices.maybe(0.3)) {
      const relation = choices.pick(toOne);
      const inner = this.order(relation.target, depth - 1);
      return { ...inner, path: [relation.name, ...inner.path] };
    }
    return { path: [], field: choices.pick(scalarFields(table)), direction: choices.pick(DIRECTIONS) };
  }

  object(type: string, depth: number): readonly ObjectMember[] {
    const { choices } = this;
    const table = tableOf(this.world, type);
    const keys = new Keys(choices);
    const fields = choices.some(scalarFields(table), 0.35, 1);
    // A double may hold what JSON cannot say, which makes a reply of errors: asked for less often.
    const wanted = fields.filter(({ type: { kind } }, index) => index === 0 || kind !== 'double' || choices.maybe(0.4));
    const members: ObjectMember[] = wanted.map((field) => ({ key: keys.of(field.name), kind: 'scalar', field }));
    if (choices.maybe(0.05)) members.push({ key: keys.of('__typename'), kind: 'typename' });
    if (depth <= 0) return members;
    for (const relation of choices.some(this.relations(table, 'one'), 0.5)) {
      members.push({
        key: keys.of(relation.name),
        kind: 'one',
        relation: relation.name,
        item: this.object(relation.target, depth - 1),
      });
    }
    for (const relation of choices.some(this.relations(table, 'many'), 0.6)) {
      if (choices.maybe(0.3)) {
        members.push({
          key: keys.of(relation.groups),
          kind: 'groups',
          relation: relation.name,
          groups: this.groups(relation.target, false),
        });
      } else {
        members.push({
          key: keys.of(relation.name),
          kind: 'many',
          relation: relation.name,
          list: this.list(relation.target, depth - 1),
        });
      }
    }
    return members;
  }

  groups(type: string, mayLackKey: boolean): GroupSelection {
    const { choices } = this;
    const table = tableOf(this.world, type);
    const keys = new Keys(choices);
    const members: GroupMember[] = [];
    if (!mayLackKey || !choices.maybe(0.15))
      members.push({ key: keys.of('key'), kind: 'key', members: this.keyMembers(table, 1) });
    if (members.length === 0 || choices.maybe(0.7)) members.push({ key: keys.of('count'), kind: 'count' });
    for (let count = choices.below(3); count > 0; count -= 1) {
      const name = this.aggregateName(table);
      const operands = choices.some(this.operands(table, name), 0.4, 1);
      const inner = new Keys(choices);
      members.push({
        key: keys.of(name),
        kind: 'aggregate',
        name,
        p: name === 'percentile' ? choices.pick(FRACTIONS) : undefined,
        values: operands.map((operand) => ({ key: inner.of(operandName(operand)), operand })),
      });
    }
    if (choices.maybe(0.04)) members.push({ key: keys.of('__typename'), kind: 'typename' });
    return {
      type,
      filter: choices.maybe(0.4) ? this.filters.filter(type, 2) : undefined,
      having: choices.maybe(0.3) ? this.having(table, 1) : undefined,
      orderBy: choices
        .times(choices.below(3), () => this.groupOrder(table, members))
        .filter((order) => order !== undefined),
      first: choices.maybe(0.4) ? choices.pick([3, 1, 10, 5, 2, 0, 4]) : undefined,
      offset: choices.maybe(0.15) ? choices.below(3) : undefined,
      members,
      asVariables: choices.maybe(0.2),
    };
  }

  private keyMembers(table: Table, depth: number): readonly KeyMember[] {
    const { choices } = this;
    const keys = new Keys(choices);
    const members: KeyMember[] = choices
      .times(1 + choices.below(2), () => choices.pick(scalarFields(table)))
      .map((field) => ({ key: keys.of(field.name), kind: 'scalar', field, ...this.keyCut(field) }));
    const toOne = this.relations(table, 'one');
    if (depth > 0 && toOne.length > 0 && choices.maybe(0.4)) {
      const relation = choices.pick(toOne);
      members.push({
        key: keys.of(relation.name),
        kind: 'one',
        relation: relation.name,
        members: this.keyMembers(tableOf(this.world, relation.target), depth - 1),
      });
    }
    return members;
  }

  private keyCut({ type }: ScalarField) {
    const { choices } = this;
    const none = { bucket: undefined, bin: undefined };
    if (!choices.maybe(0.5)) return none;
    if (type.kind === 'date') return { ...none, bucket: choices.pick(DATE_BUCKETS) };
    if (type.kind === 'timestamp') return { ...none, bucket: choices.pick([...DATE_BUCKETS, 'HOUR']) };
    if (type.kind === 'int' || type.kind === 'bigint') return { ...none, bin: choices.pick(WHOLE_BINS) };
    return NUMERIC.has(type.kind) ? { ...none, bin: choices.pick(BINS) } : none;
  }

  private operands(table: Table, name: AggregateName): readonly AggregateOperand[] {
    if (name === 'measures') return table.measures.map((measure) => ({ kind: 'measure', name: measure.name }));
    const fields = scalarFields(table).filter(({ type }) => {
      if (name === 'countDistinct') return true;
      return name === 'min' || name === 'max' ? type.kind !== 'boolean' : NUMERIC.has(type.kind);
    });
    const scalars = fields.map((field): AggregateOperand => ({ kind: 'scalar', field }));
    if (name !== 'countDistinct') return scalars;
    return [
      ...scalars,
      ...this.relations(table, 'one').map(
        (relation): AggregateOperand => ({ kind: 'relation', name: relation.name, column: relation.from }),
      ),
    ];
  }

  private aggregateName(
    table: Table,
    names: readonly AggregateName[] = ['sum', 'avg', 'min', 'max', 'countDistinct', 'stddev', 'percentile', 'measures'],
  ): AggregateName {
    return this.choices.pick(names.filter((name) => this.operands(table, name).length > 0));
  }

  private groupValue(table: Table, names: readonly AggregateName[]): GroupValueRef {
    if (this.choices.maybe(0.3)) return undefined;
    const name = this.aggregateName(table, names);
    return { name, p: undefined, operand: this.choices.pick(this.operands(table, name)) };
  }

  private having(table: Table, depth: number): Having {
    const { choices } = this;
    if (depth > 0 && choices.maybe(0.4)) {
      if (choices.maybe(0.3)) return { kind: 'not', item: this.having(table, depth - 1) };
      return {
        kind: choices.pick(['and', 'or']),
        items: choices.times(choices.below(3), () => this.having(table, depth - 1)),
      };
    }
    const value = this.groupValue(table, ['sum', 'avg', 'min', 'max', 'countDistinct', 'stddev', 'measures']);
    const type: ColumnType = value === undefined ? { kind: 'int' } : aggregateType(value.name, value.operand);
    return {
      kind: 'test',
      value,
      type,
      tests: [generateTest(choices, operatorsOf({ type }), this.havingValues(table, value, type))],
    };
  }

  private havingValues(table: Table, value: GroupValueRef, type: ColumnType): readonly Value[] {
    if (value === undefined || value.name === 'countDistinct' || value.operand.kind !== 'scalar')
      return [1n, 2n, 0n, 5n];
    if (value.name === 'avg' || value.name === 'stddev') return ODD_CONSTANTS;
    const { field } = value.operand;
    if (field.computed !== undefined) return type.kind === 'string' ? ['a', 'é'] : ODD_CONSTANTS;
    const pool = writable(columnOf(table, field.name).pool, { type });
    return pool.length > 0 ? pool : [];
  }

  private groupOrder(table: Table, members: readonly GroupMember[]): GroupOrder | undefined {
    const { choices } = this;
    const direction = choices.pick(DIRECTIONS);
    const paths = members.flatMap((member) => (member.kind === 'key' ? keyPaths(member.members) : []));
    const unique = paths.filter((path) => paths.filter((other) => other.join('.') === path.join('.')).length === 1);
    if (unique.length > 0 && choices.maybe(0.4)) return { kind: 'key', path: choices.pick(unique), direction };
    return {
      kind: 'value',
      value: this.groupValue(table, ['sum', 'avg', 'min', 'max', 'countDistinct', 'measures']),
      direction,
    };
  }
}

function keyPaths(members: readonly KeyMember[]): readonly (readonly string[])[] {
  return members.flatMap((member) =>
    member.kind === 'scalar'
      ? [[member.field.name]]
      : keyPaths(member.members).map((path) => [member.relation, ...path]),
  );
}
