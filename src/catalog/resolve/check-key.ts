import type { ContractField } from '../contract.js';
import type { Report } from '../problem.js';
import { argumentNode } from '../sdl/directive-uses.js';
import { locationOf } from '../sdl/location.js';
import { listNames, suggest } from '../sdl/suggest.js';
import type { TypeScope } from './type-scope.js';
import { keyFieldNames } from './unique-columns.js';

/** Reports what is wrong with the `@key` of a type. */
export function checkKey(scope: TypeScope, fields: readonly ContractField[], report: Report): void {
  const { name: typeName, directives, location } = scope.declaration;
  const names = keyFieldNames(scope);
  const use = directives.find((directive) => directive.name.value === 'key');
  const primaryKey = scope.facts?.table.primaryKey ?? [];
  if (use === undefined) {
    const hint = primaryKey.length === 0 ? '' : ` The primary key in Unity Catalog is ${listNames(primaryKey)}.`;
    report(
      location,
      `Type "${typeName}" has no key. Add @key(fields: "…") with the fields that identify a row.${hint}`,
    );
    return;
  }
  const place = locationOf(argumentNode(use, 'fields'));
  if (names.length === 0) {
    report(
      place,
      `@key of type "${typeName}" names no field. Write the fields that identify a row, separated by spaces.`,
    );
    return;
  }
  const columns: string[] = [];
  let fault = false;
  for (const [index, name] of names.entries()) {
    const field = fields.find((candidate) => candidate.name === name);
    let complaint: string | undefined;
    if (names.indexOf(name) !== index) complaint = 'names it twice. Remove one.';
    else if (!scope.declaration.fields.some((candidate) => candidate.name.value === name)) {
      complaint = `names it, but the type has no such field.${suggest(
        name,
        fields.map((candidate) => candidate.name),
      )}`;
    } else if (field !== undefined && field.kind !== 'column') {
      complaint = 'names it, but it is no column. Only fields that are columns can identify a row.';
    } else if (field?.kind === 'column' && !field.required) {
      complaint = `names it, but it may be null. Write its type as ${field.scalar}!.`;
    }
    if (complaint !== undefined) report(place, `Field "${typeName}.${name}": @key ${complaint}`);
    fault ||= complaint !== undefined || field === undefined;
    if (field?.kind === 'column') columns.push(field.column);
  }
  if (fault || primaryKey.length === 0) return;
  const same = columns.length === primaryKey.length && columns.every((column) => primaryKey.includes(column));
  if (same) return;
  report(
    place,
    `@key of type "${typeName}" is ${listNames(columns)}, but the primary key of ${scope.tableName} in Unity Catalog is ${listNames(primaryKey)}. Make them the same.`,
  );
}
