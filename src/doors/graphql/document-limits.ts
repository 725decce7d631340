import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { GatewayError } from '../../errors.js';

export interface DocumentLimits {
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxFragments: number;
  readonly maxDirectives: number;
  readonly maxRootFields: number;
}

/** Levels of lists and objects in an argument or in variables: far more than a filter wants, far less than a stack has. */
export const MAX_INPUT_DEPTH = 64;

function refuse(what: string, limit: number): never {
  throw new GatewayError('GRAPHQL_VALIDATION_FAILED', `The document ${what}; the limit is ${limit}.`);
}

/** Depth of the deepest field, fragments followed; a fragment that contains itself is validation's to refuse. */
class DepthMeter {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly depths = new Map<string, number>();

  constructor(document: DocumentNode) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
    }
  }

  depth(selectionSet: SelectionSetNode): number {
    let deepest = 0;
    for (const selection of selectionSet.selections) {
      let depth = 0;
      if (selection.kind === Kind.FIELD) {
        depth = 1 + (selection.selectionSet === undefined ? 0 : this.depth(selection.selectionSet));
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        depth = this.depth(selection.selectionSet);
      } else {
        depth = this.fragmentDepth(selection.name.value);
      }
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  private fragmentDepth(name: string): number {
    const known = this.depths.get(name);
    if (known !== undefined) return known;
    const fragment = this.fragments.get(name);
    if (fragment === undefined) return 0;
    this.depths.set(name, 0);
    const depth = this.depth(fragment.selectionSet);
    this.depths.set(name, depth);
    return depth;
  }
}

function nests(node: ASTNode): boolean {
  return node.kind === Kind.LIST || node.kind === Kind.OBJECT || node.kind === Kind.LIST_TYPE;
}

/** Whether a JSON value nests more than `depth` lists and objects. Looks no deeper than that. */
export function isDeeperThan(value: unknown, depth: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return depth === 0 || Object.values(value).some((member) => isDeeperThan(member, depth - 1));
}

/** The most often that one selection set names one response key: graphql-js compares those fields in pairs. */
function mostRepeated(selectionSet: SelectionSetNode): number {
  const counts = new Map<string, number>();
  let most = 0;
  for (const selection of selectionSet.selections) {
    if (selection.kind !== Kind.FIELD) continue;
    const key = selection.alias?.value ?? selection.name.value;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    most = Math.max(most, count);
  }
  return most;
}

/**
 * Bounds what validation and compilation may cost, before either begins.
 * @throws GatewayError GRAPHQL_VALIDATION_FAILED that names the limit.
 */
export function checkDocumentLimits(document: DocumentNode, limits: DocumentLimits): void {
  let aliases = 0;
  let directives = 0;
  let fragments = 0;
  let repeated = 0;
  let inputDepth = 0;
  let deepestInput = 0;
  visit(document, {
    enter: (node) => {
      if (nests(node)) deepestInput = Math.max(deepestInput, ++inputDepth);
      if (node.kind === Kind.FIELD && node.alias !== undefined) aliases += 1;
      else if (node.kind === Kind.SELECTION_SET) repeated = Math.max(repeated, mostRepeated(node));
      else if (node.kind === Kind.DIRECTIVE) directives += 1;
      else if (node.kind === Kind.FRAGMENT_SPREAD || node.kind === Kind.INLINE_FRAGMENT) fragments += 1;
      else if (node.kind === Kind.FRAGMENT_DEFINITION) fragments += 1;
    },
    leave: (node) => {
      if (nests(node)) inputDepth -= 1;
    },
  });
  if (deepestInput > MAX_INPUT_DEPTH)
    refuse(`has a value or type that is ${deepestInput} levels deep`, MAX_INPUT_DEPTH);
  if (aliases > limits.maxAliases) refuse(`has ${aliases} aliases`, limits.maxAliases);
  if (repeated > limits.maxAliases) refuse(`selects one field ${repeated} times in a row`, limits.maxAliases);
  if (directives > limits.maxDirectives) refuse(`has ${directives} directives`, limits.maxDirectives);
  if (fragments > limits.maxFragments) refuse(`has ${fragments} fragments and spreads`, limits.maxFragments);
  const meter = new DepthMeter(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const depth = meter.depth(definition.selectionSet);
    if (depth > limits.maxDepth) refuse(`is ${depth} levels deep`, limits.maxDepth);
    const roots = definition.selectionSet.selections.length;
    if (roots > limits.maxRootFields) refuse(`has ${roots} root fields`, limits.maxRootFields);
  }
}
