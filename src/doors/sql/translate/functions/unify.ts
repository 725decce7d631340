import { commonTypeOf, exactDigits } from '../../../../functions/common-type.js';
import { call } from '../../../../functions/registry.js';
import { literal } from '../../../../query/build.js';
import type { Expression } from '../../../../query/expression.js';
import { type DataType, decimalType, TIMESTAMP_NTZ } from '../../../../query/types.js';
import { cast } from './builtin.js';

const MAX_PRECISION = 38;

/** The one type of values that Postgres takes for one type. DECIMALs keep all digits after the point. */
function unifiedType(types: readonly DataType[]): DataType | undefined {
  const common = commonTypeOf(types);
  if (common !== undefined) return common;
  const known = types.filter((type) => type.kind !== 'null');
  if (known.every((type) => type.kind === 'date' || (type.kind === 'timestamp' && !type.zoned))) return TIMESTAMP_NTZ;
  const digits = known.map(exactDigits).filter((entry) => entry !== undefined);
  if (digits.length !== known.length || digits.length === 0) return undefined;
  const scale = Math.max(...digits.map((entry) => entry.scale));
  const whole = Math.max(...digits.map((entry) => entry.whole));
  return decimalType(Math.min(MAX_PRECISION, whole + scale), scale);
}

function atType(expression: Expression, type: DataType): Expression {
  if (expression.type.kind === 'null') return expression.kind === 'literal' ? literal(null, type) : expression;
  if (expression.type.kind === 'date' && type.kind === 'timestamp') return call('pg_timestamp_of_date', [expression]);
  return cast(expression, type);
}

/** The expressions at one type: numerics of several scales at the widest; undefined where they share none. */
export function unify(expressions: readonly Expression[]): readonly Expression[] | undefined {
  const type = unifiedType(expressions.map((expression) => expression.type));
  return type === undefined ? undefined : expressions.map((expression) => atType(expression, type));
}
