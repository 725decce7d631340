import type { ASTNode } from 'graphql';
import type { SourceLocation } from '../contract.js';

/** Where a node stands. Every node of the contract was parsed with its place and the name of its file. */
export function locationOf(node: ASTNode): SourceLocation {
  if (node.loc === undefined) return { file: '(built in)', line: 1, column: 1 };
  const { source, startToken } = node.loc;
  // A document begins at a token that stands before its first line.
  return { file: source.name, line: Math.max(startToken.line, 1), column: Math.max(startToken.column, 1) };
}
