import { GatewayError } from '../../errors.js';
import type { ScalarValue } from '../../query/expression.js';
import type { DataType } from '../../query/types.js';
import { type CheckedValue, checkValue } from '../../sql/checked-value.js';
import { decimalText } from '../../sql/decimal-text.js';
import { isoDateOfDays, isoTimestampOfMicros } from '../../sql/iso-time.js';
import { quoteText } from './quote-text.js';
import { typeName } from './type-name.js';

const SUFFIX = { 8: 'Y', 16: 'S', 32: '', 64: 'L' } as const;
const MICROS_PER_SECOND = 1_000_000n;

function signed(digits: string): string {
  return digits.startsWith('-') ? `(${digits})` : digits;
}

function doubleLiteral(value: number): string {
  if (!Number.isFinite(value) || Object.is(value, -0)) {
    return `CAST('${Object.is(value, -0) ? '-0.0' : value}' AS DOUBLE)`;
  }
  return signed(`${value}D`);
}

/** Seconds with their fraction, as DECIMAL(18,6). */
function seconds(micros: bigint): string {
  const sign = micros < 0n ? '-' : '';
  const size = micros < 0n ? -micros : micros;
  return `${sign}${size / MICROS_PER_SECOND}.${String(size % MICROS_PER_SECOND).padStart(6, '0')}`;
}

/**
 * Of months alone or of days alone as a true literal, which a frame needs; else of months, days and a time, which
 * adds alike but is neither stored nor compared.
 */
function intervalLiteral({ months, days, micros }: Extract<CheckedValue, { kind: 'interval' }>): string {
  if (micros === 0n && months === 0) return `INTERVAL '${days}' DAY`;
  if (micros === 0n && days === 0) return `INTERVAL '${months}' MONTH`;
  if (months === 0 && days === 0) return `INTERVAL '${seconds(micros)}' SECOND`;
  return `make_interval(0, ${months}, 0, ${days}, 0, 0, ${seconds(micros)})`;
}

/**
 * A typed constant that can stand as an operand.
 * @throws GatewayError BAD_USER_INPUT if the value does not fit the type, NOT_SUPPORTED for TIME.
 */
export function literal(value: ScalarValue, type: DataType): string {
  const constant = checkValue(value, type);
  switch (constant.kind) {
    case 'null':
      return type.kind === 'null' ? 'NULL' : `CAST(NULL AS ${typeName(type)})`;
    case 'boolean':
      return constant.value ? 'TRUE' : 'FALSE';
    case 'integer':
      return signed(`${constant.value}${SUFFIX[constant.bits]}`);
    case 'decimal':
      return `CAST('${decimalText(constant.unscaled, constant.scale)}' AS ${typeName(type)})`;
    case 'float':
      return constant.bits === 32 ? `CAST(${doubleLiteral(constant.value)} AS FLOAT)` : doubleLiteral(constant.value);
    case 'text':
      return quoteText(constant.value);
    case 'uuid':
      return quoteText(constant.value);
    case 'binary':
      return `X'${Buffer.from(constant.value).toString('hex')}'`;
    case 'date':
      return `DATE'${isoDateOfDays(constant.days)}'`;
    case 'timestamp': {
      const text = isoTimestampOfMicros(constant.micros).replace('T', ' ');
      return constant.zoned ? `TIMESTAMP'${text}Z'` : `TIMESTAMP_NTZ'${text}'`;
    }
    case 'interval':
      return intervalLiteral(constant);
    case 'time':
      throw new GatewayError('NOT_SUPPORTED', 'Values of type TIME are not supported on databricks.');
  }
}
