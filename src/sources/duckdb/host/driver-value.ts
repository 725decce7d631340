import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  DuckDBUUIDValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { ScalarValue } from '../../../query/expression.js';
import type { DataType } from '../../../query/types.js';
import { type CheckedValue, checkValue } from '../../../sql/checked-value.js';

/** What DuckDB holds for infinite moments: the largest value and its negative. */
const INFINITE_DAYS = 2_147_483_647;
const INFINITE_MICROS = 9_223_372_036_854_775_807n;

function infinity(value: unknown): 1 | -1 | undefined {
  if (value === 'infinity') return 1;
  return value === '-infinity' ? -1 : undefined;
}

function moment(value: unknown, type: DataType): DuckDBValue | undefined {
  const sign = infinity(value);
  if (sign === undefined) return undefined;
  if (type.kind === 'date') return new DuckDBDateValue(sign * INFINITE_DAYS);
  const micros = BigInt(sign) * INFINITE_MICROS;
  return type.kind === 'timestamp' && type.zoned
    ? new DuckDBTimestampTZValue(micros)
    : new DuckDBTimestampValue(micros);
}

function fromChecked(value: CheckedValue): DuckDBValue {
  switch (value.kind) {
    case 'null':
      return null;
    case 'boolean':
    case 'float':
    case 'text':
      return value.value;
    case 'integer':
      return value.bits === 64 ? value.value : Number(value.value);
    case 'decimal':
      return new DuckDBDecimalValue(value.unscaled, value.precision, value.scale);
    case 'binary':
      return new DuckDBBlobValue(value.value);
    case 'uuid':
      return DuckDBUUIDValue.fromUint128(BigInt(`0x${value.value.replaceAll('-', '')}`));
    case 'date':
      return new DuckDBDateValue(value.days);
    case 'time':
      return new DuckDBTimeValue(value.micros);
    case 'timestamp':
      return value.zoned ? new DuckDBTimestampTZValue(value.micros) : new DuckDBTimestampValue(value.micros);
    case 'interval':
      return new DuckDBIntervalValue(value.months, value.days, value.micros);
  }
}

/**
 * A value of a batch (see `source.ts`) as the driver takes it for a column of this type.
 * @throws GatewayError BAD_USER_INPUT if it is none of that type: the source gave something else than was asked for
 */
export function driverValue(value: unknown, type: DataType): DuckDBValue {
  if (value === null || value === undefined) return null;
  if (type.kind === 'array') {
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    return new DuckDBListValue(items.map((item) => driverValue(item, type.element)));
  }
  // JSON is text here, and may hold the markers of faults and cursors.
  if (type.kind === 'json') return String(value);
  return moment(value, type) ?? fromChecked(checkValue(value as ScalarValue, type));
}
