import { SqlError } from '../sql-error.js';
import { invalidValue, type Normalise } from './setting-values.js';

/** Largest first; the last has size 1 and is what a bare number counts. */
type Units = readonly (readonly [name: string, size: number])[];

const TIME: Units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
  ['ms', 1],
];
const MEMORY: Units = [
  ['TB', 1024 ** 3],
  ['GB', 1024 ** 2],
  ['MB', 1024],
  ['kB', 1],
];
const MAX_COUNT = 2 ** 31 - 1;

function count(value: string, name: string, units: Units): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*$/.exec(value);
  const unit = match?.[2] ?? '';
  const size = unit === '' ? 1 : units.find(([known]) => known === unit)?.[1];
  if (match === null || size === undefined) {
    throw invalidValue(name, value, `Valid units for this parameter are ${units.map(([known]) => known).join(', ')}.`);
  }
  const total = Math.round(Number(match[1]) * size);
  if (total > MAX_COUNT) {
    throw new SqlError('22023', `${value} is outside the valid range for parameter "${name}" (0 .. ${MAX_COUNT})`);
  }
  return total;
}

function canonical(total: number, units: Units): string {
  if (total === 0) return '0';
  const fitting = units.find(([, size]) => total % size === 0);
  return fitting === undefined ? String(total) : `${total / fitting[1]}${fitting[0]}`;
}

/** A time such as `30s` or `1500`, in ms where no unit stands. */
export const duration: Normalise = (value, name) => canonical(count(value, name, TIME), TIME);

/** A size such as `64MB` or `4096`, in kB where no unit stands. */
export const memory: Normalise = (value, name) => canonical(count(value, name, MEMORY), MEMORY);

/** The ms of a value that `duration` has accepted. */
export function durationMs(value: string): number {
  return count(value, 'statement_timeout', TIME);
}
