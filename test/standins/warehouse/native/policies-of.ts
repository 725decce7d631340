import { StatementFailure } from '../executor.js';
import {
  type ArgumentObject,
  type GovernedObjects,
  type PolicyObject,
  placesOf,
  type TableObject,
  type UsingObject,
} from './governed-objects.js';
import { tagsFulfil } from './tag-condition.js';

/** A function with what it is applied to: columns of the table, and texts. A mask's own column comes first. */
export interface PolicyUse {
  readonly functionName: string;
  readonly args: readonly ArgumentObject[];
}

export interface TablePolicies {
  readonly filter: PolicyUse | undefined;
  /** By the column's name. */
  readonly masks: ReadonlyMap<string, PolicyUse>;
}

type ColumnsOf = (alias: string) => readonly string[];

/** What cannot be enforced is not passed over: whoever is concerned reads nothing of the table. */
function unsafe(table: string, reason: string): StatementFailure {
  const message = `A policy of ${table} cannot be enforced: ${reason}`;
  return new StatementFailure('UNAUTHORIZED_ACCESS', '42501', message);
}

/** The current form of arguments, or the older one, which knows columns alone. */
function declared(current: readonly ArgumentObject[] = [], older: readonly string[] = []): readonly ArgumentObject[] {
  return current.length > 0 ? current : older.map((column) => ({ column }));
}

function concerns(policy: PolicyObject, principals: ReadonlySet<string>): boolean {
  const { to_principals: to = [], except_principals: except = [] } = policy;
  return to.some((each) => principals.has(each)) && !except.some((each) => principals.has(each));
}

/** Collects what policies by tag say of a table to one user. */
class TaggedPolicies {
  readonly filters: PolicyUse[] = [];
  readonly masks: { readonly column: string; readonly use: PolicyUse }[] = [];
  private readonly tableTags: ReadonlyMap<string, string>;

  constructor(
    private readonly objects: GovernedObjects,
    private readonly table: TableObject,
  ) {
    const tags = placesOf(table.full_name).map(({ type, fullName }) => [...objects.tagsOf(type, fullName)]);
    // The nearest value of a key holds. Columns inherit nothing.
    this.tableTags = new Map(tags.flat());
  }

  add(policy: PolicyObject): void {
    const { policy_type: type, for_securable_type: about = 'TABLE', row_filter: filter, column_mask: mask } = policy;
    if (about !== 'TABLE' || type === 'POLICY_TYPE_GRANT') return;
    const columnsOf = this.matched(policy);
    if (columnsOf === undefined) return;
    const { name } = policy;
    if (type === 'POLICY_TYPE_ROW_FILTER' && filter !== undefined) {
      const args = (filter.using ?? []).map((each) => this.argument(name, each, columnsOf));
      this.filters.push({ functionName: filter.function_name, args });
    } else if (type === 'POLICY_TYPE_COLUMN_MASK' && mask !== undefined) {
      const others = (mask.using ?? []).map((each) => this.argument(name, each, columnsOf));
      for (const column of columnsOf(mask.on_column))
        this.masks.push({ column, use: { functionName: mask.function_name, args: [{ column }, ...others] } });
    } else throw unsafe(this.table.full_name, `${name} is of the kind ${type}.`);
  }

  /** The columns that each alias stands for; undefined: the policy is not about this table. */
  private matched({ name, when_condition: when, match_columns: conditions = [] }: PolicyObject): ColumnsOf | undefined {
    const { columns, full_name: table } = this.table;
    try {
      const matches = conditions.map(({ alias, condition }) => ({
        alias,
        columns: columns
          .filter((column) => tagsFulfil(condition, this.objects.tagsOf('column', `${table}.${column.name}`)))
          .map((column) => column.name),
      }));
      if (!tagsFulfil(when, this.tableTags) || matches.some((match) => match.columns.length === 0)) return undefined;
      return (alias) => {
        const found = matches.find((match) => match.alias === alias);
        if (found === undefined) throw unsafe(table, `${name} names no columns ${alias}.`);
        return found.columns;
      };
    } catch (error) {
      throw error instanceof StatementFailure ? error : unsafe(table, `${name}: ${String(error)}`);
    }
  }

  private argument(policy: string, { alias, constant }: UsingObject, columnsOf: ColumnsOf): ArgumentObject {
    if (alias === undefined) return constant === undefined ? {} : { constant };
    const [column, ...more] = columnsOf(alias);
    if (column === undefined || more.length > 0)
      throw unsafe(this.table.full_name, `${alias} of ${policy} stands for several columns.`);
    return { column };
  }
}

/** The one that all agree on: the same function on the same arguments may be asked for more than once. */
function theOne(uses: readonly PolicyUse[], failure: () => StatementFailure): PolicyUse | undefined {
  if (new Set(uses.map((use) => JSON.stringify(use))).size > 1) throw failure();
  return uses[0];
}

/**
 * The row filter and the masks that hold for one user: the table's own, and those of policies by tag on it, its schema
 * and its catalog.
 * @param principals the user with all groups
 * @throws StatementFailure if two different ones hold at once, or one cannot be made out
 */
export function policiesOf(
  objects: GovernedObjects,
  principals: ReadonlySet<string>,
  table: TableObject,
): TablePolicies {
  const { full_name: fullName, row_filter: ownFilter, columns } = table;
  const tagged = new TaggedPolicies(objects, table);
  for (const place of placesOf(fullName)) {
    for (const policy of objects.policiesOn(place)) if (concerns(policy, principals)) tagged.add(policy);
  }
  const filters = [...tagged.filters];
  if (ownFilter !== undefined) {
    const { function_name: functionName, input_arguments: current, input_column_names: older } = ownFilter;
    filters.push({ functionName, args: declared(current, older) });
  }
  const filter = theOne(
    filters,
    () => new StatementFailure('ROW_FILTER_ABAC_MISMATCH', '0A000', `Several row filters hold for ${fullName}.`),
  );
  const masks = new Map<string, PolicyUse>();
  for (const { name, mask } of columns) {
    const uses = tagged.masks.filter(({ column }) => column === name).map(({ use }) => use);
    if (mask !== undefined) {
      const others = declared(mask.using_arguments, mask.using_column_names);
      uses.push({ functionName: mask.function_name, args: [{ column: name }, ...others] });
    }
    const one = theOne(uses, () => {
      const message = `Several column masks hold for ${fullName}.${name}.`;
      return new StatementFailure('COLUMN_MASKS_ABAC_MISMATCH', '0A000', message);
    });
    if (one !== undefined) masks.set(name, one);
  }
  return { filter, masks };
}
