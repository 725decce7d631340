import {
  type ASTNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type TypeNode,
  type VariableNode,
  visit,
} from 'graphql';
import type { Contract } from '../../../catalog/contract.js';
import { COMPARISONS } from './compile-filter.js';

/** Arguments whose comparisons the compiler makes; those of hand-written fields may have the same names. */
const PREDICATES = new Set(['filter', 'having']);

const isScalar = (type: TypeNode): boolean =>
  type.kind === Kind.NON_NULL_TYPE ? isScalar(type.type) : type.kind === Kind.NAMED_TYPE;

function nodesOf(above: readonly (ASTNode | readonly ASTNode[])[]): readonly ASTNode[] {
  return above.filter((each): each is ASTNode => !Array.isArray(each));
}

/** Whether a variable stands beside a comparison within a predicate: `filter: { and: [{ delay: { gt: $least } }] }`. */
function isCompared(nodes: readonly ASTNode[]): boolean {
  const [parent] = nodes.slice(-1);
  if (parent?.kind !== Kind.OBJECT_FIELD || !Object.hasOwn(COMPARISONS, parent.name.value)) return false;
  const argument = nodes.findLast(({ kind }) => kind === Kind.ARGUMENT);
  return argument?.kind === Kind.ARGUMENT && PREDICATES.has(argument.name.value);
}

/** Whether a variable is an argument of a root field that finds a row by its key: `flight(id: $id)`. */
function isKey(nodes: readonly ASTNode[], keyed: ReadonlySet<string>): boolean {
  const [root] = nodes;
  const fields = nodes.filter((node): node is FieldNode => node.kind === Kind.FIELD);
  const [field] = fields;
  const isDirect = nodes.at(-1)?.kind === Kind.ARGUMENT;
  return (
    root?.kind === Kind.OPERATION_DEFINITION && isDirect && fields.length === 1 && keyed.has(field?.name.value ?? '')
  );
}

/**
 * The variables of an operation that nothing but comparisons and look-ups by key read: its plan does not depend on their
 * values. Whatever else a variable decides (a page's size, an order, a list's length, what is included), it is not one.
 */
export function bindableVariables(
  operation: OperationDefinitionNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
  contract: Contract,
): ReadonlySet<string> {
  const keyed = new Set(contract.types.map(({ singular }) => singular));
  const bindable = new Set(
    (operation.variableDefinitions ?? [])
      .filter(({ type }) => isScalar(type))
      .map(({ variable }) => variable.name.value),
  );
  const look = (root: ASTNode) =>
    visit(root, {
      VariableDefinition: () => false,
      Variable(node: VariableNode, _key, parent, _path, ancestors) {
        const above = nodesOf(parent === undefined ? ancestors : [...ancestors, parent]);
        if (!isCompared(above) && !isKey(above, keyed)) bindable.delete(node.name.value);
      },
    });
  look(operation);
  for (const fragment of Object.values(fragments)) look(fragment);
  return bindable;
}
