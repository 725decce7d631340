/** The scalar types of MLflow's model signatures. */
export const MODEL_TYPES = ['boolean', 'integer', 'long', 'float', 'double', 'string', 'binary', 'datetime'] as const;

export type ModelType = (typeof MODEL_TYPES)[number];

export interface ModelColumn {
  readonly name: string;
  readonly type: ModelType;
}

/** One input of a row: exact numbers may be text, binary is base64, a datetime is ISO text in UTC. */
export type ModelValue = string | number | bigint | boolean | null;

/** A value that a model gave, in JSON's terms. */
export type PredictedValue = string | number | boolean | null;
