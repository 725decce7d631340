import { TYPES } from 'tedious';
import { GatewayError } from '../../errors.js';
import { type DataType, printType } from '../../query/types.js';
import { type CheckedValue, checkValue } from '../../sql/checked-value.js';
import { decimalText } from '../../sql/decimal-text.js';
import { isoDateOfDays, isoTimeOfMicros, isoTimestampOfMicros } from '../../sql/iso-time.js';
import type { BoundParameter } from '../../sql/statement.js';

type TdsType = (typeof TYPES)[keyof typeof TYPES];

/** A value for sp_executesql: `@p1`, `@p2` and so on. */
export interface TdsParameter {
  readonly name: string;
  readonly type: TdsType;
  readonly value: unknown;
  readonly length?: number;
}

/** What a procedure call takes, less the two arguments of sp_executesql itself. */
export const MAX_PARAMETERS = 2098;
/** Characters of NVARCHAR other than MAX. One length for all, so that texts of any length share a plan. */
const SHORT_TEXT = 4000;
/** Longest text of a number, date or time. */
const SCALAR_TEXT = 50;

const INTEGERS = { 8: TYPES.SmallInt, 16: TYPES.SmallInt, 32: TYPES.Int, 64: TYPES.BigInt } as const;

type Sent = Omit<TdsParameter, 'name'>;

/** Numbers and moments that the driver would round go as text; the statement casts them. */
const asText = (value: string | null): Sent => ({ type: TYPES.VarChar, value, length: SCALAR_TEXT });

function ofNull(type: DataType): Sent {
  switch (type.kind) {
    case 'boolean':
      return { type: TYPES.Bit, value: null };
    case 'integer':
      return { type: INTEGERS[type.bits], value: null };
    case 'float':
      return { type: type.bits === 32 ? TYPES.Real : TYPES.Float, value: null };
    case 'binary':
      return { type: TYPES.VarBinary, value: null, length: 8000 };
    case 'uuid':
      return { type: TYPES.UniqueIdentifier, value: null };
    case 'string':
    case 'json':
    case 'null':
      return { type: TYPES.NVarChar, value: null, length: SHORT_TEXT };
    default:
      return asText(null);
  }
}

function sent(value: CheckedValue, type: DataType): Sent {
  switch (value.kind) {
    case 'null':
      return ofNull(type);
    case 'boolean':
      return { type: TYPES.Bit, value: value.value };
    case 'integer':
      return {
        type: INTEGERS[value.bits],
        value: value.bits === 64 ? value.value : Number(value.value),
      };
    case 'decimal':
      return asText(decimalText(value.unscaled, value.scale));
    case 'float':
      if (!Number.isFinite(value.value))
        throw new GatewayError('NOT_SUPPORTED', 'NaN and infinities are not supported on mssql.');
      return { type: value.bits === 32 ? TYPES.Real : TYPES.Float, value: value.value };
    case 'text':
      return value.value.length <= SHORT_TEXT
        ? { type: TYPES.NVarChar, value: value.value, length: SHORT_TEXT }
        : { type: TYPES.NVarChar, value: value.value };
    case 'uuid':
      return { type: TYPES.UniqueIdentifier, value: value.value };
    case 'binary': {
      const bytes = Buffer.from(value.value);
      return bytes.length <= 8000
        ? { type: TYPES.VarBinary, value: bytes, length: 8000 }
        : { type: TYPES.VarBinary, value: bytes };
    }
    case 'date':
      return asText(isoDateOfDays(value.days));
    case 'time':
      return asText(isoTimeOfMicros(value.micros));
    case 'timestamp':
      return asText(`${isoTimestampOfMicros(value.micros)}${value.zoned ? 'Z' : ''}`);
    case 'interval':
      throw new GatewayError('NOT_SUPPORTED', `Parameters of type ${printType(type)} are not supported on mssql.`);
  }
}

/**
 * The parameters of a statement as the dialect's markers name them.
 * @throws GatewayError BAD_USER_INPUT for a value that does not fit its type; NOT_SUPPORTED for more than a call takes
 */
export function bindParameters(parameters: readonly BoundParameter[]): readonly TdsParameter[] {
  if (parameters.length > MAX_PARAMETERS)
    throw new GatewayError(
      'NOT_SUPPORTED',
      `A statement with more than ${MAX_PARAMETERS} values is not supported on mssql.`,
    );
  return parameters.map(({ value, type }, index) => ({
    name: `p${index + 1}`,
    ...sent(checkValue(value, type), type),
  }));
}
