import { GatewayError } from '../errors.js';
import type { PredictStage } from '../plan/federation/stage.js';
import { outputsOf } from '../query/outputs.js';
import type { DataType } from '../query/types.js';
import type { HostSession, ResultBatch, Source } from '../sources/source.js';
import { printStatement } from '../sql/print-statement.js';

/** One input of a row: exact numbers may be text, binary is base64, a moment is ISO text in UTC. */
type ModelValue = string | number | bigint | boolean | null;

/** A value that a model gave, in JSON's terms. */
type PredictedValue = string | number | boolean | null;

/** @returns a prediction for each row. @throws GatewayError if one row has none */
export type Predict = (
  model: string,
  rows: readonly (readonly ModelValue[])[],
) => Promise<readonly (readonly PredictedValue[])[]>;

export interface PredictContext {
  readonly session: HostSession;
  readonly host: Source;
  readonly predict: Predict;
  readonly maxPredictedRows: (model: string) => number;
}

/** A value of a batch (see `source.ts`) as models take it. */
function inputOf(value: unknown): ModelValue {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return (value ?? null) as ModelValue;
}

/** A predicted value as a batch has it. */
function outputOf(value: PredictedValue | undefined, type: DataType): unknown {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case 'integer':
      return type.bits === 64 ? BigInt(value) : value;
    case 'binary':
      return Buffer.from(String(value), 'base64');
    case 'timestamp':
      // A model's moments are in UTC, with or without the letter.
      return new Date(`${String(value).replace(' ', 'T').replace(/Z$/u, '')}Z`).toISOString();
    default:
      return value;
  }
}

async function readInputs(
  { model, relation }: PredictStage,
  { session, host, maxPredictedRows }: PredictContext,
): Promise<readonly (readonly unknown[])[]> {
  const { batches } = await session.execute(printStatement(relation, host.dialect), false);
  const maxRows = maxPredictedRows(model);
  const rows: unknown[][] = [];
  for await (const { rowCount, columns } of batches) {
    if (rows.length + rowCount > maxRows) {
      throw new GatewayError(
        'RESULT_TOO_LARGE',
        `Model ${model} would be asked for more than ${maxRows} different rows. Filter them first.`,
      );
    }
    for (let row = 0; row < rowCount; row += 1) rows.push(columns.map((column) => column[row]));
  }
  return rows;
}

/** Asks a model for the different inputs of a stage, all at once, and leaves its answers in a table beside them. */
export async function predictStage(stage: PredictStage, context: PredictContext): Promise<void> {
  const inputs = await readInputs(stage, context);
  const predictions =
    inputs.length === 0
      ? []
      : await context.predict(
          stage.model,
          inputs.map((row) => row.map(inputOf)),
        );
  const fields = [
    ...outputsOf(stage.relation).map(({ name, type }) => ({ name, type })),
    ...stage.outputs.map(({ index, type }) => ({ name: `o${index + 1}`, type })),
  ];
  const width = fields.length - stage.outputs.length;
  const batch: ResultBatch = {
    rowCount: inputs.length,
    columns: [
      ...fields.slice(0, width).map((_, column) => inputs.map((row) => row[column])),
      ...stage.outputs.map(({ index, type }) => predictions.map((prediction) => outputOf(prediction[index], type))),
    ],
  };
  async function* batches(): AsyncGenerator<ResultBatch> {
    yield batch;
  }
  await context.session.load(stage.name, fields, batches(), inputs.length);
}
