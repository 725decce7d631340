import {
  type DefinitionNode,
  type EnumTypeDefinitionNode,
  GraphQLError,
  type InputObjectTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type ScalarTypeDefinitionNode,
} from 'graphql';
import { GatewayError } from '../../../../errors.js';
import { isScalarName } from '../scalars.js';

/** The kinds of types that a contract may add for its resolver fields. */
export type SupportingDefinition =
  | ObjectTypeDefinitionNode
  | InputObjectTypeDefinitionNode
  | EnumTypeDefinitionNode
  | ScalarTypeDefinitionNode;

/**
 * The definitions in a contract's supporting SDL, in its order. Declarations of the gateway's own scalars are
 * left out: they say nothing new.
 * @throws GatewayError CONTRACT_INVALID if it does not parse or holds anything but object, input, enum and scalar types
 */
export function readSupportingTypes(sdl: string): readonly SupportingDefinition[] {
  if (sdl.trim() === '') return [];
  const definitions = parseDocument(sdl).map(requireSupported);
  return definitions.filter(
    (definition) => definition.kind !== Kind.SCALAR_TYPE_DEFINITION || !isScalarName(definition.name.value),
  );
}

function parseDocument(sdl: string): readonly DefinitionNode[] {
  try {
    return parse(sdl, { noLocation: true }).definitions;
  } catch (error) {
    const detail = error instanceof GraphQLError ? error.message : String(error);
    throw new GatewayError('CONTRACT_INVALID', `The supporting types of the contract do not parse: ${detail}`);
  }
}

function requireSupported(definition: DefinitionNode): SupportingDefinition {
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
      if ((definition.interfaces ?? []).length === 0) return definition;
      throw unsupported(definition, 'implements an interface');
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
    case Kind.ENUM_TYPE_DEFINITION:
    case Kind.SCALAR_TYPE_DEFINITION:
      return definition;
    default:
      throw unsupported(definition, 'is neither an object, input, enum nor scalar type');
  }
}

function unsupported(definition: DefinitionNode, what: string): GatewayError {
  const [firstLine = ''] = print(definition).split('\n');
  return new GatewayError('CONTRACT_INVALID', `The supporting definition \`${firstLine}\` ${what}.`);
}
