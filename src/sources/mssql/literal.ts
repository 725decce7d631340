import { GatewayError } from '../../errors.js';
import type { ScalarValue } from '../../query/expression.js';
import { type DataType, printType } from '../../query/types.js';
import { checkValue } from '../../sql/checked-value.js';
import { decimalText } from '../../sql/decimal-text.js';
import { isoDateOfDays, isoTimeOfMicros, isoTimestampOfMicros } from '../../sql/iso-time.js';
import { asText, collated } from './collation.js';
import { quoteText } from './quote-text.js';
import { typeName } from './type-name.js';

/** Digits with a point and an exponent: without the latter they would be a decimal number. */
function doubleText(value: number): string {
  const [digits = '', exponent = '0'] = (Object.is(value, -0) ? '-0' : String(value)).split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}e${exponent}`;
}

/**
 * A typed constant that can stand as an operand.
 * @throws GatewayError BAD_USER_INPUT if the value does not fit the type, NOT_SUPPORTED for what the server has not
 */
export function literal(value: ScalarValue, type: DataType): string {
  const constant = checkValue(value, type);
  const named = (text: string) => `CAST(${text} AS ${typeName(type)})`;
  switch (constant.kind) {
    case 'null':
      if (type.kind === 'null') return 'NULL';
      return type.kind === 'string' || type.kind === 'json' ? asText('NULL') : named('NULL');
    case 'boolean':
      return `CAST(${constant.value ? 1 : 0} AS bit)`;
    case 'integer': {
      const digits = String(constant.value);
      if (constant.bits !== 32) return named(digits);
      // What is a number of 32 bits without its sign only: the server reads the digits first.
      if (constant.value === -2_147_483_648n) return named(digits);
      return digits.startsWith('-') ? `(${digits})` : digits;
    }
    case 'decimal':
      return named(`'${decimalText(constant.unscaled, constant.scale)}'`);
    case 'float':
      if (!Number.isFinite(constant.value))
        throw new GatewayError('NOT_SUPPORTED', 'NaN and infinities are not supported on mssql.');
      return named(doubleText(constant.value));
    case 'text':
      return collated(quoteText(constant.value));
    case 'uuid':
      return named(`'${constant.value}'`);
    case 'binary':
      return named(`0x${Buffer.from(constant.value).toString('hex')}`);
    case 'date':
      return `CONVERT(date, '${isoDateOfDays(constant.days)}', 23)`;
    case 'time':
      return named(`'${isoTimeOfMicros(constant.micros)}'`);
    case 'timestamp': {
      const text = isoTimestampOfMicros(constant.micros);
      return constant.zoned ? `CONVERT(datetimeoffset(6), '${text}Z', 127)` : `CONVERT(datetime2(6), '${text}', 126)`;
    }
    case 'interval':
      throw new GatewayError('NOT_SUPPORTED', `Values of type ${printType(type)} are not supported on mssql.`);
  }
}
