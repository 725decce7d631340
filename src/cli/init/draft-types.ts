import type { CatalogTable } from '../../catalog/catalog.js';
import type { TableFacts } from '../../catalog/governance/table-facts.js';
import {
  camelCase,
  isReservedType,
  madeFrom,
  pascalCase,
  pluralOf,
  RESERVED_FIELDS,
  singularFieldName,
  singularOf,
} from '../../catalog/names.js';
import { fittingScalars } from '../../catalog/resolve/scalar-fit.js';
import { isMaskedColumn } from '../../catalog/table-policies.js';
import type { DraftField, DraftMeasure, DraftType, Notes } from './sdl-draft.js';
import { takeName } from './unique-name.js';

function bareName(table: CatalogTable): string {
  return table.reference.name.split('.').at(-1) ?? table.reference.name;
}

/** `route_days` → `RouteDay`. */
function typeNameOf(table: CatalogTable): string {
  const words = bareName(table).toLowerCase().split('_');
  return pascalCase([...words.slice(0, -1), singularOf(words.at(-1) ?? '')].join('_'));
}

/** A name that clashes with no type so far, nor with what the served schema makes for each. */
function typeNameFree(name: string, types: readonly DraftType[]): boolean {
  const owners = madeFrom(name);
  return (
    !isReservedType(name) &&
    types.every((other) => other.name !== name && !owners.includes(other.name) && !madeFrom(other.name).includes(name))
  );
}

/** Root fields of a type: `flight`, `flights` and `flightGroups`. */
function rootFields(type: Pick<DraftType, 'name' | 'plural'>): readonly string[] {
  const singular = singularFieldName(type.name);
  return [singular, type.plural ?? pluralOf(singular), `${singular}Groups`];
}

function draftColumns(table: CatalogTable): readonly DraftField[] {
  const taken = new Set<string>(RESERVED_FIELDS);
  return table.columns.flatMap((column): readonly DraftField[] => {
    const [scalar] = fittingScalars(column.type);
    if (scalar === undefined) return [];
    const name = takeName([camelCase(column.name), `${camelCase(column.name)}Value`], (candidate) =>
      taken.has(candidate),
    );
    taken.add(name);
    const masked = isMaskedColumn(table, column.name);
    return [
      {
        kind: 'column',
        name,
        column: column.name,
        scalar,
        required: !column.nullable && !masked,
        comment: column.comment,
      },
    ];
  });
}

function draftMeasures(table: CatalogTable): readonly DraftMeasure[] {
  const taken = new Set<string>();
  return (table.metricView?.measures ?? []).flatMap(({ name: measure, expression }): readonly DraftMeasure[] => {
    const [scalar] = fittingScalars(expression.type);
    // A backtick would end the name in SQL.
    if (scalar === undefined || measure.includes('`')) return [];
    const name = takeName([camelCase(measure), `${camelCase(measure)}Value`], (candidate) => taken.has(candidate));
    taken.add(name);
    return [{ name, measure, scalar }];
  });
}

function noKey(measures: readonly DraftMeasure[]): readonly string[] | { readonly fault: string } {
  return measures.length > 0 ? [] : { fault: 'it is a metric view without a measure that can be read' };
}

/** Names of the key's fields, or why there are none. */
function keyOf(table: CatalogTable, fields: readonly DraftField[]): readonly string[] | { readonly fault: string } {
  if (table.primaryKey.length === 0)
    return { fault: 'it has no primary key. Declare one in Unity Catalog, or write the type by hand with @key' };
  const key: string[] = [];
  for (const name of table.primaryKey) {
    const field = fields.find((candidate) => candidate.kind === 'column' && candidate.column === name);
    if (field?.kind !== 'column')
      return { fault: `column ${name} of its primary key is of a type that is not supported` };
    if (!field.required) return { fault: `column ${name} of its primary key may be NULL or is masked` };
    key.push(field.name);
  }
  return key;
}

/**
 * A type for each table, with its columns and key; relations come after, when all names are known. A table that
 * cannot be a type is left out with a note.
 */
export function draftTypes(tables: readonly TableFacts[], notes: Notes): readonly DraftType[] {
  const types: DraftType[] = [];
  for (const facts of tables) {
    const { table, unsupported, fault } = facts;
    if (fault !== undefined) {
      notes.push(`Left out table ${table.reference.name}: it is ${fault}.`);
      continue;
    }
    for (const [column, type] of unsupported) {
      notes.push(`Left out column ${table.reference.name}.${column}: type ${type} is not supported.`);
    }
    for (const [field, reason] of facts.faults) {
      notes.push(`Left out "${field}" of metric view ${table.reference.name}: ${reason}.`);
    }
    const fields = draftColumns(table);
    const measures = draftMeasures(table);
    const key = table.metricView === undefined ? keyOf(table, fields) : noKey(measures);
    if ('fault' in key) {
      notes.push(`Left out table ${table.reference.name}: ${key.fault}.`);
      continue;
    }
    const base = typeNameOf(table);
    const schema = pascalCase(table.reference.name.split('.')[1] ?? '');
    const name = takeName([base, `${base}Row`, `${schema}${base}`], (candidate) => !typeNameFree(candidate, types));
    const roots = new Set(types.flatMap(rootFields));
    const plural = rootFields({ name, plural: undefined })[1] ?? '';
    const other = roots.has(plural) ? takeName([`${plural}List`], (candidate) => roots.has(candidate)) : undefined;
    types.push({ name, table: table.reference.name, comment: table.comment, key, measures, plural: other, fields });
  }
  return types;
}
