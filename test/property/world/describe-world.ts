import { contractSdl } from './contract-sdl.js';
import { columnOf, type Data, type World } from './model.js';
import { PolicySql } from './policy-sql.js';
import { duckdbLiteral } from './values.js';

/** A world as text, for the message of a property that fails. */
export function describeWorld(world: World, data: Data): string {
  const policies = world.tables.flatMap((table) => [
    `-- ${table.type}: granted to ${table.grants.join(', ') || 'nobody'}`,
    ...(table.rowFilter === undefined
      ? []
      : [`--   row filter: ${new PolicySql(table, 'f').condition(table.rowFilter.body)}`]),
    ...table.masks.map(
      (mask) =>
        `--   mask of ${mask.column}: ${new PolicySql(table, 'f', columnOf(table, mask.column)).mask(mask.body)}`,
    ),
    ...(data.rows.get(table.type) ?? []).map(
      (row) =>
        `--   ${table.columns.map(({ name, type }) => `${name}=${duckdbLiteral(row[name] ?? null, type)}`).join(' ')}`,
    ),
  ]);
  const mapping = data.mapping.map((row) => `--   mapping ${JSON.stringify({ ...row, number: String(row.number) })}`);
  return [contractSdl(world), ...policies, ...mapping].join('\n');
}
