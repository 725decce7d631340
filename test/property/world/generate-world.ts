import type { Choices } from '../choices.js';
import { GROUPS, generateMask, generateRowFilter, USERS } from './generate-policy.js';
import {
  CATALOG,
  type Caller,
  type Column,
  type ColumnType,
  type Computed,
  type Data,
  EVERYONE,
  type MappingRow,
  type Relation,
  type Row,
  type RowFilter,
  SCHEMA,
  type Table,
  type Value,
  type World,
} from './model.js';
import { keyValues, poolOf } from './values.js';

const TYPES: readonly (readonly [number, ColumnType])[] = [
  [3, { kind: 'int' }],
  [3, { kind: 'string' }],
  [3, { kind: 'double' }],
  [2, { kind: 'bigint' }],
  [1, { kind: 'decimal', precision: 12, scale: 2 }],
  [1, { kind: 'decimal', precision: 6, scale: 0 }],
  [2, { kind: 'boolean' }],
  [2, { kind: 'date' }],
  [1, { kind: 'timestamp', zoned: true }],
  [1, { kind: 'timestamp', zoned: false }],
];
const KEY_TYPES: readonly ColumnType[] = [{ kind: 'int' }, { kind: 'string' }, { kind: 'bigint' }];
const NAMES = ['Alpha', 'Beta', 'Gamma', 'Delta'] as const;
const MAX_ROWS = 60;

/** A table while it is being put together. */
interface Draft {
  readonly type: string;
  readonly lower: string;
  readonly columns: Column[];
  readonly key: readonly string[];
  readonly relations: Relation[];
  /** Foreign key column → the draft it leads to. */
  readonly references: Map<string, Draft>;
}

function draftTable(type: string, choices: Choices): Draft {
  const columns: Column[] = [];
  const key = choices.maybe(0.2) ? ['k1', 'k2'] : ['id'];
  for (const name of key) {
    const type_ = name === 'k1' ? KEY_TYPES[0] : choices.pick(KEY_TYPES);
    if (type_ !== undefined) columns.push({ name, type: type_, nullable: false, pool: keyValues(type_, 4, choices) });
  }
  for (let index = 1, count = 2 + choices.below(4); index <= count; index += 1) {
    const columnType = choices.weighted(TYPES);
    columns.push({
      name: `c${index}`,
      type: columnType,
      nullable: !choices.maybe(0.3),
      pool: poolOf(columnType, choices),
    });
  }
  return { type, lower: type.toLowerCase(), columns, key, relations: [], references: new Map() };
}

/** A foreign key from `child` to `parent`, seen from both ends. */
function link(child: Draft, parent: Draft, choices: Choices): void {
  const [keyColumn, ...more] = parent.columns.filter(({ name }) => parent.key.includes(name));
  if (keyColumn === undefined || more.length > 0) return;
  const name = `${parent.lower}_ref`;
  child.columns.push({ name, type: keyColumn.type, nullable: choices.maybe(0.7), pool: keyColumn.pool });
  child.references.set(name, parent);
  const isOwn = child === parent;
  child.relations.push({
    name: isOwn ? 'above' : `${parent.lower}Of`,
    cardinality: 'one',
    target: parent.type,
    from: name,
    to: keyColumn.name,
    groups: '',
  });
  const many = isOwn ? 'belows' : `${child.lower}Rows`;
  parent.relations.push({
    name: many,
    cardinality: 'many',
    target: child.type,
    from: keyColumn.name,
    to: name,
    groups: `${many.slice(0, -1)}Groups`,
  });
}

/** A relation by equal values of columns that are no keys. */
function match(from: Draft, to: Draft, choices: Choices): void {
  const pairs = from.columns.flatMap((a) =>
    to.columns
      .filter((b) => a.type.kind !== 'double' && JSON.stringify(a.type) === JSON.stringify(b.type))
      .map((b) => [a.name, b.name] as const),
  );
  if (pairs.length === 0) return;
  const [a, b] = choices.pick(pairs);
  const name = `${to.lower}Peers`;
  from.relations.push({ name, cardinality: 'many', target: to.type, from: a, to: b, groups: `${to.lower}PeerGroups` });
}

