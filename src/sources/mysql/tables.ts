import { GatewayError } from '../../errors.js';
import { type DataType, printType } from '../../query/types.js';

/** Values one after the other, from a recursive query. @throws GatewayError NOT_SUPPORTED for moments */
export function series(start: string, stop: string, step: string, type: DataType): string {
  if (type.kind !== 'integer' && type.kind !== 'decimal')
    throw new GatewayError('NOT_SUPPORTED', `A series of ${printType(type)} is not supported on mysql.`);
  const isWithin = (value: string) =>
    `CASE WHEN (${step}) > 0 THEN ${value} <= (${stop}) WHEN (${step}) < 0 THEN ${value} >= (${stop}) END`;
  return (
    `(WITH RECURSIVE n AS (SELECT ${start} AS v FROM DUAL WHERE ${isWithin(start)} ` +
    `UNION ALL SELECT n.v + ${step} FROM n WHERE ${isWithin(`n.v + ${step}`)}) SELECT v FROM n)`
  );
}

/** @throws GatewayError NOT_SUPPORTED always: there are no arrays */
export function unnest(): never {
  throw new GatewayError('NOT_SUPPORTED', 'Arrays are not supported on mysql.');
}
