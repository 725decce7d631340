import {
  astFromValue,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  GraphQLDeprecatedDirective,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLInputFieldConfig,
  type GraphQLInputType,
  getDirectiveValues,
  type InputValueDefinitionNode,
  type ValueNode,
  valueFromAST,
} from 'graphql';
import { GatewayError } from '../../../../errors.js';
import { inputTypeOf, outputTypeOf, type TypeReferences } from './type-references.js';

/** A field definition of SDL as graphql-js wants it; `where` names it in errors. */
export function fieldConfigOf(
  references: TypeReferences,
  node: FieldDefinitionNode,
  where: string,
): GraphQLFieldConfig<unknown, unknown> {
  const args: GraphQLFieldConfigArgumentMap = {};
  for (const argument of node.arguments ?? []) {
    args[argument.name.value] = inputFieldConfigOf(references, argument, `${where}(${argument.name.value}:)`);
  }
  return {
    type: outputTypeOf(references, node.type, where),
    args,
    description: node.description?.value,
    deprecationReason: deprecationReasonOf(node),
  };
}

/** An argument or a field of an input type as graphql-js wants it. */
export function inputFieldConfigOf(
  references: TypeReferences,
  node: InputValueDefinitionNode,
  where: string,
): GraphQLInputFieldConfig {
  const type = inputTypeOf(references, node.type, where);
  return {
    type,
    description: node.description?.value,
    deprecationReason: deprecationReasonOf(node),
    defaultValue: node.defaultValue === undefined ? undefined : defaultValueOf(node.defaultValue, type, where),
  };
}

export function deprecationReasonOf(node: { readonly directives?: readonly ConstDirectiveNode[] }): string | undefined {
  const reason = getDirectiveValues(GraphQLDeprecatedDirective, node)?.reason;
  return typeof reason === 'string' ? reason : undefined;
}

function defaultValueOf(node: ValueNode, type: GraphQLInputType, where: string): unknown {
  const value: unknown = valueFromAST(node, type);
  if (value === undefined) throw new GatewayError('CONTRACT_INVALID', `${where}: the default does not fit ${type}.`);
  try {
    // Introspection writes the default out again, and would otherwise fail where it cannot, at a caller's request.
    astFromValue(value, type);
  } catch {
    throw new GatewayError('CONTRACT_INVALID', `${where}: a default of ${type} cannot be an object or a list.`);
  }
  return value;
}
