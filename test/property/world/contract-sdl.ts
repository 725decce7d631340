import { type Column, type Computed, columnOf, SOURCE, type Table, type World } from './model.js';
import { databricksLiteral, scalarOf } from './values.js';

function fieldOf(table: Table, column: Column): string {
  return `  ${column.name}: ${scalarOf(column.type)}${table.required.has(column.name) ? '!' : ''} @column(name: "${column.name}")`;
}

/** Type and SQL of a computed field; `ratio` divides by a column, so that it raises on a zero. */
function computedParts(table: Table, computed: Computed): readonly [type: string, sql: string] {
  const { column, value } = computed;
  switch (computed.form) {
    case 'ratio':
      return ['Float', `1D / ${column}`];
    case 'above':
      return ['Boolean', `${column} > ${databricksLiteral(value, columnOf(table, column).type)}`];
    case 'text':
      return ['String', `coalesce(${column}, ${databricksLiteral(value, { kind: 'string' })})`];
  }
}

function typeSdl(table: Table, source: string): string {
  const measures = table.measures.map(({ name, column, value }) => {
    const sql = `count_if(${column} > ${databricksLiteral(value, columnOf(table, column).type)})`;
    return `  @measure(name: "${name}", type: "BigInt", sql: ${JSON.stringify(sql)})`;
  });
  const fields = table.columns.map((column) => fieldOf(table, column));
  const computed = table.computed.map((entry) => {
    const [type, sql] = computedParts(table, entry);
    return `  ${entry.name}: ${type} @expression(sql: ${JSON.stringify(sql)})`;
  });
  const relations = table.relations.map(({ name, cardinality, target, from, to }) => {
    const type = cardinality === 'one' ? target : `[${target}!]!`;
    return `  ${name}: ${type} @join(on: [{ from: "${from}", to: "${to}" }])`;
  });
  return [
    `type ${table.type}`,
    `  @table(source: "${source}", name: "${table.name}")`,
    `  @key(fields: "${table.key.join(' ')}")`,
    ...measures,
    '{',
    ...fields,
    ...computed,
    ...relations,
    '}',
    '',
  ].join('\n');
}

/** The contract of a world, as a file of schema/. */
export function contractSdl(world: World, sources: readonly string[] = [SOURCE]): string {
  return world.tables.map((table, index) => typeSdl(table, sources[index % sources.length] ?? SOURCE)).join('\n');
}