const zeroOf = (type: ColumnType): Value => (type.kind === 'double' ? 0 : 0n);

function addZero(draft: Draft, name: string): void {
  const at = draft.columns.findIndex((column) => column.name === name);
  const column = draft.columns[at];
  if (column !== undefined)
    draft.columns[at] = { ...column, pool: [...new Set([...column.pool, zeroOf(column.type)])] };
}

/**
 * Hides most rows whose `ratio` raises, behind a sub-query: an engine that tries the caller's conditions before the
 * policy's, or lets its optimiser do so, fails where it should not.
 */
function guardOf(draft: Draft, ratio: Computed, filter: RowFilter): RowFilter {
  const column = draft.columns.find(({ name }) => name === ratio.column);
  const [key = 'id'] = draft.key;
  if (column === undefined) return filter;
  return {
    parameters: [...new Set([column.name, key, ...filter.parameters])],
    body: {
      op: 'case',
      when: { op: 'compare', parameter: column.name, comparison: 'eq', value: zeroOf(column.type) },
      then: { op: 'mapped', parameter: key },
      otherwise: filter.body,
    },
  };
}

const EVERY_ROW: RowFilter = { parameters: [], body: { op: 'constant', value: true } };

function computedOf(draft: Draft, choices: Choices): readonly Computed[] {
  const numbers = draft.columns.filter(({ type }) => ['int', 'bigint', 'double'].includes(type.kind));
  const texts = draft.columns.filter(({ type }) => type.kind === 'string');
  const computed: Computed[] = [];
  if (numbers.length > 0 && choices.maybe(0.6)) {
    const { name } = choices.pick(numbers);
    computed.push({ name: 'ratio', column: name, form: 'ratio', value: null });
    if (!draft.key.includes(name) && !draft.references.has(name)) addZero(draft, name);
  }
  if (numbers.length > 0 && choices.maybe(0.4)) {
    const column = choices.pick(numbers);
    computed.push({ name: 'above0', column: column.name, form: 'above', value: choices.pick(column.pool) });
  }
  if (texts.length > 0 && choices.maybe(0.3)) {
    const column = choices.pick(texts);
    computed.push({ name: 'label', column: column.name, form: 'text', value: choices.pick(column.pool) });
  }
  return computed;
}

function grantsOf(choices: Choices): readonly string[] {
  return choices.weighted<readonly string[]>([
    [9, [EVERYONE]],
    [2, ['red', 'green', 'u1@x.test']],
    [1, ['red']],
    [1, [USERS[0], USERS[1]]],
    [1, []],
  ]);
}

function finish(draft: Draft, choices: Choices): Table {
  const computed = computedOf(draft, choices);
  const { type, lower, columns, key, relations } = draft;
  const data = columns.filter(({ name }) => !key.includes(name));
  const ratio = computed.find(({ form }) => form === 'ratio');
  const ownFilter = choices.maybe(0.5) ? generateRowFilter(choices, columns) : undefined;
  const rowFilter =
    ratio !== undefined && choices.maybe(0.6) ? guardOf(draft, ratio, ownFilter ?? EVERY_ROW) : ownFilter;
  const masked = choices.maybe(0.7) ? choices.some(data, 0.4) : [];
  const masks = masked.map((column) => generateMask(choices, column, columns));
  const numbers = columns.filter(({ type: columnType }) => ['int', 'bigint', 'double'].includes(columnType.kind));
  const measured = numbers.length > 0 && choices.maybe(0.4) ? choices.pick(numbers) : undefined;
  const required = data.filter(({ name, nullable }) => !nullable && !masked.some((mask) => mask.name === name));
  return {
    type,
    singular: lower,
    plural: `${lower}s`,
    groups: `${lower}Groups`,
    name: `${CATALOG}.${SCHEMA}.${lower}`,
    columns,
    key,
    relations,
    computed,
    measures:
      measured === undefined ? [] : [{ name: 'high', column: measured.name, value: choices.pick(measured.pool) }],
    rowFilter,
    masks,
    grants: grantsOf(choices),
    // A number that is not finite is an error where a value is promised, so that few doubles promise one.
    required: new Set([
      ...key,
      ...required
        .filter(({ type: columnType }) => columnType.kind !== 'double' || choices.maybe(0.2))
        .map(({ name }) => name),
    ]),
  };
}

