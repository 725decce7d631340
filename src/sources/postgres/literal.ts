import type { ScalarValue } from '../../query/expression.js';
import type { DataType } from '../../query/types.js';
import { checkValue } from '../../sql/checked-value.js';
import { decimalText } from '../../sql/decimal-text.js';
import { isoDateOfDays, isoTimeOfMicros, isoTimestampOfMicros } from '../../sql/iso-time.js';
import { quoteText } from './quote-text.js';
import { typeName } from './type-name.js';

function signed(digits: string): string {
  return digits.startsWith('-') ? `(${digits})` : digits;
}

/** As the engine reads it back, without a rounding in between. */
function floatText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/**
 * A typed constant that can stand as an operand. All bear their type, since the engine guesses that of a bare one from
 * what is around it.
 * @throws GatewayError BAD_USER_INPUT if the value does not fit the type
 */
export function literal(value: ScalarValue, type: DataType): string {
  const constant = checkValue(value, type);
  const typed = (text: string) => `${quoteText(text)}::${typeName(type)}`;
  switch (constant.kind) {
    case 'null':
      return type.kind === 'null' ? 'NULL' : `NULL::${typeName(type)}`;
    case 'boolean':
      return constant.value ? 'TRUE' : 'FALSE';
    case 'integer':
      return `${signed(constant.value.toString())}::${typeName(type)}`;
    case 'decimal':
      return typed(decimalText(constant.unscaled, constant.scale));
    case 'float':
      return typed(floatText(constant.value));
    case 'text':
    case 'uuid':
      return typed(constant.value);
    case 'binary':
      return typed(`\\x${Buffer.from(constant.value).toString('hex')}`);
    case 'date':
      return typed(isoDateOfDays(constant.days));
    case 'time':
      return typed(isoTimeOfMicros(constant.micros));
    case 'timestamp':
      return typed(`${isoTimestampOfMicros(constant.micros).replace('T', ' ')}${constant.zoned ? '+00' : ''}`);
    case 'interval':
      return typed(`${constant.months} months ${constant.days} days ${constant.micros} microseconds`);
  }
}
