import type { Expression } from '../query/expression.js';
import { BINARY, BOOLEAN, type DataType, FLOAT64, INT32, INT64, STRING, TIMESTAMP } from '../query/types.js';

/** A place in a file of schema/, for messages: 1-based line and column. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The reviewed contract: what schema/*.graphql exposes, with names already resolved against the catalog. */
export interface Contract {
  /** In the order of the files and of the types in them. */
  readonly types: readonly ContractType[];
  /** Root fields answered by hand-written resolvers (`extend type Query` in schema/). */
  readonly queryFields: readonly ResolverField[];
  /** SDL of further object, input, enum and scalar types that resolver fields use, printed. */
  readonly supportingSdl: string;
  /** Serving endpoints of gateway.yaml, in its order; absent where there are none. */
  readonly models?: readonly ModelEndpoint[] | undefined;
}

/** The scalar types of MLflow's model signatures. */
export type ModelType = 'boolean' | 'integer' | 'long' | 'float' | 'double' | 'string' | 'binary' | 'datetime';

export interface ModelColumn {
  readonly name: string;
  readonly type: ModelType;
}

/** What is known of a serving endpoint: its signature, and who may execute it. */
export interface ModelEndpoint {
  /** A key of `models` in gateway.yaml. */
  readonly name: string;
  readonly inputs: readonly ModelColumn[];
  /** The values of a prediction, in order; one without a name where a prediction is one value. */
  readonly outputs: readonly ModelColumn[];
  /** Whether rows are sent that have a NULL among their inputs; otherwise their prediction is NULL. */
  readonly sendsNulls: boolean;
  /** Groups, user names, or `account users` for everyone. */
  readonly groups: readonly string[];
}

export type GraphQLScalarName =
  | 'ID'
  | 'String'
  | 'Boolean'
  | 'Int'
  | 'Float'
  | 'BigInt'
  | 'Decimal'
  | 'Date'
  | 'Time'
  | 'DateTime'
  | 'JSON'
  | 'UUID'
  | 'Bytes';

export interface CacheControl {
  readonly maxAgeSeconds: number;
  readonly scope: 'PUBLIC' | 'PRIVATE';
}

export interface ContractType {
  /** GraphQL type name, such as `Flight`. */
  readonly name: string;
  /** Root field names: `flight`, `flights`, `flightGroups`. */
  readonly singular: string;
  readonly plural: string;
  readonly groups: string;
  /** Unity Catalog full name of the table. */
  readonly table: string;
  readonly description: string | undefined;
  /** Names of the column fields that identify a row; empty where `groupsOnly`. */
  readonly key: readonly string[];
  /** A metric view: its fields are what to group and filter by, and no row of it is ever served. */
  readonly groupsOnly: boolean;
  readonly fields: readonly ContractField[];
  readonly measures: readonly Measure[];
  readonly cacheControl: CacheControl | undefined;
  readonly location: SourceLocation;
}

interface ContractFieldBase {
  readonly name: string;
  readonly description: string | undefined;
  readonly deprecationReason: string | undefined;
  readonly location: SourceLocation;
}

/** A field that is a column of the table. */
export interface ColumnField extends ContractFieldBase {
  readonly kind: 'column';
  readonly column: string;
  readonly scalar: GraphQLScalarName;
  readonly required: boolean;
  readonly type: DataType;
}

/** A field computed by `@expression(sql)`; columns stand as columns of the relation `@row`. */
export interface ComputedField extends ContractFieldBase {
  readonly kind: 'computed';
  readonly expression: Expression;
  /** Columns the expression reads. */
  readonly columns: readonly string[];
  readonly scalar: GraphQLScalarName;
  readonly required: boolean;
  readonly type: DataType;
}

/** A relation to another contract type. `one`: at most one row, keyed by the target's unique columns. */
export interface RelationField extends ContractFieldBase {
  readonly kind: 'relation';
  readonly cardinality: 'one' | 'many';
  /** Name of the target's contract type. */
  readonly target: string;
  /** Column names: `from` of this table, `to` of the target's. */
  readonly on: readonly { readonly from: string; readonly to: string }[];
  readonly required: boolean;
  /** Name of the grouping field beside a to-many relation: `departureGroups` for `departures`. */
  readonly groups: string | undefined;
}

/** A field answered by a hand-written resolver in resolvers/. */
export interface ResolverField extends ContractFieldBase {
  readonly kind: 'resolver';
  /** The field's SDL, arguments and type included, such as `nearby(first: Int = 5): [NearbyAirport!]!`. */
  readonly sdl: string;
  /** Columns of the parent row that the resolver reads (`@requires(fields: …)` field names). */
  readonly requires: readonly string[];
  /** Set for a root field that the gateway makes for a serving endpoint: the endpoint's name. */
  readonly model?: string | undefined;
}

/** Where an input of a model comes from, and how it stands in JSON on its way there. */
export type ModelInput =
  | { readonly kind: 'column'; readonly column: string; readonly type: DataType }
  | { readonly kind: 'argument'; readonly name: string };

/** A field answered by a serving endpoint: `@model(endpoint, inputs, output)`. */
export interface ModelField extends ContractFieldBase {
  readonly kind: 'model';
  /** Name of the endpoint. */
  readonly endpoint: string;
  /** In the order of the endpoint's inputs. */
  readonly inputs: readonly ModelInput[];
  /** Which of the endpoint's outputs, by index. */
  readonly output: number;
  readonly scalar: GraphQLScalarName;
  readonly required: boolean;
  /** The field's SDL, arguments and type included, such as `risk(hour: Int): Float`. */
  readonly sdl: string;
}

export type ContractField = ColumnField | ComputedField | RelationField | ResolverField | ModelField;

/** A governed measure: `@measure(name, type, sql)`; an aggregate expression over the relation `@row`. */
export interface Measure {
  readonly name: string;
  readonly description: string | undefined;
  readonly scalar: GraphQLScalarName;
  readonly expression: Expression;
  readonly columns: readonly string[];
  readonly type: DataType;
  /** The name in Unity Catalog, if it is just one measure of a metric view. */
  readonly metric: string | undefined;
  readonly location: SourceLocation;
}

/** The SQL type that has the values of a model's type. */
export function sqlTypeOf(type: ModelType): DataType {
  switch (type) {
    case 'boolean':
      return BOOLEAN;
    case 'integer':
      return INT32;
    case 'long':
      return INT64;
    case 'float':
    case 'double':
      return FLOAT64;
    case 'string':
      return STRING;
    case 'binary':
      return BINARY;
    case 'datetime':
      return TIMESTAMP;
    default:
      return type satisfies never;
  }
}
