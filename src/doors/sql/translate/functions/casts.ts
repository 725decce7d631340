import { exactDigits } from '../../../../functions/common-type.js';
import { constantNumber } from '../../../../functions/literals.js';
import { call } from '../../../../functions/registry.js';
import { literal } from '../../../../query/build.js';
import type { Expression } from '../../../../query/expression.js';
import {
  BINARY,
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  JSON_TYPE,
  NULL_TYPE,
  STRING,
  TIME,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  UUID,
} from '../../../../query/types.js';
import { lengthBound, numericBounds, OID } from '../../types/pg-types.js';
import { type Builtin, cast, intLiteral, textLiteral } from './builtin.js';
import { toInstant, toLocal } from './zones.js';

const MAX_PRECISION = 38;
const FLOAT32: DataType = { kind: 'float', bits: 32 };
const INTEGERS: Readonly<Record<number, { readonly id: string; readonly bits: 16 | 32 | 64 }>> = {
  [OID.int2]: { id: 'pg_int2', bits: 16 },
  [OID.int4]: { id: 'pg_int4', bits: 32 },
  [OID.int8]: { id: 'pg_int8', bits: 64 },
};

interface Conversion {
  readonly operand: Expression;
  readonly from: number;
  readonly to: number;
  readonly modifier: number;
  readonly timeZone: string;
}

function toInteger({ operand, to }: Conversion): Expression | undefined {
  const target = INTEGERS[to];
  if (target === undefined) return undefined;
  const type: DataType = { kind: 'integer', bits: target.bits };
  switch (operand.type.kind) {
    case 'integer':
    case 'string':
      return cast(operand, type);
    case 'boolean':
    case 'decimal':
    case 'float':
      return call(target.id, [operand]);
    default:
      return undefined;
  }
}

/** Fewer digits round half away from zero; more digits before the point than there is room for raise. */
function atBounds(value: Expression, modifier: number): Expression | undefined {
  const bounds = numericBounds(modifier);
  if (bounds === undefined) return value;
  const { precision, scale } = bounds;
  if (precision > MAX_PRECISION || scale < 0 || scale > precision) return undefined;
  return cast(value, decimalType(precision, scale));
}

/** A numeric without bounds: as many digits as its source has, 18 after the point of a float or a text. */
function toNumeric({ operand, modifier }: Conversion): Expression | undefined {
  switch (operand.type.kind) {
    case 'integer': {
      const digits =
        operand.kind === 'literal' && operand.value !== null
          ? String(operand.value).replace('-', '').length
          : undefined;
      const type = decimalType(digits ?? exactDigits(operand.type)?.whole ?? MAX_PRECISION, 0);
      const value =
        operand.kind === 'literal' && operand.value !== null
          ? literal(String(operand.value), type)
          : cast(operand, type);
      return atBounds(value, modifier);
    }
    case 'decimal':
      return atBounds(operand, modifier);
    case 'float':
      return atBounds(call('pg_numeric_of_text', [call('pg_fifteen_digits', [operand])]), modifier);
    case 'string':
      return atBounds(call('pg_numeric_of_text', [operand]), modifier);
    default:
      return undefined;
  }
}

function toFloat({ operand, to }: Conversion): Expression | undefined {
  const type = to === OID.float4 ? FLOAT32 : FLOAT64;
  if (operand.type.kind === 'decimal') return cast(call('pg_float8_of_numeric', [operand]), type);
  const takes = operand.type.kind === 'integer' || operand.type.kind === 'float' || operand.type.kind === 'string';
  return takes ? cast(operand, type) : undefined;
}

/** Text of a value as Postgres writes it; undefined for types whose text DuckDB writes otherwise. */
export function toText(operand: Expression, from: number, timeZone: string): Expression | undefined {
  switch (operand.type.kind) {
    case 'string':
      return from === OID.bpchar ? call('rtrim', [operand]) : operand;
    case 'null':
      return operand.kind === 'literal' ? literal(null, STRING) : undefined;
    case 'timestamp':
      if (!operand.type.zoned) return cast(operand, STRING);
      return timeZone === 'UTC' ? call('pg_text_of_instant', [operand]) : undefined;
    case 'json':
      return call('pg_json_text', [operand]);
    case 'boolean':
    case 'integer':
    case 'decimal':
    case 'date':
    case 'time':
    case 'uuid':
      return cast(operand, STRING);
    case 'float':
      return operand.type.bits === 64 ? call('pg_text_of_float', [operand]) : undefined;
    case 'binary':
    case 'interval':
    case 'array':
      return undefined;
  }
}

/** varchar(n) cuts what is longer; char(n) cuts and fills with blanks. */
function toLength({ operand, from, to, modifier, timeZone }: Conversion): Expression | undefined {
  const value = from === to ? operand : toText(operand, from, timeZone);
  const length = lengthBound(modifier);
  if (value === undefined || to === OID.char) return undefined;
  if (length === undefined) return value;
  const cut = call('left', [value, intLiteral(length)]);
  return to === OID.bpchar ? call('rpad', [cut, intLiteral(length), textLiteral(' ')]) : cut;
}

