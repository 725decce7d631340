import type { ScalarValue } from '../../../../query/expression.js';
import { arrayType, type DataType, decimalType, NULL_TYPE } from '../../../../query/types.js';

/** A parameter's value as the IR takes it. An array of more dimensions holds arrays. */
export type DecodedParameter =
  | { readonly kind: 'scalar'; readonly value: ScalarValue; readonly type: DataType }
  | { readonly kind: 'array'; readonly elements: readonly DecodedParameter[]; readonly type: DataType };

export function scalar(value: ScalarValue, type: DataType): DecodedParameter {
  return { kind: 'scalar', value, type };
}

/** The one type that holds the elements; decimals come at the precision of each. */
function commonType(elements: readonly DecodedParameter[], fallback: DataType): DataType {
  const types = elements.map(({ type }) => type).filter(({ kind }) => kind !== 'null');
  const [first] = types;
  if (first === undefined) return fallback;
  if (first.kind === 'array') {
    const inner = elements.flatMap((element) => (element.kind === 'array' ? element.elements : []));
    return arrayType(commonType(inner, first.element));
  }
  if (first.kind !== 'decimal') return first;
  let [whole, scale] = [1, 0];
  for (const type of types) {
    if (type.kind !== 'decimal') continue;
    whole = Math.max(whole, type.precision - type.scale);
    scale = Math.max(scale, type.scale);
  }
  return decimalType(whole + scale, scale);
}

function withType(parameter: DecodedParameter, type: DataType): DecodedParameter {
  if (parameter.kind === 'scalar') return { ...parameter, type };
  const element = type.kind === 'array' ? type.element : NULL_TYPE;
  return { ...parameter, elements: parameter.elements.map((item) => withType(item, element)), type };
}

/** An array whose elements all have one type; `fallback` where none of them tells it. */
export function arrayOf(elements: readonly DecodedParameter[], fallback: DataType): DecodedParameter {
  const type = arrayType(commonType(elements, fallback));
  return withType({ kind: 'array', elements, type }, type);
}
