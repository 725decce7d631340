import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  type DuckDBPreparedStatement,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
} from '@duckdb/node-api';
import { GatewayError } from '../../errors.js';
import type { BoundParameter } from '../../sql/statement.js';
import { type CheckedValue, checkValue } from './checked-value.js';

function bindInteger(prepared: DuckDBPreparedStatement, index: number, value: bigint, bits: 8 | 16 | 32 | 64): void {
  switch (bits) {
    case 8:
      prepared.bindTinyInt(index, Number(value));
      return;
    case 16:
      prepared.bindSmallInt(index, Number(value));
      return;
    case 32:
      prepared.bindInteger(index, Number(value));
      return;
    case 64:
      prepared.bindBigInt(index, value);
      return;
  }
}

function bindOne(prepared: DuckDBPreparedStatement, index: number, bound: CheckedValue): void {
  switch (bound.kind) {
    case 'null':
      prepared.bindNull(index);
      return;
    case 'boolean':
      prepared.bindBoolean(index, bound.value);
      return;
    case 'integer':
      bindInteger(prepared, index, bound.value, bound.bits);
      return;
    case 'decimal':
      prepared.bindDecimal(index, new DuckDBDecimalValue(bound.unscaled, bound.precision, bound.scale));
      return;
    case 'float':
      if (bound.bits === 32) prepared.bindFloat(index, bound.value);
      else prepared.bindDouble(index, bound.value);
      return;
    case 'text':
    case 'uuid':
      prepared.bindVarchar(index, bound.value);
      return;
    case 'binary':
      prepared.bindBlob(index, bound.value);
      return;
    case 'date':
      prepared.bindDate(index, new DuckDBDateValue(bound.days));
      return;
    case 'time':
      prepared.bindTime(index, new DuckDBTimeValue(bound.micros));
      return;
    case 'interval':
      prepared.bindInterval(index, new DuckDBIntervalValue(bound.months, bound.days, bound.micros));
      return;
    case 'timestamp':
      if (bound.zoned) prepared.bindTimestampTZ(index, new DuckDBTimestampTZValue(bound.micros));
      else prepared.bindTimestamp(index, new DuckDBTimestampValue(bound.micros));
      return;
  }
}

/** Proves that each value fits its type. @throws GatewayError BAD_USER_INPUT */
export function checkParameters(parameters: readonly BoundParameter[]): readonly CheckedValue[] {
  return parameters.map((parameter) => checkValue(parameter.value, parameter.type));
}

/**
 * Binds the values of `$1`, `$2`, … at their own types. All are bound anew at each run, so none is left of the last.
 * @throws GatewayError INTERNAL if the statement has not as many placeholders as there are values.
 */
export function bindParameters(prepared: DuckDBPreparedStatement, values: readonly CheckedValue[]): void {
  if (prepared.parameterCount !== values.length) {
    throw new GatewayError('INTERNAL', `A statement of ${prepared.parameterCount} parameters got ${values.length}.`);
  }
  values.forEach((value, index) => {
    bindOne(prepared, index + 1, value);
  });
}
