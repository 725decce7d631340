import { type GraphQLSchema, Kind, parse } from 'graphql';
import type { Contract } from '../../catalog/contract.js';
import { buildSchema } from './schema/build-schema.js';
import type { SchemaOptions } from './schema/options.js';

/** The schema of one visibility set, and what the executor has to know of its types. */
export interface VisibleSchema {
  readonly key: string;
  readonly schema: GraphQLSchema;
  readonly contract: Contract;
  readonly contractTypes: ReadonlySet<string>;
  readonly supportingTypes: ReadonlySet<string>;
}

function objectTypesOf(sdl: string): ReadonlySet<string> {
  if (sdl.trim() === '') return new Set();
  return new Set(
    parse(sdl, { noLocation: true }).definitions.flatMap((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION ? [definition.name.value] : [],
    ),
  );
}

export function createVisibleSchema(key: string, contract: Contract, options: SchemaOptions): VisibleSchema {
  return {
    key,
    contract,
    schema: buildSchema(contract, options),
    contractTypes: new Set(contract.types.map((type) => type.name)),
    supportingTypes: objectTypesOf(contract.supportingSdl),
  };
}
