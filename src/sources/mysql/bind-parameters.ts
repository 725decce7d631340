import { GatewayError } from '../../errors.js';
import { type CheckedValue, checkValue } from '../../sql/checked-value.js';
import { decimalText } from '../../sql/decimal-text.js';
import { isoDateOfDays, isoTimeOfMicros, isoTimestampOfMicros } from '../../sql/iso-time.js';
import type { BoundParameter } from '../../sql/statement.js';
import { finiteText } from './literal.js';

function parameterText(value: CheckedValue): string | null {
  switch (value.kind) {
    case 'null':
      return null;
    case 'boolean':
      return value.value ? '1' : '0';
    case 'integer':
      return String(value.value);
    case 'decimal':
      return decimalText(value.unscaled, value.scale);
    case 'float':
      return finiteText(value.value);
    case 'text':
    case 'uuid':
      return value.value;
    case 'binary':
      return Buffer.from(value.value).toString('hex');
    case 'date':
      return isoDateOfDays(value.days);
    case 'time':
      return isoTimeOfMicros(value.micros);
    case 'timestamp':
      return isoTimestampOfMicros(value.micros).replace('T', ' ');
    case 'interval':
      throw new GatewayError('NOT_SUPPORTED', 'A parameter of type INTERVAL is not supported on mysql.');
  }
}

/**
 * Values as the placeholders' casts read them.
 * @throws GatewayError BAD_USER_INPUT if one does not fit its type, NOT_SUPPORTED if MySQL has no such value
 */
export function bindParameters(parameters: readonly BoundParameter[]): readonly (string | null)[] {
  return parameters.map(({ value, type }) => parameterText(checkValue(value, type)));
}
