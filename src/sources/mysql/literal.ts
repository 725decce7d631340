import { GatewayError } from '../../errors.js';
import { intervalText } from '../../functions/dialects/mysql/interval.js';
import { typeName } from '../../functions/dialects/mysql/type-name.js';
import type { ScalarValue } from '../../query/expression.js';
import type { DataType } from '../../query/types.js';
import { checkValue } from '../../sql/checked-value.js';
import { decimalText } from '../../sql/decimal-text.js';
import { isoDateOfDays, isoTimeOfMicros, isoTimestampOfMicros } from '../../sql/iso-time.js';
import { quoteText } from './quote-text.js';

const MIN_LONG = -9_223_372_036_854_775_808n;

function signed(digits: string): string {
  return digits.startsWith('-') ? `(${digits})` : digits;
}

/** @throws GatewayError NOT_SUPPORTED for NaN and infinities, which no DOUBLE holds there */
export function finiteText(value: number): string {
  if (!Number.isFinite(value)) throw new GatewayError('NOT_SUPPORTED', `${value} is not supported on mysql.`);
  const text = Object.is(value, -0) ? '-0' : String(value);
  return text.includes('e') ? text : `${text}e0`;
}

/** With six digits, so that the type is DATETIME(6) or TIME(6) whatever the value. */
export function sixDigits(text: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(6, '0')}`;
}

/**
 * A typed constant that can stand as an operand.
 * @throws GatewayError BAD_USER_INPUT if the value does not fit the type, NOT_SUPPORTED for values that do not exist there.
 */
export function literal(value: ScalarValue, type: DataType): string {
  const constant = checkValue(value, type);
  switch (constant.kind) {
    case 'null':
      return type.kind === 'null' || type.kind === 'boolean' ? 'NULL' : `CAST(NULL AS ${typeName(type)})`;
    case 'boolean':
      return constant.value ? 'TRUE' : 'FALSE';
    case 'integer':
      // The positive number is beyond BIGINT, and so its negative would be a DECIMAL.
      if (constant.value === MIN_LONG) return '(-9223372036854775807 - 1)';
      return signed(constant.value.toString());
    case 'decimal':
      return `CAST('${decimalText(constant.unscaled, constant.scale)}' AS ${typeName(type)})`;
    case 'float': {
      const text = signed(finiteText(constant.value));
      return constant.bits === 32 ? `CAST(${text} AS FLOAT)` : text;
    }
    case 'text':
    case 'uuid':
      return quoteText(constant.value);
    case 'binary':
      return `X'${Buffer.from(constant.value).toString('hex')}'`;
    case 'date':
      return `DATE'${isoDateOfDays(constant.days)}'`;
    case 'time':
      return `TIME'${sixDigits(isoTimeOfMicros(constant.micros))}'`;
    case 'timestamp':
      return `TIMESTAMP'${sixDigits(isoTimestampOfMicros(constant.micros).replace('T', ' '))}'`;
    case 'interval':
      return intervalText(constant);
  }
}
