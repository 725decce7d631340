/** The tests' own model of a lakehouse, its governance and its contract. It imports nothing of the product. */

export type ColumnType =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'int' }
  | { readonly kind: 'bigint' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'double' }
  | { readonly kind: 'string' }
  | { readonly kind: 'date' }
  | { readonly kind: 'timestamp'; readonly zoned: boolean };

/**
 * int, bigint: bigint. decimal: bigint, the unscaled digits at the type's scale. double: number. date: bigint, days
 * since 1970. timestamp: bigint, microseconds since 1970.
 */
export type Value = null | boolean | bigint | number | string;

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** Few values, so that there are ties. Never empty; without null. */
  readonly pool: readonly Value[];
}

export type Row = Readonly<Record<string, Value>>;

export type Comparison = 'eq' | 'neq' | 'lt' | 'lte' | 'gt' | 'gte';

/** A condition of a policy, over the parameters of its function. */
export type PolicyCondition =
  | { readonly op: 'constant'; readonly value: boolean | null }
  | { readonly op: 'member'; readonly group: string }
  | { readonly op: 'user'; readonly user: string }
  | { readonly op: 'is-user'; readonly parameter: string }
  | { readonly op: 'compare'; readonly parameter: string; readonly comparison: Comparison; readonly value: Value }
  | { readonly op: 'in'; readonly parameter: string; readonly values: readonly Value[]; readonly negated: boolean }
  | { readonly op: 'null'; readonly parameter: string; readonly negated: boolean }
  | { readonly op: 'like'; readonly parameter: string; readonly pattern: string }
  | { readonly op: 'mapped'; readonly parameter: string }
  | { readonly op: 'and' | 'or'; readonly terms: readonly PolicyCondition[] }
  | { readonly op: 'not'; readonly term: PolicyCondition }
  | {
      readonly op: 'case';
      readonly when: PolicyCondition;
      readonly then: PolicyCondition;
      readonly otherwise: PolicyCondition | undefined;
    }
  | { readonly op: 'coalesce'; readonly term: PolicyCondition; readonly value: boolean };

/** What a mask gives, of the type of the masked column. */
export type MaskValue =
  | { readonly op: 'own' }
  | { readonly op: 'null' }
  | { readonly op: 'constant'; readonly value: Value }
  | { readonly op: 'parameter'; readonly parameter: string }
  | { readonly op: 'coalesce'; readonly value: Value }
  | { readonly op: 'starred' }
  | { readonly op: 'month' }
  | { readonly op: 'reciprocal' }
  | { readonly op: 'if'; readonly when: PolicyCondition; readonly then: MaskValue; readonly otherwise: MaskValue };

export interface RowFilter {
  readonly parameters: readonly string[];
  readonly body: PolicyCondition;
}

export interface Mask {
  readonly column: string;
  /** Further columns that the body reads. */
  readonly parameters: readonly string[];
  readonly body: MaskValue;
}

export interface Computed {
  readonly name: string;
  readonly column: string;
  readonly form: 'ratio' | 'above' | 'text';
  readonly value: Value;
}

/** `count_if(column > value)`. */
export interface Measure {
  readonly name: string;
  readonly column: string;
  readonly value: Value;
}

export interface Relation {
  readonly name: string;
  readonly cardinality: 'one' | 'many';
  /** Name of the target's type. */
  readonly target: string;
  readonly from: string;
  readonly to: string;
  /** The grouping field beside a to-many relation. */
  readonly groups: string;
}

export interface Table {
  /** GraphQL type name, such as `Alpha`. */
  readonly type: string;
  readonly singular: string;
  readonly plural: string;
  readonly groups: string;
  /** Unity Catalog full name. */
  readonly name: string;
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  readonly relations: readonly Relation[];
  readonly computed: readonly Computed[];
  readonly measures: readonly Measure[];
  readonly rowFilter: RowFilter | undefined;
  readonly masks: readonly Mask[];
  /** Principals that hold SELECT. */
  readonly grants: readonly string[];
  /** Contract fields of columns that promise a value. */
  readonly required: ReadonlySet<string>;
}

export interface MappingRow {
  readonly member: Value;
  readonly text: Value;
  readonly number: Value;
}

export interface Caller {
  readonly user: string;
  readonly groups: readonly string[];
}

export interface World {
  readonly tables: readonly Table[];
  readonly callers: readonly Caller[];
}

/** The rows behind a world: by type name, and those of the mapping table. */
export interface Data {
  readonly rows: ReadonlyMap<string, readonly Row[]>;
  readonly mapping: readonly MappingRow[];
}

export const CATALOG = 'w';
export const SCHEMA = 'gold';
export const MAPPING_TABLE = 'w.governance.access';
export const EVERYONE = 'account users';
export const SOURCE = 'lake';

export function tableOf(world: World, type: string): Table {
  const found = world.tables.find((table) => table.type === type);
  if (found === undefined) throw new Error(`No table for ${type}.`);
  return found;
}

export function columnOf(table: Table, name: string): Column {
  const found = table.columns.find((column) => column.name === name);
  if (found === undefined) throw new Error(`No column ${table.type}.${name}.`);
  return found;
}

/** Whether the caller holds SELECT; USE on schema and catalog is granted to everyone in these worlds. */
export function isGranted(table: Table, caller: Caller): boolean {
  return table.grants.some((principal) => [caller.user, ...caller.groups, EVERYONE].includes(principal));
}
