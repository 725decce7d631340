import {
  type GraphQLInputType,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  type GraphQLOutputType,
  isInputType,
  isOutputType,
  Kind,
  type TypeNode,
} from 'graphql';
import { GatewayError } from '../../../../errors.js';

/** The types that SDL of the contract can name: scalars, contract types, supporting types. */
export interface TypeReferences {
  named(name: string): GraphQLNamedType | undefined;
}

/** The bare name within `[Name!]!`. */
export function namedTypeOf(node: TypeNode): string {
  return node.kind === Kind.NAMED_TYPE ? node.name.value : namedTypeOf(node.type);
}

/** @throws GatewayError CONTRACT_INVALID if `where` names a type that is unknown or for input only */
export function outputTypeOf(references: TypeReferences, node: TypeNode, where: string): GraphQLOutputType {
  switch (node.kind) {
    case Kind.NON_NULL_TYPE:
      return new GraphQLNonNull(outputTypeOf(references, node.type, where));
    case Kind.LIST_TYPE:
      return new GraphQLList(outputTypeOf(references, node.type, where));
    case Kind.NAMED_TYPE: {
      const type = references.named(node.name.value);
      if (isOutputType(type)) return type;
      throw unusable(node.name.value, where, 'the type of a field');
    }
  }
}

/** @throws GatewayError CONTRACT_INVALID if `where` names a type that is unknown or for output only */
export function inputTypeOf(references: TypeReferences, node: TypeNode, where: string): GraphQLInputType {
  switch (node.kind) {
    case Kind.NON_NULL_TYPE:
      return new GraphQLNonNull(inputTypeOf(references, node.type, where));
    case Kind.LIST_TYPE:
      return new GraphQLList(inputTypeOf(references, node.type, where));
    case Kind.NAMED_TYPE: {
      const type = references.named(node.name.value);
      if (isInputType(type)) return type;
      throw unusable(node.name.value, where, 'the type of an argument');
    }
  }
}

function unusable(name: string, where: string, role: string): GatewayError {
  return new GatewayError('CONTRACT_INVALID', `${where}: "${name}" cannot be ${role}.`);
}
