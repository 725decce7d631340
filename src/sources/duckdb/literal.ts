import type { ScalarValue } from '../../query/expression.js';
import type { DataType } from '../../query/types.js';
import { decimalText } from '../../sql/decimal-text.js';
import { isoDateOfDays, isoTimeOfMicros, isoTimestampOfMicros } from '../../sql/iso-time.js';
import { checkValue } from './checked-value.js';
import { quoteText } from './quote-text.js';
import { typeName } from './type-name.js';

function signed(digits: string): string {
  return digits.startsWith('-') ? `(${digits})` : digits;
}

/** An exponent makes DuckDB read a double rather than a decimal, without a rounding in between. */
function doubleLiteral(value: number): string {
  if (!Number.isFinite(value)) return `'${Number.isNaN(value) ? 'NaN' : `${value}`}'::DOUBLE`;
  if (Object.is(value, -0)) return `'-0.0'::DOUBLE`;
  const text = String(value);
  return signed(text.includes('e') ? text : `${text}e0`);
}

/**
 * A typed constant that can stand as an operand. Integers bear a cast because DuckDB lets a bare literal take the
 * width of its neighbour; strings need none, since only strings meet strings in the IR.
 * @throws GatewayError BAD_USER_INPUT if the value does not fit the type.
 */
export function literal(value: ScalarValue, type: DataType): string {
  const constant = checkValue(value, type);
  switch (constant.kind) {
    case 'null':
      return type.kind === 'null' ? 'NULL' : `NULL::${typeName(type)}`;
    case 'boolean':
      return constant.value ? 'TRUE' : 'FALSE';
    case 'integer':
      return `${signed(constant.value.toString())}::${typeName(type)}`;
    case 'decimal':
      return `'${decimalText(constant.unscaled, constant.scale)}'::${typeName(type)}`;
    case 'float': {
      const text = doubleLiteral(constant.value);
      return constant.bits === 32 ? `${text}::FLOAT` : text;
    }
    case 'text':
      return quoteText(constant.value);
    case 'binary':
      return `from_hex('${Buffer.from(constant.value).toString('hex')}')`;
    case 'date':
      return `DATE '${isoDateOfDays(constant.days)}'`;
    case 'time':
      return `TIME '${isoTimeOfMicros(constant.micros)}'`;
    case 'timestamp': {
      const text = isoTimestampOfMicros(constant.micros).replace('T', ' ');
      return constant.zoned ? `TIMESTAMPTZ '${text}+00'` : `TIMESTAMP '${text}'`;
    }
    case 'interval':
      return `(to_months(${constant.months}) + to_days(${constant.days}) + to_microseconds(${constant.micros}))`;
    case 'uuid':
      return `'${constant.value}'::UUID`;
  }
}