function toBoolean({ operand }: Conversion): Expression | undefined {
  if (operand.type.kind === 'string') return call('pg_bool_of_text', [operand]);
  return operand.type.kind === 'integer' ? call('pg_bool_of_int', [operand]) : undefined;
}

/** Wall clock of any date or time; undefined for text and the rest. */
function wallClock({ operand, timeZone }: Conversion): Expression | undefined {
  if (operand.type.kind === 'date') return call('pg_timestamp_of_date', [operand]);
  if (operand.type.kind !== 'timestamp') return undefined;
  return operand.type.zoned ? toLocal(operand, timeZone) : operand;
}

const isText = ({ operand }: Conversion) => operand.type.kind === 'string';

function toDate(conversion: Conversion): Expression | undefined {
  if (isText(conversion)) return cast(conversion.operand, DATE);
  if (conversion.operand.type.kind === 'date') return conversion.operand;
  const local = wallClock(conversion);
  return local === undefined ? undefined : call('pg_date_of_timestamp', [local]);
}

function toTime(conversion: Conversion): Expression | undefined {
  if (isText(conversion)) return cast(conversion.operand, TIME);
  if (conversion.operand.type.kind === 'time') return conversion.operand;
  const local = wallClock(conversion);
  return local === undefined || conversion.operand.type.kind === 'date'
    ? undefined
    : call('pg_time_of_timestamp', [local]);
}

/** timestamp(p) rounds to p digits of the second. */
function atDigits(value: Expression, modifier: number): Expression {
  return modifier < 0 || modifier >= 6 ? value : call('pg_timestamp_digits', [value, intLiteral(modifier)]);
}

function toTimestamp(conversion: Conversion): Expression | undefined {
  const local = isText(conversion) ? cast(conversion.operand, TIMESTAMP_NTZ) : wallClock(conversion);
  return local === undefined ? undefined : atDigits(local, conversion.modifier);
}

function toTimestampTz(conversion: Conversion): Expression | undefined {
  const { operand, modifier, timeZone } = conversion;
  if (isText(conversion)) return timeZone === 'UTC' && modifier < 0 ? cast(operand, TIMESTAMP) : undefined;
  if (operand.type.kind === 'timestamp' && operand.type.zoned && (modifier < 0 || modifier >= 6)) return operand;
  const local = wallClock(conversion);
  return local === undefined ? undefined : toInstant(atDigits(local, modifier), timeZone);
}

const ofText =
  (type: DataType) =>
  ({ operand }: Conversion): Expression | undefined =>
    operand.type.kind === 'string' || operand.type.kind === type.kind ? cast(operand, type) : undefined;

const TARGETS: ReadonlyMap<number, (conversion: Conversion) => Expression | undefined> = new Map([
  [OID.int2, toInteger],
  [OID.int4, toInteger],
  [OID.int8, toInteger],
  [OID.numeric, toNumeric],
  [OID.float4, toFloat],
  [OID.float8, toFloat],
  [OID.text, toLength],
  [OID.varchar, toLength],
  [OID.bpchar, toLength],
  [OID.name, toLength],
  [OID.bool, toBoolean],
  [OID.date, toDate],
  [OID.time, toTime],
  [OID.timestamp, toTimestamp],
  [OID.timestamptz, toTimestampTz],
  [OID.interval, ({ operand, modifier }) => (operand.type.kind === 'interval' && modifier < 0 ? operand : undefined)],
  [OID.uuid, ofText(UUID)],
  [OID.json, ofText(JSON_TYPE)],
  [OID.jsonb, ({ operand }) => (operand.type.kind === 'json' ? operand : undefined)],
  [OID.bytea, ({ operand }) => (operand.type.kind === 'binary' ? operand : undefined)],
]);

const NULL_TYPES: ReadonlyMap<number, DataType> = new Map([
  [OID.bool, BOOLEAN],
  [OID.int2, { kind: 'integer', bits: 16 }],
  [OID.int4, INT32],
  [OID.int8, { kind: 'integer', bits: 64 }],
  [OID.numeric, decimalType(MAX_PRECISION, 0)],
  [OID.float4, FLOAT32],
  [OID.float8, FLOAT64],
  [OID.date, DATE],
  [OID.time, TIME],
  [OID.timestamp, TIMESTAMP_NTZ],
  [OID.timestamptz, TIMESTAMP],
  [OID.interval, { kind: 'interval' }],
  [OID.uuid, UUID],
  [OID.json, JSON_TYPE],
  [OID.jsonb, JSON_TYPE],
  [OID.bytea, BINARY],
]);

/** A cast of Postgres; its second argument, if any, is the type modifier. */
export function castMaker(builtin: Builtin): Expression | undefined {
  const [operand, given] = builtin.args;
  if (operand === undefined) return undefined;
  if (operand.type.kind === 'null')
    return literal(null, NULL_TYPES.get(builtin.resultType) ?? (operand.kind === 'literal' ? STRING : NULL_TYPE));
  const modifier = builtin.options.resultTypmod ?? (given === undefined ? -1 : (constantNumber(given) ?? -1));
  return TARGETS.get(builtin.resultType)?.({
    operand,
    from: builtin.argTypes[0] ?? 0,
    to: builtin.resultType,
    modifier,
    timeZone: builtin.timeZone,
  });
}
