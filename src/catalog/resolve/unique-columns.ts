import { directiveUses } from '../sdl/directive-uses.js';
import { impliedColumn } from './column-field.js';
import type { TypeScope } from './type-scope.js';

const ignore = () => {};

/** The fields that `@key` of a type names, in order. */
export function keyFieldNames(scope: TypeScope): readonly string[] {
  const [use] = directiveUses(scope.declaration.directives, 'key', ignore);
  return use?.arguments.fields.split(/[\s,]+/).filter((name) => name !== '') ?? [];
}

/** Columns that identify a row: Unity Catalog's primary key, else those of `@key`; undefined if neither says. */
export function uniqueColumns(scope: TypeScope): readonly string[] | undefined {
  const primaryKey = scope.facts?.table.primaryKey ?? [];
  if (primaryKey.length > 0) return primaryKey;
  const columns = keyFieldNames(scope).flatMap((name) => {
    const node = scope.declaration.fields.find((field) => field.name.value === name);
    if (node === undefined) return [];
    const [use] = directiveUses(node.directives ?? [], 'column', ignore);
    return [use?.arguments.name ?? impliedColumn(scope, name) ?? name];
  });
  return columns.length === 0 ? undefined : columns;
}
