import { type DuckDBDecimalType, type DuckDBListType, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api';
import { GatewayError } from '../../errors.js';
import {
  arrayType,
  BINARY,
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  INTERVAL,
  JSON_TYPE,
  NULL_TYPE,
  STRING,
  TIME,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  UUID,
} from '../../query/types.js';

const INT8: DataType = Object.freeze({ kind: 'integer', bits: 8 });
const INT16: DataType = Object.freeze({ kind: 'integer', bits: 16 });
const FLOAT32: DataType = Object.freeze({ kind: 'float', bits: 32 });
/** HUGEINT: what DuckDB's own sums of integers are. 39 digits at most, which no DECIMAL of the gateway can hold all of. */
const HUGE = decimalType(38, 0);

const TYPES: ReadonlyMap<DuckDBTypeId, DataType> = new Map<DuckDBTypeId, DataType>([
  [DuckDBTypeId.BOOLEAN, BOOLEAN],
  [DuckDBTypeId.TINYINT, INT8],
  [DuckDBTypeId.SMALLINT, INT16],
  [DuckDBTypeId.INTEGER, INT32],
  [DuckDBTypeId.BIGINT, INT64],
  [DuckDBTypeId.HUGEINT, HUGE],
  [DuckDBTypeId.FLOAT, FLOAT32],
  [DuckDBTypeId.DOUBLE, FLOAT64],
  [DuckDBTypeId.VARCHAR, STRING],
  [DuckDBTypeId.BLOB, BINARY],
  [DuckDBTypeId.DATE, DATE],
  [DuckDBTypeId.TIME, TIME],
  [DuckDBTypeId.TIMESTAMP, TIMESTAMP_NTZ],
  [DuckDBTypeId.TIMESTAMP_TZ, TIMESTAMP],
  [DuckDBTypeId.INTERVAL, INTERVAL],
  [DuckDBTypeId.UUID, UUID],
  [DuckDBTypeId.SQLNULL, NULL_TYPE],
]);

/**
 * The IR's type of a result column.
 * @throws GatewayError INTERNAL for a type that no statement of the gateway yields (see `view-columns.ts`).
 */
export function resultType(type: DuckDBType): DataType {
  if (type.typeId === DuckDBTypeId.DECIMAL) {
    const { width, scale } = type as DuckDBDecimalType;
    return decimalType(width, scale);
  }
  if (type.typeId === DuckDBTypeId.LIST) return arrayType(resultType((type as DuckDBListType).valueType));
  if (type.typeId === DuckDBTypeId.VARCHAR && type.alias === 'JSON') return JSON_TYPE;
  const found = TYPES.get(type.typeId);
  if (found === undefined) throw new GatewayError('INTERNAL', `A result has a column of type ${type.toString()}.`);
  return found;
}
