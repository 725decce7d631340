import { DBSQLParameter, DBSQLParameterType } from '@databricks/sql';
import type { TSparkParameter } from '@databricks/sql/thrift/TCLIService_types.js';
import { GatewayError } from '../../errors.js';
import { printType } from '../../query/types.js';
import { checkValue } from '../../sql/checked-value.js';
import { decimalText } from '../../sql/decimal-text.js';
import { isoDateOfDays, isoTimestampOfMicros } from '../../sql/iso-time.js';
import type { BoundParameter } from '../../sql/statement.js';

const INTEGERS = {
  8: DBSQLParameterType.TINYINT,
  16: DBSQLParameterType.SMALLINT,
  32: DBSQLParameterType.INTEGER,
  64: DBSQLParameterType.BIGINT,
} as const;

function bound({ value, type }: BoundParameter): DBSQLParameter {
  const checked = checkValue(value, type);
  switch (checked.kind) {
    case 'null':
      return new DBSQLParameter({ type: DBSQLParameterType.VOID, value: null });
    case 'boolean':
      return new DBSQLParameter({ type: DBSQLParameterType.BOOLEAN, value: checked.value });
    case 'integer':
      return new DBSQLParameter({ type: INTEGERS[checked.bits], value: String(checked.value) });
    case 'decimal':
      // Bare DECIMAL would be DECIMAL(10,0). The driver's list of types has none with digits, the wire has.
      return new DBSQLParameter({
        type: `DECIMAL(${checked.precision},${checked.scale})` as DBSQLParameterType,
        value: decimalText(checked.unscaled, checked.scale),
      });
    case 'float':
      return new DBSQLParameter({
        type: checked.bits === 32 ? DBSQLParameterType.FLOAT : DBSQLParameterType.DOUBLE,
        value: Object.is(checked.value, -0) ? '-0.0' : String(checked.value),
      });
    case 'text':
    case 'uuid':
      return new DBSQLParameter({ type: DBSQLParameterType.STRING, value: checked.value });
    case 'binary':
      return new DBSQLParameter({
        type: DBSQLParameterType.STRING,
        value: Buffer.from(checked.value).toString('hex'),
      });
    case 'date':
      return new DBSQLParameter({ type: DBSQLParameterType.DATE, value: isoDateOfDays(checked.days) });
    case 'timestamp': {
      const text = isoTimestampOfMicros(checked.micros);
      return checked.zoned
        ? new DBSQLParameter({ type: DBSQLParameterType.TIMESTAMP, value: `${text}Z` })
        : new DBSQLParameter({ type: DBSQLParameterType.TIMESTAMP_NTZ, value: text });
    }
    case 'time':
    case 'interval':
      throw new GatewayError('NOT_SUPPORTED', `Parameters of type ${printType(type)} are not supported on databricks.`);
  }
}

/**
 * The parameters of a statement as the dialect's markers name them: `:p1` and so on.
 * @throws GatewayError BAD_USER_INPUT for a value that does not fit its type
 */
export function bindParameters(parameters: readonly BoundParameter[]): TSparkParameter[] {
  return parameters.map((parameter, index) => bound(parameter).toSparkParameter({ name: `p${index + 1}` }));
}
