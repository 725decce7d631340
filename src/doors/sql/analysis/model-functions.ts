import type { DataType } from '../../../query/types.js';
import { columnType } from './column-type.js';
import { quoteName } from './quote.js';

/** The schema that models are functions of. */
export const MODELS_SCHEMA = 'models';

/** A served model as a function: one for each value that it predicts. */
export interface ModelFunction {
  /** As Postgres has it. */
  readonly name: string;
  readonly model: string;
  /** Which of the values of a prediction. */
  readonly output: number;
  /** In the model's order, under names that Postgres can have. */
  readonly inputs: readonly { readonly name: string; readonly type: DataType }[];
  readonly result: DataType;
  /** Whether it knows what to make of NULL; otherwise it gives NULL for it. */
  readonly takesNulls: boolean;
}

/** Gives the functions names and types to Postgres, which never evaluates them. */
export function createModelFunctions(functions: readonly ModelFunction[]): readonly string[] {
  return functions.flatMap(({ name, model, inputs, result, takesNulls }) => {
    const types = inputs.map((input) => columnType(input.type));
    const parameters = inputs.map((input, index) => `${quoteName(input.name)} ${types[index]}`).join(', ');
    const called = `${MODELS_SCHEMA}.${quoteName(name)}`;
    const type = columnType(result);
    return [
      `CREATE FUNCTION ${called}(${parameters}) RETURNS ${type} STABLE ${takesNulls ? '' : 'STRICT '}LANGUAGE sql AS 'SELECT NULL::${type}'`,
      `COMMENT ON FUNCTION ${called}(${types.join(', ')}) IS 'What model ${model} predicts.'`,
    ];
  });
}
