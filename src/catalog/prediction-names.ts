import type { ModelEndpoint } from './contract.js';
import { pascalCase } from './names.js';

/** The root field that predicts with an endpoint: `predictDelay` for `delay`. */
export function predictionFieldName({ name }: Pick<ModelEndpoint, 'name'>): string {
  return `predict${pascalCase(name)}`;
}

/** The object type of predictions of several values; undefined where a prediction is one value. */
export function predictionTypeName({ name, outputs }: ModelEndpoint): string | undefined {
  return outputs.some((column) => column.name !== '') ? `${pascalCase(name)}Prediction` : undefined;
}
