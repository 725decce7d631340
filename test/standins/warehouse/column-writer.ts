import codes from '@databricks/sql/thrift/TCLIService_types.js';
import type { DataType } from '../../../src/query/types.js';
import type { ResultField } from '../../../src/sources/source.js';
import { intervalText } from './arrow-writer.js';

const { TTypeId } = codes;

/** The Thrift type that describes a column, in either form of a result. */
export function typeIdOf(type: DataType): number {
  switch (type.kind) {
    case 'boolean':
      return TTypeId.BOOLEAN_TYPE;
    case 'integer':
      return { 8: TTypeId.TINYINT_TYPE, 16: TTypeId.SMALLINT_TYPE, 32: TTypeId.INT_TYPE, 64: TTypeId.BIGINT_TYPE }[
        type.bits
      ];
    case 'float':
      return type.bits === 32 ? TTypeId.FLOAT_TYPE : TTypeId.DOUBLE_TYPE;
    case 'decimal':
      return TTypeId.DECIMAL_TYPE;
    case 'binary':
      return TTypeId.BINARY_TYPE;
    case 'date':
      return TTypeId.DATE_TYPE;
    case 'timestamp':
      return TTypeId.TIMESTAMP_TYPE;
    case 'interval':
      return TTypeId.INTERVAL_DAY_TIME_TYPE;
    case 'array':
      return TTypeId.ARRAY_TYPE;
    case 'null':
      return TTypeId.NULL_TYPE;
    default:
      return TTypeId.STRING_TYPE;
  }
}

export function schemaOf(fields: readonly ResultField[]): object {
  const columns = fields.map(({ name, type }, index) => {
    const qualifiers = type.kind === 'decimal' && {
      typeQualifiers: { qualifiers: { precision: { i32Value: type.precision }, scale: { i32Value: type.scale } } },
    };
    const primitiveEntry = { type: typeIdOf(type), ...qualifiers };
    return { columnName: name, position: index + 1, typeDesc: { types: [{ primitiveEntry }] } };
  });
  return { columns };
}

function nullBits(values: readonly unknown[]): Buffer {
  const bits = Buffer.alloc(Math.ceil(values.length / 8));
  values.forEach((value, row) => {
    if (value === null) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
  });
  return bits;
}

function long(value: unknown): object {
  const buffer = Buffer.alloc(8);
  buffer.writeBigInt64BE((value as bigint | null) ?? 0n);
  return { buffer };
}

/** `2024-01-31T10:20:30Z` as Hive writes it. */
const hiveTime = (value: unknown) =>
  String(value ?? '')
    .replace('T', ' ')
    .replace('Z', '');

/** A column of a result without Arrow. */
export function thriftColumn(values: readonly unknown[], type: DataType): object {
  const nulls = nullBits(values);
  const or = <T>(fallback: T) => values.map((value) => value ?? fallback);
  switch (type.kind) {
    case 'boolean':
      return { boolVal: { values: or(false), nulls } };
    case 'integer':
      if (type.bits === 64) return { i64Val: { values: values.map(long), nulls } };
      return { [type.bits === 32 ? 'i32Val' : type.bits === 16 ? 'i16Val' : 'byteVal']: { values: or(0), nulls } };
    case 'float':
      return { doubleVal: { values: or(0), nulls } };
    case 'binary':
      return { binaryVal: { values: values.map((value) => Buffer.from((value as Uint8Array | null) ?? [])), nulls } };
    case 'timestamp':
      return { stringVal: { values: values.map(hiveTime), nulls } };
    case 'interval':
      return { stringVal: { values: values.map((value) => intervalText(value) ?? ''), nulls } };
    default:
      return { stringVal: { values: values.map((value) => String(value ?? '')), nulls } };
  }
}
