import { GatewayError } from '../../errors.js';
import { type DataType, printType } from '../../query/types.js';

/** A step of months alone, days alone or a time. */
const STEP = /^(?:\(- )?INTERVAL '[^']*' (MONTH|DAY|SECOND)\)?$/;

/** Months are added one after the other elsewhere, and from the start here: the same up to a month's 28th day. */
const checkedDay = (start: string) =>
  `CASE WHEN day(${start}) > 28 THEN raise_error('a series by months from the end of a month is not supported') ELSE ${start} END`;

/**
 * The values from `start` to `stop`. `sequence` raises where the step leads away from `stop`; here there is no value
 * then, and none for NULLs.
 * @throws GatewayError NOT_SUPPORTED for a step of months and days, and for types that have no series
 */
export function series(start: string, stop: string, step: string, type: DataType): string {
  const isTime = type.kind === 'timestamp' || type.kind === 'date';
  const unit = STEP.exec(step)?.[1];
  if (type.kind !== 'integer' && !(isTime && unit !== undefined))
    throw new GatewayError('NOT_SUPPORTED', `This series of ${printType(type)} is not supported on databricks.`);
  const next = `${start} + ${step}`;
  const leads = `((${next} > ${start} AND ${start} <= ${stop}) OR (${next} < ${start} AND ${start} >= ${stop}))`;
  return `(SELECT explode(CASE WHEN ${leads} THEN sequence(${unit === 'MONTH' ? checkedDay(start) : start}, ${stop}, ${step}) END) AS \`value\`)`;
}

/** An array's elements, and their places from 1. */
export function unnest(array: string, ordinality: boolean): string {
  return ordinality
    ? `(SELECT \`value\`, CAST(place + 1 AS BIGINT) AS \`place\` FROM (SELECT posexplode(${array}) AS (place, \`value\`)))`
    : `(SELECT explode(${array}) AS \`value\`)`;
}
