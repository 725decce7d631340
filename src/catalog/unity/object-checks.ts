import type { z } from 'zod';
import { policyArguments, type UnityPolicyArgument } from './policy-arguments.js';

/** What must hold between the members of one object. Messages start with what was expected, as zod's do here. */

type Path = readonly (string | number)[];
type Context = z.RefinementCtx;

function fault(context: Context, path: Path, message: string): void {
  context.addIssue({ code: 'custom', path: [...path], message });
}

function checkFullName(object: { readonly full_name: string }, parts: readonly string[], context: Context): void {
  const expected = parts.join('.');
  if (object.full_name !== expected)
    fault(context, ['full_name'], `expected ${JSON.stringify(expected)}, by the names beside it`);
}

/** Names that differ only in case are one name to Unity Catalog. */
function checkUnique(
  entries: readonly { readonly name: string; readonly position: number }[],
  path: Path,
  context: Context,
): void {
  const seenNames = new Set<string>();
  const seenPositions = new Set<number>();
  for (const [index, { name, position }] of entries.entries()) {
    if (seenNames.has(name.toLowerCase()))
      fault(context, [...path, index, 'name'], `expected a name of its own; ${name} is taken`);
    if (seenPositions.has(position))
      fault(context, [...path, index, 'position'], `expected a position of its own; ${position} is taken`);
    seenNames.add(name.toLowerCase());
    seenPositions.add(position);
  }
}

export function checkSchema(
  schema: { readonly name: string; readonly catalog_name: string; readonly full_name: string },
  context: Context,
): void {
  checkFullName(schema, [schema.catalog_name, schema.name], context);
}

interface CheckedColumn {
  readonly name: string;
  readonly position: number;
  readonly mask?:
    | {
        readonly using_column_names?: readonly string[] | undefined;
        readonly using_arguments?: readonly UnityPolicyArgument[] | undefined;
      }
    | undefined;
}

interface CheckedTable {
  readonly name: string;
  readonly catalog_name: string;
  readonly schema_name: string;
  readonly full_name: string;
  readonly columns: readonly CheckedColumn[];
  readonly row_filter?:
    | {
        readonly input_column_names?: readonly string[] | undefined;
        readonly input_arguments?: readonly UnityPolicyArgument[] | undefined;
      }
    | undefined;
  readonly table_constraints?:
    | readonly {
        readonly primary_key_constraint?: { readonly child_columns: readonly string[] } | undefined;
        readonly foreign_key_constraint?:
          | { readonly child_columns: readonly string[]; readonly parent_columns: readonly string[] }
          | undefined;
      }[]
    | undefined;
}

/** Names, positions, and that policies and keys name columns of this table. */
export function checkTable(table: CheckedTable, context: Context): void {
  checkFullName(table, [table.catalog_name, table.schema_name, table.name], context);
  checkUnique(table.columns, ['columns'], context);
  const known = new Set(table.columns.map(({ name }) => name));
  const requireColumns = (names: readonly (string | undefined)[], path: Path): void => {
    for (const name of names) {
      if (name !== undefined && !known.has(name))
        fault(context, path, `expected a column of the table, found ${JSON.stringify(name)}`);
    }
  };
  const filter = table.row_filter;
  if (filter !== undefined) {
    const given = policyArguments({ given: filter.input_arguments, columnNames: filter.input_column_names });
    requireColumns(
      given.map(({ column }) => column),
      ['row_filter'],
    );
  }
  for (const [index, { mask }] of table.columns.entries()) {
    if (mask === undefined) continue;
    const using = policyArguments({ given: mask.using_arguments, columnNames: mask.using_column_names });
    requireColumns(
      using.map(({ column }) => column),
      ['columns', index, 'mask'],
    );
  }
  checkConstraints(table, requireColumns, context);
}

function checkConstraints(
  { table_constraints: constraints = [] }: CheckedTable,
  requireColumns: (names: readonly string[], path: Path) => void,
  context: Context,
): void {
  let primaryKeys = 0;
  for (const [index, { primary_key_constraint: primary, foreign_key_constraint: foreign }] of constraints.entries()) {
    const path = ['table_constraints', index];
    if (primary !== undefined) {
      primaryKeys += 1;
      if (primaryKeys > 1) fault(context, [...path, 'primary_key_constraint'], 'expected at most one primary key');
      requireColumns(primary.child_columns, [...path, 'primary_key_constraint', 'child_columns']);
    }
    if (foreign !== undefined) {
      requireColumns(foreign.child_columns, [...path, 'foreign_key_constraint', 'child_columns']);
      if (foreign.child_columns.length !== foreign.parent_columns.length) {
        const expected = `expected ${foreign.child_columns.length} columns, one for each of child_columns`;
        fault(context, [...path, 'foreign_key_constraint', 'parent_columns'], expected);
      }
    }
  }
}

interface CheckedFunction {
  readonly name: string;
  readonly catalog_name: string;
  readonly schema_name: string;
  readonly full_name: string;
  readonly input_params?:
    | { readonly parameters: readonly { readonly name: string; readonly position: number }[] }
    | undefined;
}

export function checkFunction(routine: CheckedFunction, context: Context): void {
  checkFullName(routine, [routine.catalog_name, routine.schema_name, routine.name], context);
  checkUnique(routine.input_params?.parameters ?? [], ['input_params', 'parameters'], context);
}
