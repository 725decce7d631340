import { GraphQLError, GraphQLScalarType, Kind, print, type ValueNode } from 'graphql';
import type { ScalarValue } from '../../../../query/expression.js';

export interface ScalarDefinition {
  readonly name: string;
  readonly description: string;
  readonly specifiedByURL?: string;
  /** What to write; ends the message `Date cannot represent "x": write …`. */
  readonly hint: string;
  /** A variable's value, or the text of a string literal; undefined refuses it. */
  readonly parse: (input: unknown) => ScalarValue | undefined;
  /** The text of an integer literal; without it such a literal is refused. */
  readonly parseInteger?: (text: string) => ScalarValue | undefined;
  /** The text of a literal with a fraction or an exponent; without it such a literal is refused. */
  readonly parseFloat?: (text: string) => ScalarValue | undefined;
  /** The JSON form of what a resolver gave, or of the scalar's own parsed form; undefined refuses it. */
  readonly serialize: (value: unknown) => string | number | undefined;
}

const MAX_QUOTED_CHARACTERS = 60;

/** A scalar whose literals and variables both become the IR's form of the value, or a message on what to write. */
export function defineScalar(definition: ScalarDefinition): GraphQLScalarType {
  const { name, hint } = definition;
  const refuse = (shown: string, node?: ValueNode): never => {
    const message = `${name} cannot represent ${shorten(shown)}: write ${hint}.`;
    throw new GraphQLError(message, node === undefined ? {} : { nodes: node });
  };
  return new GraphQLScalarType({
    name,
    description: definition.description,
    specifiedByURL: definition.specifiedByURL,
    parseValue: (input) => definition.parse(input) ?? refuse(show(input)),
    parseLiteral: (node) => parseLiteral(definition, node) ?? refuse(print(node), node),
    serialize: (value) => {
      const output = definition.serialize(value);
      if (output === undefined) throw new GraphQLError(`${name} cannot represent ${shorten(show(value))}.`);
      return output;
    },
  });
}

function parseLiteral(definition: ScalarDefinition, node: ValueNode): ScalarValue | undefined {
  switch (node.kind) {
    case Kind.STRING:
      return definition.parse(node.value);
    case Kind.INT:
      return definition.parseInteger?.(node.value);
    case Kind.FLOAT:
      return definition.parseFloat?.(node.value);
    default:
      return undefined;
  }
}

/** JSON as far as it goes; what JSON cannot say (NaN, bigint, functions) as String() shows it. */
function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, MAX_QUOTED_CHARACTERS + 1));
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return `the Date ${String(value)}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

function shorten(text: string): string {
  return text.length <= MAX_QUOTED_CHARACTERS ? text : `${text.slice(0, MAX_QUOTED_CHARACTERS)}…`;
}
