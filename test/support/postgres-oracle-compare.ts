import type { TextResult } from './postgres-oracle-session.js';

export interface Comparison {
  /** Whether the statement fixes the order of its rows; else they are a multiset. */
  readonly ordered: boolean;
  /** Whether fractions agree if they do to twelve significant digits: averages, quotients, sums of floats. */
  readonly approximate: boolean;
}

type Cell = string | null;
type Row = readonly Cell[];

const NUMERIC = 1700;
const FLOATS = new Set([700, 701]);
const RELATIVE_TOLERANCE = 1e-11;
const MAX_MATCHED = 3000;

/** A decimal without zeros that say nothing: `1.50` and `1.5` are one value. */
function plainDecimal(text: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
  const trimmed = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return trimmed === '-0' ? '0' : trimmed;
}

function exactCell(cell: Cell, typeOid: number): Cell {
  if (cell === null) return null;
  if (typeOid === NUMERIC) return plainDecimal(cell);
  if (!FLOATS.has(typeOid)) return cell;
  const number = Number(cell);
  return Number.isNaN(number) ? cell : String(number === 0 ? 0 : number);
}

function close(left: Cell, right: Cell, typeOid: number): boolean {
  if (left === right) return true;
  if (left === null || right === null) return false;
  if (typeOid !== NUMERIC && !FLOATS.has(typeOid)) return false;
  const [a, b] = [Number(left), Number(right)];
  return Math.abs(a - b) <= RELATIVE_TOLERANCE * Math.max(Math.abs(a), Math.abs(b), 1e-300);
}

function rough(row: Row, oids: readonly number[]): string {
  const cells = row.map((cell, at) => {
    const oid = oids[at] ?? 0;
    const fraction = cell !== null && (oid === NUMERIC || FLOATS.has(oid)) && Number.isFinite(Number(cell));
    return fraction ? Number(Number(cell).toPrecision(9)) : cell;
  });
  return JSON.stringify(cells);
}

function sameRow(left: Row, right: Row, oids: readonly number[], approximate: boolean): boolean {
  return left.every((cell, at) => (approximate ? close(cell, right[at] ?? null, oids[at] ?? 0) : cell === right[at]));
}

/** Pairs rows off one by one, for fractions that a rounding put in another order. */
function matches(expected: readonly Row[], actual: readonly Row[], oids: readonly number[]): boolean {
  if (expected.length > MAX_MATCHED) return false;
  const left = [...actual];
  return expected.every((row) => {
    const at = left.findIndex((candidate) => sameRow(row, candidate, oids, true));
    if (at === -1) return false;
    left.splice(at, 1);
    return true;
  });
}

function compareRows(expected: readonly Row[], actual: readonly Row[], oids: readonly number[], how: Comparison) {
  const keyed = (rows: readonly Row[]): Row[] =>
    rows
      .map((row) => ({ row, key: rough(row, oids) }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
      .map(({ row }) => row);
  const [left, right] = how.ordered ? [expected, actual] : [keyed(expected), keyed(actual)];
  const at = left.findIndex((row, index) => !sameRow(row, right[index] ?? [], oids, how.approximate));
  if (at === -1) return undefined;
  if (!how.ordered && how.approximate && matches(left, right, oids)) return undefined;
  return `row ${at + 1}: expected ${JSON.stringify(left[at])}, found ${JSON.stringify(right[at])}`;
}

/**
 * Compares a result with the oracle's: names and types of columns, then rows. Numerics are equal by value and floats by
 * number; everything else by Postgres's text.
 * @returns what differs first, or undefined
 */
export function compareResults(expected: TextResult, actual: TextResult, how: Comparison): string | undefined {
  const named = ({ fields }: TextResult): string =>
    fields.map(({ name, typeOid }) => `${JSON.stringify(name)}:${typeOid}`).join(', ');
  if (named(expected) !== named(actual)) return `columns: expected ${named(expected)}, found ${named(actual)}`;
  if (expected.rows.length !== actual.rows.length) {
    return `rows: expected ${expected.rows.length}, found ${actual.rows.length}`;
  }
  const oids = expected.fields.map(({ typeOid }) => typeOid);
  const exact = ({ rows }: TextResult): Row[] =>
    rows.map((row) => row.map((cell, at) => exactCell(cell, oids[at] ?? 0)));
  return compareRows(exact(expected), exact(actual), oids, how);
}
