import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

type Variables = Readonly<Record<string, unknown>> | null | undefined;

/** Any JSON value, as it is; an object or list literal may hold variables. */
export const jsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  parseValue: (input) => input,
  parseLiteral: readLiteral,
  serialize: (value) => value,
});

function readLiteral(node: ValueNode, variables: Variables): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null;
    case Kind.STRING:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.INT:
      return Number.isSafeInteger(Number(node.value)) ? Number(node.value) : refuseNumber(node.value, node);
    case Kind.FLOAT:
      return Number.isFinite(Number(node.value)) ? Number(node.value) : refuseNumber(node.value, node);
    case Kind.LIST:
      return node.values.map((item) => readLiteral(item, variables) ?? null);
    case Kind.OBJECT: {
      const entries = node.fields.map((field) => [field.name.value, readLiteral(field.value, variables)] as const);
      // fromEntries defines own properties, so a key `__proto__` is a key like any other.
      return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    }
    case Kind.VARIABLE:
      return variables?.[node.name.value];
    case Kind.ENUM:
      throw new GraphQLError(`JSON cannot represent ${node.value}: write text in double quotes.`, { nodes: node });
  }
}

function refuseNumber(text: string, node: ValueNode): never {
  throw new GraphQLError(`JSON cannot represent ${text.slice(0, 60)} exactly: write it as a string.`, { nodes: node });
}
