import type { TextResult } from '../../support/postgres-oracle-session.js';

export type Row = readonly (string | number | null)[];

const NUMBERS = new Set([20, 21, 23, 700, 701, 1700]);
const TIMES = new Set([1082, 1114]);
const SIGNIFICANT_DIGITS = 11;

const rounded = (value: number): number => Number(value.toPrecision(SIGNIFICANT_DIGITS));

/** A result of Postgres as Superset's JSON says it: numbers, milliseconds since 1970, texts. */
export function rowsOfPostgres({ fields, rows }: TextResult): readonly Row[] {
  return rows.map((row) =>
    row.map((cell, at) => {
      const type = fields[at]?.typeOid ?? 0;
      if (cell === null) return null;
      if (NUMBERS.has(type)) return rounded(Number(cell));
      return TIMES.has(type) ? Date.parse(`${cell.replace(' ', 'T')}${type === 1114 ? 'Z' : ''}`) : cell;
    }),
  );
}

/** Superset's rows, which are objects, with their columns in the order of `names`. */
export function rowsOfSuperset(
  names: readonly string[],
  data: readonly Readonly<Record<string, string | number | null>>[],
): readonly Row[] {
  return data.map((row) =>
    names.map((name) => {
      const value = row[name];
      if (value === undefined) throw new Error(`A row of Superset has no ${name}.`);
      return typeof value === 'number' ? rounded(value) : value;
    }),
  );
}

/** Rows whose order says nothing, in one order. */
export function sortedRows(rows: readonly Row[]): readonly Row[] {
  const key = (row: Row): string => JSON.stringify(row);
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
