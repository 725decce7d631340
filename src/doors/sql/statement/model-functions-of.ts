import { type ModelEndpoint, sqlTypeOf } from '../../../catalog/contract.js';
import type { ModelFunction } from '../analysis/model-functions.js';
import { postgresNames } from '../analysis/postgres-names.js';

/** The functions that models are: `delay`, or `delay_minutes` and `delay_reason` where a prediction has these members. */
export function modelFunctionsOf(models: readonly ModelEndpoint[]): readonly ModelFunction[] {
  const all = models.flatMap((model) => model.outputs.map((column, output) => ({ model, column, output })));
  // Where two would be called the same, a model itself goes before another one's output.
  const sorted = [...all.filter(({ column }) => column.name === ''), ...all.filter(({ column }) => column.name !== '')];
  const names = postgresNames(
    sorted.map(({ model, column }) => (column.name === '' ? model.name : `${model.name}_${column.name}`)),
  );
  return sorted.map(({ model, column, output }, index) => {
    const inputs = postgresNames(model.inputs.map(({ name }) => name));
    return {
      name: names[index] ?? model.name,
      model: model.name,
      output,
      inputs: model.inputs.map((input, place) => ({ name: inputs[place] ?? input.name, type: sqlTypeOf(input.type) })),
      result: sqlTypeOf(column.type),
      takesNulls: model.sendsNulls,
    };
  });
}
