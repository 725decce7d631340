import type { ScalarValue } from '../../../query/expression.js';
import type { Bound } from '../border.js';
import { SqlError } from '../sql-error.js';
import type { ParameterValue } from '../translate/input.js';
import { decodeParameter } from '../types/parameters/decode-parameter.js';
import type { DecodedParameter } from '../types/parameters/decoded-parameter.js';
import type { ParameterSettings } from '../types/parameters/parameter-settings.js';

function elementOf(element: DecodedParameter): ScalarValue {
  if (element.kind === 'scalar') return element.value;
  throw new SqlError('0A000', 'a parameter that is an array of arrays is not supported');
}

/**
 * The values of `$1`, `$2`, … as the IR takes them.
 * @throws SqlError 22P02, 22003, 22008 or 08P01 for a value that is none of its type
 */
export function parameterValues(
  { values, formats }: Pick<Bound, 'values' | 'formats'>,
  typeOids: readonly number[],
  settings: ParameterSettings,
): readonly ParameterValue[] {
  return typeOids.map((typeOid, index) => {
    const format = (formats.length > 1 ? formats[index] : formats[0]) ?? 0;
    const decoded = decodeParameter(values[index] ?? null, typeOid, format, settings);
    return decoded.kind === 'scalar'
      ? { value: decoded.value, type: decoded.type }
      : { value: decoded.elements.map(elementOf), type: decoded.type };
  });
}
