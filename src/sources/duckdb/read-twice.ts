/** Longest operand text that is written more than once. */
const MAX_REPEATED = 200;

/**
 * SQL of `body`, which reads `operand` several times. The engine computes a repeated short operand once; a long one
 * (a mask, a sub-query) is bound by a lambda over a list of one, so that statements grow linearly when nested.
 */
export function readTwice(operand: string, body: (value: string) => string): string {
  if (operand.length <= MAX_REPEATED) return body(operand);
  return `list_transform([${operand}], lambda v: ${body('v')})[1]`;
}
