import { isPgNode, type PgNode, type PgValue } from '../analysis/read-node.js';
import { SqlError } from '../sql-error.js';

function malformed(node: PgNode, field: string): SqlError {
  return new SqlError('XX000', 'the analysed statement cannot be read', {
    cause: new Error(`${node.tag}.${field}`),
  });
}

/** A field that must hold a node. */
export function nodeOf(node: PgNode, field: string): PgNode {
  const value = node.fields[field];
  if (!isPgNode(value)) throw malformed(node, field);
  return value;
}

/** A field that holds a node or nothing. */
export function optionalNode(node: PgNode, field: string): PgNode | undefined {
  const value = node.fields[field];
  return value === null || value === undefined ? undefined : nodeOf(node, field);
}

/** A list of nodes; empty where the tree says `<>`. */
export function nodesOf(node: PgNode, field: string): readonly PgNode[] {
  return listOf(node, field).map((item) => {
    if (!isPgNode(item)) throw malformed(node, field);
    return item;
  });
}

/** A list of anything; empty where the tree says `<>`. */
export function listOf(node: PgNode, field: string): readonly PgValue[] {
  const value = node.fields[field];
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw malformed(node, field);
  return value;
}

/** An integer or OID. */
export function numberOf(node: PgNode, field: string): number {
  const number = Number(textOf(node, field));
  if (!Number.isInteger(number)) throw malformed(node, field);
  return number;
}

/** A list of integers or OIDs. */
export function numbersOf(node: PgNode, field: string): readonly number[] {
  return listOf(node, field).map(Number);
}

export function flagOf(node: PgNode, field: string): boolean {
  return node.fields[field] === 'true';
}

export function textOf(node: PgNode, field: string): string {
  const value = node.fields[field];
  if (typeof value !== 'string') throw malformed(node, field);
  return value;
}

/** The first of a node's `args`, and the one after it. */
export function twoArguments(node: PgNode): readonly [PgNode, PgNode] {
  const [left, right] = nodesOf(node, 'args');
  if (left === undefined || right === undefined) throw malformed(node, 'args');
  return [left, right];
}

/** Byte offset of a node in the text; of one that has no place of its own: that of the first of its parts. */
export function locationOf(node: PgNode): number | undefined {
  const own = Number(node.fields.location ?? -1);
  if (own >= 0) return own;
  if (node.tag === 'QUERY') return undefined;
  let first: number | undefined;
  for (const value of Object.values(node.fields)) {
    for (const part of Array.isArray(value) ? value : [value]) {
      const place = isPgNode(part) ? locationOf(part) : undefined;
      if (place !== undefined && (first === undefined || place < first)) first = place;
    }
  }
  return first;
}
