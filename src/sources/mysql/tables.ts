import { GatewayError } from '../../errors.js';
import { intervalOf } from '../../functions/dialects/mysql/interval.js';
import { shiftedBy } from '../../functions/dialects/mysql/postgres/calendar.js';
import { type DataType, printType } from '../../query/types.js';

/** A recursive query: the next value after `v`, as long as it is within. */
function recursive(start: string, next: string, isWithin: (value: string) => string): string {
  return (
    `(WITH RECURSIVE n AS (SELECT ${start} AS v FROM DUAL WHERE ${isWithin(start)} ` +
    `UNION ALL SELECT ${next} FROM n WHERE ${isWithin(next)}) SELECT v FROM n)`
  );
}

function refused(what: string): GatewayError {
  return new GatewayError('NOT_SUPPORTED', `${what} is not supported on mysql.`);
}

/** By a constant interval, from each moment to the next, as Postgres counts. */
function ofMoments(start: string, stop: string, step: string): string {
  const interval = intervalOf(step);
  const counts = [interval.months, interval.days, Number(interval.micros)].filter((count) => count !== 0);
  const isUp = counts.every((count) => count > 0);
  if (counts.length === 0 || (!isUp && counts.some((count) => count > 0)))
    throw refused('A series by an interval of no time, or of both directions,');
  return recursive(start, shiftedBy('n.v', interval, '+'), (value) => `${value} ${isUp ? '<=' : '>='} (${stop})`);
}

/** Values one after the other. @throws GatewayError NOT_SUPPORTED for other types, and for steps that are not constants */
export function series(start: string, stop: string, step: string, type: DataType): string {
  if (type.kind === 'timestamp') return ofMoments(start, stop, step);
  if (type.kind !== 'integer' && type.kind !== 'decimal') throw refused(`A series of ${printType(type)}`);
  return recursive(
    start,
    `n.v + ${step}`,
    (value) => `CASE WHEN (${step}) > 0 THEN ${value} <= (${stop}) WHEN (${step}) < 0 THEN ${value} >= (${stop}) END`,
  );
}

/** @throws GatewayError NOT_SUPPORTED always: there are no arrays */
export function unnest(): never {
  throw new GatewayError('NOT_SUPPORTED', 'Arrays are not supported on mysql.');
}
