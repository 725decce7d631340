import { parse } from 'yaml';
import { MODEL_TYPES, type ModelType } from './model-type.js';

/** A column as an endpoint or a saved model tells it; a type that is none of MLflow's scalars is undefined. */
export interface ServedColumn {
  readonly name: string;
  readonly type: ModelType | undefined;
  readonly required: boolean;
}

/** What is told of a model; parts that are not told, or not in columns, are undefined. */
export interface ServedSignature {
  readonly inputs: readonly ServedColumn[] | undefined;
  /** One without a name where a prediction is one value. */
  readonly outputs: readonly ServedColumn[] | undefined;
}

type Json = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member at the end of a path; undefined if it leads nowhere. A number is the index of a list. */
function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((current, step) => {
    if (typeof step === 'number') return Array.isArray(current) ? current[step] : undefined;
    return isRecord(current) && Object.hasOwn(current, step) ? current[step] : undefined;
  }, value);
}

const OPENAPI_TYPES: Readonly<Record<string, ModelType>> = {
  boolean: 'boolean',
  'integer int32': 'integer',
  'integer int64': 'long',
  'number float': 'float',
  'number double': 'double',
  string: 'string',
  'string byte': 'binary',
  'string date-time': 'datetime',
};

function openApiType(schema: unknown): ModelType | undefined {
  const [type, format] = [at(schema, 'type'), at(schema, 'format')];
  const key = typeof format === 'string' ? `${String(type)} ${format}` : String(type);
  return Object.hasOwn(OPENAPI_TYPES, key) ? OPENAPI_TYPES[key] : undefined;
}

function propertiesOf(schema: unknown): readonly ServedColumn[] | undefined {
  const properties = at(schema, 'properties');
  const required = at(schema, 'required');
  if (!isRecord(properties)) return undefined;
  return Object.entries(properties).map(([name, property]) => ({
    name,
    type: openApiType(property),
    required: Array.isArray(required) && required.includes(name),
  }));
}

/**
 * The signature in the OpenAPI document that Databricks gives of an endpoint (`…/serving-endpoints/{name}/openapi`): of the
 * first of its served models.
 * https://docs.databricks.com/api/model-serving/v1/get-inference-endpoint-schema
 */
export function readOpenApi(text: string): ServedSignature | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  const paths = at(document, 'paths');
  if (!isRecord(paths)) return undefined;
  const [path] = Object.values(paths);
  const shapes = at(path, 'post', 'requestBody', 'content', 'application/json', 'schema', 'oneOf');
  const records = (Array.isArray(shapes) ? shapes : []).map((shape: unknown) =>
    at(shape, 'properties', 'dataframe_records', 'items'),
  );
  const reply = at(path, 'post', 'responses', '200', 'content', 'application/json', 'schema');
  const prediction = at(reply, 'properties', 'predictions', 'items');
  const single = openApiType(prediction);
  return {
    inputs: records.map(propertiesOf).find((columns) => columns !== undefined),
    outputs:
      propertiesOf(prediction) ?? (single === undefined ? undefined : [{ name: '', type: single, required: true }]),
  };
}

const TENSOR_TYPES: Readonly<Record<string, ModelType>> = {
  bool: 'boolean',
  int32: 'integer',
  int64: 'long',
  float32: 'float',
  float64: 'double',
  str: 'string',
};

function mlflowColumn(spec: unknown): ServedColumn {
  const [name, type, required] = [at(spec, 'name'), at(spec, 'type'), at(spec, 'required')];
  const shape = at(spec, 'tensor-spec', 'shape');
  const element = String(at(spec, 'tensor-spec', 'dtype'));
  const isList = type === 'tensor' && Array.isArray(shape) && shape.length === 1;
  const tensor = isList && Object.hasOwn(TENSOR_TYPES, element) ? TENSOR_TYPES[element] : undefined;
  return {
    name: typeof name === 'string' ? name : '',
    type: MODEL_TYPES.find((known) => known === type) ?? tensor,
    required: required !== false,
  };
}

function mlflowColumns(text: unknown): readonly ServedColumn[] | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const specs: unknown = JSON.parse(text);
    return Array.isArray(specs) && specs.length > 0 ? specs.map(mlflowColumn) : undefined;
  } catch {
    return undefined;
  }
}

/** The signature in the file `MLmodel` of a model that MLflow saved. */
export function readMlmodel(text: string): ServedSignature | undefined {
  let document: unknown;
  try {
    document = parse(text);
  } catch {
    return undefined;
  }
  const signature = at(document, 'signature');
  if (!isRecord(signature)) return undefined;
  const inputs = mlflowColumns(signature.inputs);
  return {
    // Inputs without names are tensors, which rows cannot be sent as.
    inputs: inputs?.every(({ name }) => name !== '') ? inputs : undefined,
    outputs: mlflowColumns(signature.outputs),
  };
}
