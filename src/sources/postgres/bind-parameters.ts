import { type CheckedValue, checkValue } from '../../sql/checked-value.js';
import { decimalText } from '../../sql/decimal-text.js';
import { isoDateOfDays, isoTimeOfMicros, isoTimestampOfMicros } from '../../sql/iso-time.js';
import type { BoundParameter } from '../../sql/statement.js';

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return Object.is(value, -0) ? '-0' : String(value);
}

function parameterText(value: CheckedValue): string | null {
  switch (value.kind) {
    case 'null':
      return null;
    case 'boolean':
      return value.value ? 't' : 'f';
    case 'integer':
      return String(value.value);
    case 'decimal':
      return decimalText(value.unscaled, value.scale);
    case 'float':
      return floatText(value.value);
    case 'text':
    case 'uuid':
      return value.value;
    case 'binary':
      return `\\x${Buffer.from(value.value).toString('hex')}`;
    case 'date':
      return isoDateOfDays(value.days);
    case 'time':
      return isoTimeOfMicros(value.micros);
    case 'timestamp':
      return isoTimestampOfMicros(value.micros) + (value.zoned ? 'Z' : '');
    case 'interval':
      return `${value.months} months ${value.days} days ${value.micros} microseconds`;
  }
}

/**
 * Values as PostgreSQL reads them beside the placeholder's cast.
 * @throws GatewayError BAD_USER_INPUT if one does not fit its type
 */
export function bindParameters(parameters: readonly BoundParameter[]): readonly (string | null)[] {
  return parameters.map(({ value, type }) => parameterText(checkValue(value, type)));
}
