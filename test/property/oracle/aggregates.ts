import { type AggregateValue, aggregateType } from '../query/model.js';
import { type Row, type Table, tableOf, type Value } from '../world/model.js';
import { compare } from '../world/values.js';
import { Raised } from './policy.js';
import { fieldValue, type View } from './view.js';

/** An aggregate's value; `slack` is how far an engine that adds in another order may be off. */
export interface Aggregated {
  readonly value: Value;
  readonly slack: number;
}

const exactly = (value: Value): Aggregated => ({ value, slack: 0 });

function toDouble(value: Value, table: Table, column: string): number {
  const type = table.columns.find(({ name }) => name === column)?.type;
  return type?.kind === 'decimal' ? Number(value) / 10 ** type.scale : Number(value);
}

/** Whether doubles like these add up without rounding, in any order. */
function isExact(value: number): boolean {
  return !Number.isFinite(value) || (Number.isInteger(value * 1024) && Math.abs(value) < 2 ** 40);
}

function inDouble(values: readonly number[], result: number): Aggregated {
  const largest = Math.max(0, ...values.filter(Number.isFinite).map(Math.abs));
  return { value: result, slack: values.every(isExact) ? 0 : 1e-9 * largest };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Values whose squares a double cannot hold make the engine raise. */
export function deviates(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value) < 1e100;
}

function deviation(values: readonly number[]): Aggregated {
  if (values.length < 2) return exactly(null);
  if (!values.every(deviates)) throw new Raised();
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  const largest = Math.max(...values.map(Math.abs));
  return { value: Math.sqrt(squares / (values.length - 1)), slack: 1e-7 * largest + 1e-12 };
}

function percentile(values: readonly number[], p: number): Aggregated {
  const sorted = [...values].sort(compare);
  const place = p * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  const value = Math.floor(place) === Math.ceil(place) ? low : low + (high - low) * (place - Math.floor(place));
  const largest = Math.max(0, ...values.filter(Number.isFinite).map(Math.abs));
  return { value, slack: 1e-9 * largest };
}

/** How many rows. */
export function countRows(rows: readonly Row[]): Aggregated {
  return exactly(BigInt(rows.length));
}

/** An aggregate over visible rows of one type. @throws Raised where a row's value or the aggregate itself does. */
export function aggregate(
  view: View,
  type: string,
  rows: readonly Row[],
  { name, p, operand }: AggregateValue,
): Aggregated {
  const table = tableOf(view.world, type);
  if (operand.kind === 'measure') {
    const measure = table.measures.find((candidate) => candidate.name === operand.name);
    if (measure === undefined) throw new Error(`No measure ${operand.name}.`);
    const counted = rows.filter((row) => {
      const value = row[measure.column] ?? null;
      return value !== null && measure.value !== null && compare(value, measure.value) > 0;
    });
    return countRows(counted);
  }
  const values = rows
    .map((row) => (operand.kind === 'relation' ? (row[operand.column] ?? null) : fieldValue(row, operand.field, table)))
    .filter((value) => value !== null);
  if (name === 'countDistinct') {
    return exactly(
      BigInt(
        values.filter((value, index) => values.findIndex((other) => compare(value, other) === 0) === index).length,
      ),
    );
  }
  if (values.length === 0 || operand.kind === 'relation') return exactly(null);
  if (name === 'min' || name === 'max') {
    const sorted = [...values].sort(compare);
    return exactly((name === 'min' ? sorted[0] : sorted.at(-1)) ?? null);
  }
  if (name === 'sum' && aggregateType(name, operand).kind !== 'double') {
    return exactly(values.reduce<bigint>((sum, value) => sum + BigInt(value), 0n));
  }
  const doubles = values.map((value) => toDouble(value, table, operand.field.name));
  switch (name) {
    case 'sum':
      return inDouble(
        doubles,
        doubles.reduce((sum, value) => sum + value, 0),
      );
    case 'avg':
      return inDouble(doubles, mean(doubles));
    case 'stddev':
      return deviation(doubles);
    case 'percentile':
      return percentile(doubles, p ?? 0);
    default:
      throw new Error(`No aggregate ${name}.`);
  }
}
