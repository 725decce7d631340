import {
  type ASTNode,
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isScalarType,
  Kind,
  parse,
  print,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** A document whose compared constants are variables, and a document that has other constants in their place. */
export interface VariedDocument {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Other values of the same variables, and the document that has them as constants. */
  readonly others: Readonly<Record<string, unknown>>;
  readonly othersAsConstants: string;
}

const COMPARISONS = new Set([
  'eq',
  'neq',
  'lt',
  'lte',
  'gt',
  'gte',
  'like',
  'ilike',
  'startsWith',
  'endsWith',
  'contains',
]);

/** Another value of the same scalar, as a constant of GraphQL; undefined where none is known to be one. */
function anotherValue(scalar: string, node: ValueNode): ValueNode | undefined {
  switch (node.kind) {
    case Kind.INT:
      return { ...node, value: String(Number(node.value) + 1) };
    case Kind.FLOAT:
      return { ...node, value: String(Number(node.value) + 0.5) };
    case Kind.STRING:
      if (scalar === 'String') return { ...node, value: node.value.slice(1) };
      if (scalar === 'Date') return { ...node, value: '2001-02-03' };
      return scalar === 'DateTime' ? { ...node, value: '2001-02-03T04:05:06Z' } : undefined;
    default:
      return undefined;
  }
}

function constantOf(node: ValueNode): unknown {
  if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return Number(node.value);
  return node.kind === Kind.STRING ? node.value : undefined;
}

function isCompared(ancestors: readonly (ASTNode | readonly ASTNode[])[], parent: unknown): boolean {
  const node = parent as ASTNode;
  if (node.kind === Kind.OBJECT_FIELD) return COMPARISONS.has(node.name.value);
  return (
    node.kind === Kind.ARGUMENT &&
    (ancestors.filter((each) => !Array.isArray(each)).at(-1) as ASTNode)?.kind === Kind.FIELD
  );
}

/** Takes the compared constants of a document's only operation out of it; undefined where it has none that can vary. */
export function withVariables(text: string, schema: GraphQLSchema): VariedDocument | undefined {
  const source = parse(text);
  const operations = source.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operations.length !== 1 || /\$|@/u.test(text)) return undefined;
  const found: { readonly name: string; readonly type: string; readonly node: ValueNode; readonly other: ValueNode }[] =
    [];
  const replaceBy = (make: (name: string, other: ValueNode) => ValueNode): DocumentNode => {
    found.length = 0;
    const info = new TypeInfo(schema);
    const enter = (
      node: ValueNode,
      _key: unknown,
      parent: unknown,
      _path: unknown,
      ancestors: readonly (ASTNode | readonly ASTNode[])[],
    ) => {
      const type = info.getInputType();
      const named = getNamedType(type);
      if (type === null || type === undefined || !isScalarType(named) || !isCompared(ancestors, parent))
        return undefined;
      const isKey = (parent as ASTNode).kind === Kind.ARGUMENT;
      if (isKey && !/^(id|iata)$/u.test(info.getArgument()?.name ?? '')) return undefined;
      const other = anotherValue(named?.name ?? '', node);
      if (other === undefined) return undefined;
      // Selections that are merged must have the same arguments.
      const same = text.includes('...')
        ? found.find((entry) => entry.type === String(type) && print(entry.node) === print(node))
        : undefined;
      const name = same?.name ?? `v${found.length + 1}`;
      if (same === undefined) found.push({ name, type: String(type), node, other });
      return make(name, other);
    };
    return visit(source, visitWithTypeInfo(info, { IntValue: enter, FloatValue: enter, StringValue: enter }));
  };
  const othersAsConstants = print(replaceBy((_name, other) => other));
  const body = print(replaceBy((name) => ({ kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } })));
  if (found.length === 0) return undefined;
  const definitions = found.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const document = body.startsWith('{')
    ? `query (${definitions}) ${body}`
    : body.replace(/^query( \w+)?/u, (head) => `${head} (${definitions})`);
  const valuesOf = (pick: (entry: (typeof found)[number]) => ValueNode) =>
    Object.fromEntries(found.map((entry) => [entry.name, constantOf(pick(entry))]));
  return {
    document,
    variables: valuesOf(({ node }) => node),
    others: valuesOf(({ other }) => other),
    othersAsConstants,
  };
}
