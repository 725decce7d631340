import type { Choices } from '../choices.js';
import { View } from '../oracle/view.js';
import { generateMapping, generateValue } from './generate-world.js';
import { type Caller, type Data, type Row, type Table, tableOf, type Value, type World } from './model.js';
import { keyValues } from './values.js';

const ATTEMPTS = 30;

function freshRow(choices: Choices, table: Table, rows: readonly Row[]): Row {
  const row: Record<string, Value> = {};
  for (const column of table.columns) {
    // A key of its own, or now and then one that some row has: a hidden row may bear a visible one's.
    const taken = rows.map((other) => other[column.name] ?? null);
    const isKey = table.key.includes(column.name);
    row[column.name] = isKey
      ? choices.maybe(0.15) && taken.length > 0
        ? choices.pick(taken)
        : (keyValues(column.type, 80, choices).find((value) => !taken.includes(value)) ?? null)
      : generateValue(choices, column, rows.length === 0 ? undefined : taken);
  }
  return row;
}

function changedRows(choices: Choices, table: Table, rows: readonly Row[]): readonly Row[] {
  const at = choices.below(rows.length + 1);
  const row = rows[at];
  const how = choices.weighted([
    [4, 'value'],
    [3, 'add'],
    [2, 'remove'],
  ] as const);
  if (row === undefined || how === 'add')
    return [...rows.slice(0, at), freshRow(choices, table, rows), ...rows.slice(at)];
  if (how === 'remove') return rows.filter((_, index) => index !== at);
  const column = choices.pick(table.columns);
  const zero =
    column.type.kind === 'double' ? 0 : column.type.kind === 'int' || column.type.kind === 'bigint' ? 0n : undefined;
  const value = zero !== undefined && choices.maybe(0.3) ? zero : generateValue(choices, column, undefined);
  return rows.map((other, index) => (index === at ? { ...other, [column.name]: value } : other));
}

function changed(choices: Choices, world: World, data: Data): Data {
  if (choices.maybe(0.15)) {
    const at = choices.below(data.mapping.length + 1);
    const rest = data.mapping.filter((_, index) => index !== at);
    return { ...data, mapping: choices.maybe(0.7) ? [...rest, generateMapping(choices, data.rows)] : rest };
  }
  const type = choices.pick(world.tables).type;
  const rows = changedRows(choices, tableOf(world, type), data.rows.get(type) ?? []);
  return { ...data, rows: new Map([...data.rows, [type, rows]]) };
}

export interface Change {
  readonly data: Data;
  /** How many changes were made; none where the caller sees everything. */
  readonly count: number;
}

/** Other data that looks the same to this caller: every change that the caller could see is taken back. */
export function changeHidden(choices: Choices, world: World, caller: Caller, data: Data): Change {
  const before = new View(world, caller, data).fingerprint();
  let current = data;
  let count = 0;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const next = changed(choices, world, current);
    if (new View(world, caller, next).fingerprint() !== before) continue;
    current = next;
    count += 1;
  }
  return { data: current, count };
}
