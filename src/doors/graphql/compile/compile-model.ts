import type { FieldNode } from 'graphql';
import type { ContractType, ModelField } from '../../../catalog/contract.js';
import { jsonObject, jsonText, jsonValue } from '../../../query/build.js';
import type { Expression, JsonEncoding } from '../../../query/expression.js';
import { MODEL_END, MODEL_START } from '../../../query/json-markers.js';
import type { DataType } from '../../../query/types.js';
import { type CompileContext, fieldArguments } from './context.js';
import { modelValue } from './model-value.js';
import { requiredKey } from './required-columns.js';
import type { RowScope } from './row-scope.js';

/** How a column stands in a marker: numbers beyond JavaScript's as text, so that the model gets every digit. */
function inputEncoding(type: DataType): JsonEncoding {
  switch (type.kind) {
    case 'boolean':
      return 'boolean';
    case 'float':
      return 'float';
    case 'string':
      return 'string';
    case 'binary':
      return 'bytes';
    case 'date':
      return 'date';
    case 'timestamp':
      return 'datetime';
    default:
      return 'text';
  }
}

/**
 * The marker that stands for a prediction, with the row's inputs as policy lets the caller have them:
 * `{"@model":START site,"@in":{"0":…},"@end":END}`. No value can forge it: JSON text never holds those characters.
 */
export function compileModel(
  context: CompileContext,
  scope: RowScope,
  type: ContractType,
  field: ModelField,
  node: FieldNode,
): Expression {
  context.cost.prediction();
  const args = field.inputs.some((input) => input.kind === 'argument') ? fieldArguments(context, type.name, node) : {};
  const entries: { key: string; value: Expression }[] = [];
  const inputs = field.inputs.map((input) => {
    if (input.kind === 'argument') return { kind: 'fixed', value: modelValue(args[input.name]) } as const;
    const value = scope.column(input.column);
    const index = entries.length;
    entries.push({ key: String(index), value: jsonValue(value, inputEncoding(value.type), false) });
    return { kind: 'row', index } as const;
  });
  const { endpoint, output, scalar } = field;
  const site = context.models.push({ endpoint, inputs, output, scalar, field: `${type.name}.${field.name}` }) - 1;
  return jsonObject([
    { key: requiredKey('model'), value: jsonText(`${MODEL_START}${site}`) },
    { key: requiredKey('in'), value: jsonObject(entries) },
    { key: requiredKey('end'), value: jsonText(MODEL_END) },
  ]);
}
