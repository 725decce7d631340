import type { Contract, ModelColumn, ResolverField } from '../contract.js';
import { sqlTypeOf } from '../contract.js';
import { camelCase } from '../names.js';
import { predictionFieldName, predictionTypeName } from '../prediction-names.js';
import { fittingScalars } from './scalar-fit.js';
import type { ResolveContext } from './type-scope.js';

/** Models are settings, not SDL: that is the place that a fault of theirs has. */
const LOCATION = { file: 'gateway.yaml', line: 1, column: 1 } as const;

function scalarOf({ type }: ModelColumn): string {
  return fittingScalars(sqlTypeOf(type))[0] ?? 'JSON';
}

function reportTwins(what: string, columns: readonly ModelColumn[], { report }: ResolveContext): void {
  const seen = new Map<string, string>();
  for (const { name } of columns) {
    const field = camelCase(name);
    const twin = seen.get(field);
    if (twin !== undefined) {
      report(
        LOCATION,
        `${what} "${twin}" and "${name}" would both be called "${field}" in GraphQL. Rename one of the two.`,
      );
    }
    seen.set(field, name);
  }
}

/** A root field for each endpoint, with its inputs as arguments. */
export function predictionFields(context: ResolveContext): Pick<Contract, 'queryFields' | 'supportingSdl'> {
  const types: string[] = [];
  const queryFields = context.models.map((model): ResolverField => {
    reportTwins(`Inputs of model "${model.name}"`, model.inputs, context);
    const name = predictionFieldName(model);
    const type = predictionTypeName(model);
    if (type !== undefined) {
      reportTwins(`Outputs of model "${model.name}"`, model.outputs, context);
      if (context.declaredTypes.has(type)) {
        context.report(
          LOCATION,
          `Type name "${type}" is one that the gateway makes for model "${model.name}". Choose another name.`,
        );
      }
      const fields = model.outputs.map((column) => `  ${camelCase(column.name)}: ${scalarOf(column)}`);
      types.push(`"What model ${model.name} predicts."\ntype ${type} {\n${fields.join('\n')}\n}`);
    }
    const args = model.inputs.map(
      (column) => `${camelCase(column.name)}: ${scalarOf(column)}${model.sendsNulls ? '' : '!'}`,
    );
    const [single] = model.outputs;
    const returns = type ?? (single === undefined ? 'JSON' : scalarOf(single));
    return {
      kind: 'resolver',
      name,
      description: `What model ${model.name} predicts for these inputs.`,
      deprecationReason: undefined,
      location: LOCATION,
      sdl: `${name}(${args.join(', ')}): ${returns}`,
      requires: [],
      model: model.name,
    };
  });
  return { queryFields, supportingSdl: types.join('\n\n') };
}
