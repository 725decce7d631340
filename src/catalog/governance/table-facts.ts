import { parseType } from '../../parser/parse-type.js';
import type { CatalogColumn, CatalogTable, ColumnMask, ForeignKey, PolicyArgument, RowFilter } from '../catalog.js';
import type { UnityTableInfo } from '../unity/objects.js';
import { policyArguments, type UnityPolicyArgument } from '../unity/policy-arguments.js';

/** A table as the catalog has it, and what a contract check must know beside it. */
export interface TableFacts {
  readonly table: CatalogTable;
  /** As Unity Catalog says it: `MANAGED`, `VIEW`, `METRIC_VIEW`, … */
  readonly kind: string;
  /** Columns of types that the gateway does not serve, with Unity Catalog's spelling of the type. */
  readonly unsupported: ReadonlyMap<string, string>;
  readonly owner: string | undefined;
  /** The SQL or YAML text of a view. */
  readonly definition: string | undefined;
  /** Why nothing can be read of it, as a noun phrase. */
  readonly fault: string | undefined;
  /** Dimensions and measures of a metric view that cannot be evaluated, each with the reason, a clause. */
  readonly faults: ReadonlyMap<string, string>;
}

function argumentOf({ column, constant }: UnityPolicyArgument): PolicyArgument {
  return column === undefined ? { kind: 'constant', value: constant ?? null } : { kind: 'column', column };
}

function rowFilterOf({ row_filter: filter }: UnityTableInfo): RowFilter | undefined {
  if (filter === undefined) return undefined;
  const given = policyArguments({ given: filter.input_arguments, columnNames: filter.input_column_names });
  return { function: filter.function_name, arguments: given.map(argumentOf) };
}

function masksOf(info: UnityTableInfo): readonly ColumnMask[] {
  return info.columns.flatMap(({ name, mask }) => {
    if (mask === undefined) return [];
    const given = policyArguments({ given: mask.using_arguments, columnNames: mask.using_column_names });
    return [{ column: name, function: mask.function_name, using: given.map(argumentOf) }];
  });
}

function foreignKeysOf(info: UnityTableInfo): readonly ForeignKey[] {
  return (info.table_constraints ?? []).flatMap(({ foreign_key_constraint: key }) =>
    key === undefined
      ? []
      : [{ columns: key.child_columns, parentTable: key.parent_table, parentColumns: key.parent_columns }],
  );
}

/** A table of Unity Catalog in the catalog's terms. Columns keep the order of their positions. */
export function tableFacts(
  info: UnityTableInfo,
  source: string,
  { grants, scopedPolicies }: Pick<CatalogTable, 'grants' | 'scopedPolicies'>,
): TableFacts {
  const columns: CatalogColumn[] = [];
  const unsupported = new Map<string, string>();
  for (const column of [...info.columns].sort((a, b) => a.position - b.position)) {
    const type = parseType(column.type_text);
    if (type === undefined) unsupported.set(column.name, column.type_text);
    else columns.push({ name: column.name, type, nullable: column.nullable, comment: column.comment });
  }
  const primaryKey = info.table_constraints?.find((constraint) => constraint.primary_key_constraint !== undefined);
  return {
    table: {
      reference: { source, name: info.full_name },
      enforcedBy: 'gateway',
      comment: info.comment,
      columns,
      primaryKey: primaryKey?.primary_key_constraint?.child_columns ?? [],
      foreignKeys: foreignKeysOf(info),
      rowFilter: rowFilterOf(info),
      masks: masksOf(info),
      scopedPolicies,
      grants,
    },
    kind: info.table_type,
    unsupported,
    owner: info.owner,
    definition: info.view_definition,
    fault: undefined,
    faults: new Map(),
  };
}

/** Whether Unity Catalog calls it a metric view. */
export function isMetricView({ kind }: TableFacts): boolean {
  return kind.toUpperCase() === 'METRIC_VIEW';
}
