import { literal } from '../../query/build.js';
import type { Expression, LiteralExpression } from '../../query/expression.js';
import { type DataType, sameType } from '../../query/types.js';

export function isNullLiteral(node: Expression): boolean {
  return node.kind === 'literal' && node.value === null;
}

export function isTrue(node: Expression): boolean {
  return node.kind === 'literal' && node.value === true;
}

export function isFalse(node: Expression): boolean {
  return node.kind === 'literal' && node.value === false;
}

/** FALSE or NULL: a condition that is never met. */
export function isUntrue(node: Expression): boolean {
  return isFalse(node) || (isNullLiteral(node) && (node.type.kind === 'boolean' || node.type.kind === 'null'));
}

/** Text that every engine stores as it stands: a lone surrogate becomes a replacement character on the way. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** The text of a string literal whose value is certain on every engine. */
export function certainText(node: Expression | undefined): string | undefined {
  if (node?.kind !== 'literal' || node.type.kind !== 'string' || typeof node.value !== 'string') return undefined;
  return LONE_SURROGATE.test(node.value) ? undefined : node.value;
}

function certainInteger(node: LiteralExpression): bigint | undefined {
  if (node.type.kind !== 'integer') return undefined;
  if (typeof node.value === 'bigint') return node.value;
  return typeof node.value === 'number' && Number.isSafeInteger(node.value) ? BigInt(node.value) : undefined;
}

/** Whether two literals are equal, where that is certain: texts, integers, booleans. Undefined for all else, NULL too. */
export function compareLiterals(a: Expression, b: Expression): boolean | undefined {
  if (a.kind !== 'literal' || b.kind !== 'literal') return undefined;
  const texts = [certainText(a), certainText(b)];
  if (texts[0] !== undefined && texts[1] !== undefined) return texts[0] === texts[1];
  const integers = [certainInteger(a), certainInteger(b)];
  if (integers[0] !== undefined && integers[1] !== undefined) return integers[0] === integers[1];
  return typeof a.value === 'boolean' && typeof b.value === 'boolean' ? a.value === b.value : undefined;
}

/** The expression at `type`, which must hold all of its values; a constant NULL or integer just takes the type. */
export function atType(node: Expression, type: DataType): Expression {
  if (sameType(node.type, type)) return node;
  const widens = node.type.kind === 'integer' && type.kind === 'integer';
  if (node.kind === 'literal' && (node.value === null || widens)) return literal(node.value, type);
  return { kind: 'cast', operand: node, type, tryCast: false };
}
