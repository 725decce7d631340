import type { CatalogTable, ForeignKey } from '../../catalog/catalog.js';
import type { TableFacts } from '../../catalog/governance/table-facts.js';
import {
  camelCase,
  pascalCase,
  pluralOf,
  RESERVED_FIELDS,
  singularFieldName,
  singularOf,
} from '../../catalog/names.js';
import { sameType } from '../../query/types.js';
import type { DraftField, DraftType, Notes } from './sdl-draft.js';
import { takeName } from './unique-name.js';

/** Types whose fields are still being added to. */
type Growing = ReadonlyMap<string, { readonly type: DraftType; readonly fields: DraftField[] }>;

function groupsOf(name: string): string {
  return `${singularOf(name)}Groups`;
}

/** Names that the fields of a type take, the grouping fields of its lists included. */
function takenNames(fields: readonly DraftField[]): ReadonlySet<string> {
  const names = fields.flatMap((field) =>
    field.kind === 'relation' && field.many ? [field.name, groupsOf(field.name)] : [field.name],
  );
  return new Set([...RESERVED_FIELDS, ...names]);
}

/** `origin_iata` that refers to `iata` → `origin`; `airport_id` → `airport`; otherwise the parent's name. */
function toOneNames(key: ForeignKey, parent: DraftType): readonly string[] {
  const parentName = singularFieldName(parent.name);
  const [column] = key.columns;
  const [parentColumn] = key.parentColumns;
  if (key.columns.length !== 1 || column === undefined || parentColumn === undefined) {
    return [parentName, `${parentName}Row`];
  }
  const stem = [`_${parentColumn}`, '_id', '_key', '_code']
    .filter((suffix) => column.toLowerCase().endsWith(suffix.toLowerCase()))
    .map((suffix) => column.slice(0, -suffix.length))
    .find((candidate) => candidate !== '');
  if (stem === undefined) return [parentName, `${camelCase(column)}${parent.name}`];
  return [camelCase(stem), `${camelCase(stem)}${parent.name}`];
}

function keyFault(key: ForeignKey, child: CatalogTable, parent: CatalogTable | undefined): string | undefined {
  if (parent === undefined) return `${key.parentTable} is not among the types`;
  const samePrimaryKey =
    parent.primaryKey.length === key.parentColumns.length &&
    parent.primaryKey.every((column) => key.parentColumns.includes(column));
  if (!samePrimaryKey) return `it does not refer to the primary key of ${key.parentTable}`;
  const fits = key.columns.every((name, index) => {
    const from = child.columns.find((column) => column.name === name);
    const to = parent.columns.find((column) => column.name === key.parentColumns[index]);
    return from !== undefined && to !== undefined && sameType(from.type, to.type);
  });
  return fits ? undefined : 'its columns differ in type';
}

function addRelations(key: ForeignKey, child: CatalogTable, parent: CatalogTable, types: Growing): void {
  const from = types.get(child.reference.name);
  const to = types.get(parent.reference.name);
  if (from === undefined || to === undefined) return;
  const on = key.columns.map((column, index) => ({ from: column, to: key.parentColumns[index] ?? '' }));
  const forward = takeName(toOneNames(key, to.type), (name) => takenNames(from.fields).has(name));
  const forwardField: DraftField = {
    kind: 'relation',
    name: forward,
    target: to.type.name,
    many: false,
    on,
    comment: undefined,
  };
  from.fields.push(forwardField);
  const plural = from.type.plural ?? pluralOf(singularFieldName(from.type.name));
  const isOnlyKey = child.foreignKeys.filter((other) => other.parentTable === key.parentTable).length === 1;
  const byName = `${plural}By${pascalCase(forward)}`;
  const back = takeName(isOnlyKey ? [plural, byName] : [byName], (name) => {
    const taken = takenNames(to.fields);
    return taken.has(name) || taken.has(groupsOf(name));
  });
  const reversed = on.map((pair) => ({ from: pair.to, to: pair.from }));
  to.fields.push({
    kind: 'relation',
    name: back,
    target: from.type.name,
    many: true,
    on: reversed,
    comment: undefined,
  });
}

/** The types with a relation for each foreign key, and one back. What a key cannot give is noted. */
export function draftRelations(
  types: readonly DraftType[],
  tables: readonly TableFacts[],
  notes: Notes,
): readonly DraftType[] {
  const growing: Growing = new Map(types.map((type) => [type.table, { type, fields: [...type.fields] }]));
  const byName = new Map(tables.map(({ table }) => [table.reference.name, table]));
  for (const { table: child } of tables) {
    if (!growing.has(child.reference.name)) continue;
    for (const key of child.foreignKeys) {
      const parent = growing.has(key.parentTable) ? byName.get(key.parentTable) : undefined;
      const fault = keyFault(key, child, parent);
      if (fault === undefined && parent !== undefined) addRelations(key, child, parent, growing);
      else notes.push(`Left out the relation of ${child.reference.name}(${key.columns.join(', ')}): ${fault}.`);
    }
  }
  return [...growing.values()].map(({ type, fields }) => ({ ...type, fields }));
}
