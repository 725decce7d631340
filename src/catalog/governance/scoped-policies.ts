import type { ColumnMask, PolicyArgument, RowFilter, ScopedPolicy } from '../catalog.js';
import type { UnityPolicyInfo } from '../unity/policy-objects.js';
import { readTagCondition, type Tags } from './tag-condition.js';

/** The tags that the policies of a table are matched by. */
export interface TableTags {
  readonly table: Tags;
  readonly columns: ReadonlyMap<string, Tags>;
}

type Using = readonly { readonly alias?: string | undefined; readonly constant?: string | undefined }[];

interface Outcome {
  readonly rowFilter?: RowFilter | undefined;
  readonly masks?: readonly ColumnMask[];
  readonly unmapped?: string;
}

/** Columns by the alias of the condition that matches them; undefined: a condition that is not understood. */
function matchedColumns(info: UnityPolicyInfo, tags: TableTags): ReadonlyMap<string, readonly string[]> | undefined {
  const matched = new Map<string, readonly string[]>();
  for (const [index, { alias, condition }] of info.match_columns.entries()) {
    const holds = readTagCondition(condition);
    if (holds === undefined) return undefined;
    const columns = [...tags.columns].flatMap(([name, own]) => (holds(own) ? [name] : []));
    matched.set(alias ?? `#${index}`, columns);
  }
  return matched;
}

/** The arguments, or the construct that keeps them from being read. */
function argumentsOf(
  using: Using,
  matched: ReadonlyMap<string, readonly string[]>,
): readonly PolicyArgument[] | string {
  const args: PolicyArgument[] = [];
  for (const { alias, constant } of using) {
    if (constant !== undefined) {
      args.push({ kind: 'constant', value: constant });
      continue;
    }
    const columns = matched.get(alias ?? '') ?? [];
    const [column] = columns;
    if (column === undefined) return `the alias ${alias}, which no condition gives`;
    if (columns.length > 1) return `the alias ${alias}, which matches the columns ${columns.join(', ')}`;
    args.push({ kind: 'column', column });
  }
  return args;
}

function masksOf(
  mask: NonNullable<UnityPolicyInfo['column_mask']>,
  matched: ReadonlyMap<string, readonly string[]>,
): Outcome {
  const columns = matched.get(mask.on_column);
  if (columns === undefined) return { unmapped: `the alias ${mask.on_column}, which no condition gives` };
  const using = argumentsOf(mask.using, matched);
  if (typeof using === 'string') return { unmapped: using };
  return { masks: columns.map((column) => ({ column, function: mask.function_name, using })) };
}

function outcomeOf(info: UnityPolicyInfo, tags: TableTags): Outcome | undefined {
  const when = readTagCondition(info.when_condition);
  if (when === undefined) return { unmapped: `the condition ${info.when_condition}` };
  if (!when(tags.table)) return undefined;
  const matched = matchedColumns(info, tags);
  if (matched === undefined) return { unmapped: 'a condition on columns that the gateway does not read' };
  // A policy is about the tables that have every column that it names.
  if ([...matched.values()].some((columns) => columns.length === 0)) return undefined;
  const { row_filter: filter, column_mask: mask } = info;
  if (filter !== undefined && mask === undefined) {
    const args = argumentsOf(filter.using, matched);
    return typeof args === 'string'
      ? { unmapped: args }
      : { rowFilter: { function: filter.function_name, arguments: args } };
  }
  if (mask !== undefined && filter === undefined) return masksOf(mask, matched);
  return { unmapped: `a policy of type ${info.policy_type}` };
}

/** One that grants can be passed over: the gateway then lets through less than it might. */
function isAboutTables({ policy_type: type, for_securable_type: about = 'TABLE' }: UnityPolicyInfo): boolean {
  return about.toUpperCase() === 'TABLE' && type !== 'POLICY_TYPE_GRANT';
}

/** Whether the policy looks at the tags of a table, so that they have to be read. */
export function matchesTable(info: UnityPolicyInfo): boolean {
  return isAboutTables(info) && info.when_condition !== undefined && info.when_condition.trim() !== '';
}

/** Whether the policy looks at the tags of a table's columns. */
export function matchesColumns(info: UnityPolicyInfo): boolean {
  return isAboutTables(info) && info.match_columns.length > 0;
}

/** The policies that are about this table, each with the callers whom it is for. What is not understood is kept as unmapped. */
export function scopedPolicies(infos: readonly UnityPolicyInfo[], tags: TableTags): readonly ScopedPolicy[] {
  return infos.filter(isAboutTables).flatMap((info) => {
    const outcome = outcomeOf(info, tags);
    if (outcome === undefined) return [];
    return [
      {
        name: info.name,
        to: info.to_principals,
        except: info.except_principals,
        rowFilter: outcome.rowFilter,
        masks: outcome.masks ?? [],
        unmapped: outcome.unmapped,
      },
    ];
  });
}