/** Two to four tables with relations between them, policies, grants, and three callers. */
export function generateWorld(choices: Choices): World {
  const count = 2 + choices.below(3);
  const drafts = NAMES.slice(0, count).map((name) => draftTable(name, choices));
  for (const [index, child] of drafts.entries()) {
    for (const parent of drafts.slice(0, index)) if (!choices.maybe(0.3)) link(child, parent, choices);
  }
  const own = choices.pick(drafts);
  if (choices.maybe(0.3)) link(own, own, choices);
  if (choices.maybe(0.4)) match(choices.pick(drafts), choices.pick(drafts), choices);
  const tables = drafts.map((draft) => finish(draft, choices));
  const callers = USERS.map((user): Caller => ({ user, groups: [...choices.some(GROUPS, 0.4)].sort() }));
  return { tables, callers };
}

export function generateValue(choices: Choices, column: Column, keys: readonly Value[] | undefined): Value {
  if (column.nullable && choices.maybe(0.25)) return null;
  if (keys === undefined || keys.length === 0 || choices.maybe(0.15)) return choices.pick(column.pool);
  return choices.pick(keys);
}

/** Which table's keys a column refers to, by its name. */
export function referencedType(table: Table, column: string): string | undefined {
  return table.relations.find((relation) => relation.cardinality === 'one' && relation.from === column)?.target;
}

function rowCount(choices: Choices): number {
  return choices.weighted([
    [8, 8],
    [1, 0],
    [2, 3],
    [12, 20],
    [7, MAX_ROWS],
  ]);
}

export function generateMapping(choices: Choices, rows: ReadonlyMap<string, readonly Row[]>): MappingRow {
  const seen = [...rows.values()].flatMap((all) => all.slice(0, 8).flatMap((row) => Object.values(row)));
  const texts = ['a', ...seen.filter((value) => typeof value === 'string')];
  const numbers = [1n, 2n, ...seen.filter((value) => typeof value === 'bigint')];
  return {
    member: choices.maybe(0.1) ? null : choices.pick([...USERS, 'red']),
    text: choices.maybe(0.2) ? null : choices.pick(texts),
    number: choices.maybe(0.2) ? null : choices.pick(numbers),
  };
}

/** Rows rich in NULL, ties, NaN and keys that lead nowhere. */
export function generateData(choices: Choices, world: World): Data {
  const counts = new Map(world.tables.map((table) => [table.type, rowCount(choices)]));
  const keys = new Map(
    world.tables.map((table) => {
      const count = counts.get(table.type) ?? 0;
      const columns = table.columns.filter(({ name }) => table.key.includes(name));
      return [table.type, columns.map((column) => keyValues(column.type, count, choices))] as const;
    }),
  );
  const rows = new Map<string, readonly Row[]>();
  for (const table of world.tables) {
    const own = keys.get(table.type) ?? [];
    rows.set(
      table.type,
      choices.times(counts.get(table.type) ?? 0, (index) => {
        const row: Record<string, Value> = {};
        for (const column of table.columns) {
          const place = table.key.indexOf(column.name);
          if (place >= 0) {
            // The first part of a key of two repeats.
            row[column.name] = own[place]?.[own.length > 1 && place === 0 ? Math.floor(index / 3) : index] ?? null;
            continue;
          }
          const target = referencedType(table, column.name);
          row[column.name] = generateValue(choices, column, target === undefined ? undefined : keys.get(target)?.[0]);
        }
        return row;
      }),
    );
  }
  return { rows, mapping: choices.times(choices.below(9), () => generateMapping(choices, rows)) };
}
