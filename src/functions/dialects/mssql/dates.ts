import { type DataType, NULL_TYPE } from '../../../query/types.js';
import type { Spelling } from '../../definition.js';
import { literalText, unsupported } from './shared.js';

/** What a clock in UTC shows. */
function utc(operand: string, type: DataType): string {
  if (type.kind === 'timestamp' && type.zoned)
    return `CAST(SWITCHOFFSET(CAST(${operand} AS datetimeoffset(6)), '+00:00') AS datetime2(6))`;
  return operand;
}

const asDay = (operand: string, type: DataType) => (type.kind === 'date' ? operand : `CAST(${operand} AS date)`);

const part =
  (name: string): Spelling =>
  ([value = ''], [type = NULL_TYPE]) =>
    `DATEPART(${name}, ${utc(value, type)})`;

/** The first day that the server knows is a Monday. */
const daysSinceMonday = (date: string) => `DATEDIFF(day, '00010101', ${date})`;

/** The first day of the year, month, … of a day. */
function truncatedDay(unit: string, date: string): string | undefined {
  switch (unit) {
    case 'year':
      return `DATEFROMPARTS(YEAR(${date}), 1, 1)`;
    case 'quarter':
      return `DATEFROMPARTS(YEAR(${date}), DATEPART(quarter, ${date}) * 3 - 2, 1)`;
    case 'month':
      return `DATEFROMPARTS(YEAR(${date}), MONTH(${date}), 1)`;
    case 'week':
      return `DATEADD(day, -(${daysSinceMonday(date)} % 7), ${date})`;
    case 'day':
      return date;
    default:
      return undefined;
  }
}

const MINUTE_OF_DAY = (moment: string) => `DATEPART(hour, ${moment}) * 60 + DATEPART(minute, ${moment})`;

function truncatedTime(unit: string, moment: string): string {
  const midnight = `CAST(CAST(${moment} AS date) AS datetime2(6))`;
  switch (unit) {
    case 'hour':
      return `DATEADD(hour, DATEPART(hour, ${moment}), ${midnight})`;
    case 'minute':
      return `DATEADD(minute, ${MINUTE_OF_DAY(moment)}, ${midnight})`;
    case 'second':
      return `DATEADD(second, (${MINUTE_OF_DAY(moment)}) * 60 + DATEPART(second, ${moment}), ${midnight})`;
    default:
      throw unsupported(`DATE_TRUNC to ${unit}`);
  }
}

const dateTrunc: Spelling = ([unitArgument = '', value = ''], [, type = NULL_TYPE]) => {
  const unit = literalText(unitArgument, 'A unit');
  const moment = utc(value, type);
  const day = truncatedDay(unit, asDay(moment, type));
  if (type.kind === 'date') {
    if (day === undefined) throw unsupported(`DATE_TRUNC of a DATE to ${unit}`);
    return day;
  }
  const wall = day === undefined ? truncatedTime(unit, moment) : `CAST(${day} AS datetime2(6))`;
  return type.kind === 'timestamp' && type.zoned ? `TODATETIMEOFFSET(${wall}, '+00:00')` : wall;
};

export const dates: Readonly<Record<string, Spelling>> = {
  date_trunc: dateTrunc,
  year: part('year'),
  quarter: part('quarter'),
  month: part('month'),
  day: part('day'),
  // Sunday is 1, whatever DATEFIRST says.
  dayofweek: ([value = ''], [type = NULL_TYPE]) => `((${daysSinceMonday(asDay(utc(value, type), type))} + 1) % 7 + 1)`,
  dayofyear: part('dayofyear'),
  weekofyear: part('iso_week'),
  hour: part('hour'),
  minute: part('minute'),
  second: part('second'),
  date_add: ([date, days]) => `DATEADD(day, ${days}, ${date})`,
  date_sub: ([date, days]) => `DATEADD(day, - ${days}, ${date})`,
  datediff: ([end, start]) => `DATEDIFF(day, ${start}, ${end})`,
  add_months: ([date, months]) => `DATEADD(month, ${months}, ${date})`,
  last_day: ([date]) => `EOMONTH(${date})`,
  make_date: (args) => `DATEFROMPARTS(${args.join(', ')})`,
  current_date: () => 'CAST(SYSUTCDATETIME() AS date)',
  current_timestamp: () => "TODATETIMEOFFSET(CAST(SYSUTCDATETIME() AS datetime2(6)), '+00:00')",
};
