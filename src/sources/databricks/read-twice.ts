/** Longest operand text that is written more than once. */
const MAX_REPEATED = 200;

/**
 * SQL of `body`, which reads `operand` several times. Spark shares a repeated operand; a long one is bound by a lambda
 * over an array of one, so that statements grow linearly when nested. `body` may hold no sub-query.
 */
export function readTwice(operand: string, body: (value: string) => string): string {
  if (operand.length <= MAX_REPEATED) return body(operand);
  return `element_at(transform(array(${operand}), v -> ${body('v')}), 1)`;
}
