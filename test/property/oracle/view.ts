import { keyFields, type ScalarField } from '../query/model.js';
import {
  type Caller,
  type ColumnType,
  columnOf,
  type Data,
  isGranted,
  type Relation,
  type Row,
  type Table,
  tableOf,
  type Value,
  type World,
} from '../world/model.js';
import { compare } from '../world/values.js';
import { Raised, visibleRows } from './policy.js';

/** What one caller sees of a world: every further step of a query works on this and nothing else. */
export class View {
  private readonly rowsByType = new Map<string, readonly Row[]>();

  constructor(
    readonly world: World,
    caller: Caller,
    data: Data,
  ) {
    for (const table of world.tables) {
      if (!isGranted(table, caller)) continue;
      try {
        this.rowsByType.set(table.type, visibleRows(table, caller, data));
      } catch (error) {
        // A mask that divides by a zero of a visible row: the table fails as a whole, and is left alone here.
        if (!(error instanceof Raised)) throw error;
      }
    }
  }

  /** Types that requests may be about. */
  get types(): ReadonlySet<string> {
    return new Set(this.rowsByType.keys());
  }

  rows(type: string): readonly Row[] {
    const rows = this.rowsByType.get(type);
    if (rows === undefined) throw new Error(`${type} is not visible.`);
    return rows;
  }

  /** The row that a to-one relation leads to. */
  related(row: Row | undefined, relation: Relation): Row | undefined {
    return this.relatedRows(row, relation)[0];
  }

  relatedRows(row: Row | undefined, relation: Relation): readonly Row[] {
    const own = row?.[relation.from] ?? null;
    if (own === null) return [];
    return this.rows(relation.target).filter((candidate) => {
      const other = candidate[relation.to] ?? null;
      return other !== null && compare(own, other) === 0;
    });
  }

  /** The row at the end of a path of to-one relations. */
  follow(type: string, row: Row | undefined, path: readonly string[]): Row | undefined {
    const [name, ...rest] = path;
    if (name === undefined) return row;
    const relation = tableOf(this.world, type).relations.find((candidate) => candidate.name === name);
    if (relation === undefined) throw new Error(`No relation ${type}.${name}.`);
    return this.follow(relation.target, this.related(row, relation), rest);
  }

  /** Everything that a caller can tell apart, for comparing what two sets of data show. */
  fingerprint(): string {
    return JSON.stringify([...this.rowsByType], (_key, value: unknown) => {
      if (typeof value === 'bigint') return `${value}n`;
      return typeof value === 'number' ? `#${value}` : value;
    });
  }
}

/** A field of a visible row; null where the row is missing. @throws Raised for a division by zero. */
export function fieldValue(row: Row | undefined, field: ScalarField, table: Table): Value {
  if (row === undefined) return null;
  const { computed } = field;
  if (computed === undefined) return row[field.name] ?? null;
  const value = row[computed.column] ?? null;
  switch (computed.form) {
    case 'ratio':
      if (value === null) return null;
      if (Number(value) === 0) throw new Raised();
      return 1 / Number(value);
    case 'above':
      return value === null || computed.value === null ? null : compare(value, computed.value) > 0;
    case 'text':
      return value ?? computed.value;
    default:
      throw new Error(`No form ${String(computed.form satisfies never)} on ${table.type}.`);
  }
}

/** NULLs by their position, else SQL's order, turned round for a descending key. */
export function compareKeys(a: Value, b: Value, direction: string): number {
  if (a === null || b === null) {
    const order = Number(a === null) - Number(b === null);
    return direction.endsWith('NULLS_FIRST') ? -order : order;
  }
  return direction.startsWith('DESC') ? compare(b, a) : compare(a, b);
}

export function keyValuesOf(table: Table, row: Row): readonly Value[] {
  return keyFields(table).map(({ name }) => row[name] ?? null);
}

export function typeOfColumn(table: Table, name: string): ColumnType {
  return columnOf(table, name).type;
}
