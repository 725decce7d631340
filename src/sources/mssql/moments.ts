import type { DataType } from '../../query/types.js';

/** A date or time as it stands on a clock in UTC, to the microsecond. */
export function utc(operand: string, type: DataType): string {
  if (type.kind === 'date') return operand;
  if (type.kind === 'timestamp' && type.zoned)
    return `CAST(SWITCHOFFSET(CAST(${operand} AS datetimeoffset(6)), '+00:00') AS datetime2(6))`;
  return `CAST(${operand} AS datetime2(6))`;
}

/** `.5`, `.000001`; nothing for whole seconds. */
export function fraction(moment: string): string {
  const micros = `DATEPART(microsecond, ${moment})`;
  const digits = `RIGHT(CONCAT(N'00000', ${micros}), 6)`;
  return `CASE WHEN ${micros} = 0 THEN N'' ELSE N'.' + REPLACE(RTRIM(REPLACE(${digits}, N'0', N' ')), N' ', N'0') END`;
}

/** `HH:MM:SS` with its fraction. */
export function clock(moment: string): string {
  return `CONVERT(nvarchar(8), ${moment}, 108) + ${fraction(moment)}`;
}

/** `YYYY-MM-DD`. */
export function day(moment: string): string {
  return `CONVERT(nvarchar(10), ${moment}, 23)`;
}
