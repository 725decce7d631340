import type { ModelColumn, ModelType, PredictedValue } from './model-type.js';

/** One row's prediction: a value for each output column, in order. */
export type Prediction = readonly PredictedValue[];

/** An answer that does not fit what the endpoint is declared to give. */
export class WrongShape extends Error {
  override readonly name = 'WrongShape';
}

function isOfType(value: unknown, type: ModelType): value is PredictedValue {
  if (value === null) return true;
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
    case 'long':
      // JSON.parse has rounded what is larger.
      return Number.isSafeInteger(value);
    case 'float':
    case 'double':
      return typeof value === 'number' && Number.isFinite(value);
    case 'string':
    case 'binary':
    case 'datetime':
      return typeof value === 'string';
    default:
      return type satisfies never;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A prediction that is one value: as it is, in a list of one, or as the one member of an object. */
function single(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? value[0] : value;
  if (!isRecord(value)) return value;
  const members = Object.values(value);
  return members.length === 1 ? members[0] : value;
}

function memberOf(prediction: unknown, { name }: ModelColumn, row: number): unknown {
  if (name === '') return single(prediction);
  if (!isRecord(prediction) || !Object.hasOwn(prediction, name)) {
    throw new WrongShape(`prediction ${row} has no member "${name}"`);
  }
  return single(prediction[name]);
}

/**
 * The predictions in a reply, one for each row that was sent, in their order.
 * @throws WrongShape where there are more or fewer, or one is not of the declared type: rows are never shifted
 */
export function readPredictions(body: Buffer, rows: number, outputs: readonly ModelColumn[]): readonly Prediction[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    throw new WrongShape('the reply is not JSON');
  }
  const predictions = isRecord(parsed) ? parsed.predictions : undefined;
  if (!Array.isArray(predictions)) throw new WrongShape('the reply holds no list of predictions');
  if (predictions.length !== rows) throw new WrongShape(`${predictions.length} predictions for ${rows} rows`);
  return predictions.map((prediction: unknown, row) =>
    outputs.map((column) => {
      const value = memberOf(prediction, column, row);
      if (!isOfType(value, column.type)) throw new WrongShape(`prediction ${row} is not of type ${column.type}`);
      return value;
    }),
  );
}
