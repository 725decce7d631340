import DataLoader from 'dataloader';
import type { Contract, ModelEndpoint } from '../../catalog/contract.js';
import { camelCase } from '../../catalog/names.js';
import type { ModelValue, PredictionOutcome } from '../../engine.js';
import { GatewayError } from '../../errors.js';
import { modelValue } from './compile/model-value.js';
import type { Predict } from './fill-predictions.js';
import type { FieldResolver } from './resolver.js';

function resultOf({ outputs }: ModelEndpoint, outcome: PredictionOutcome): unknown {
  if (outcome instanceof GatewayError) throw outcome;
  const [single] = outputs;
  if (single?.name === '') return outcome[0] ?? null;
  return Object.fromEntries(outputs.map((column, index) => [camelCase(column.name), outcome[index] ?? null]));
}

/** Resolvers of the root fields that predict, by `Query.field`; the aliases of one request are asked for together. */
export function predictionResolvers(contract: Contract, predict: Predict): ReadonlyMap<string, FieldResolver> {
  const resolvers = new Map<string, FieldResolver>();
  for (const field of contract.queryFields) {
    const model = contract.models?.find((candidate) => candidate.name === field.model);
    if (model === undefined) continue;
    const loader = new DataLoader<readonly ModelValue[], PredictionOutcome>((rows) => predict(model.name, rows), {
      cache: false,
    });
    resolvers.set(`Query.${field.name}`, async (_parent, args) => {
      const row = model.inputs.map((column) => modelValue(args[camelCase(column.name)]));
      return resultOf(model, await loader.load(row));
    });
  }
  return resolvers;
}
