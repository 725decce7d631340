import { type ASTNode, getLocation } from 'graphql';
import type { SourceLocation } from '../contract.js';

/** Where a node stands. Every node of the contract was parsed with its place and the name of its file. */
export function locationOf(node: ASTNode): SourceLocation {
  if (node.loc === undefined) return { file: '(built in)', line: 1, column: 1 };
  const { line, column } = getLocation(node.loc.source, node.loc.start);
  return { file: node.loc.source.name, line, column };
}
