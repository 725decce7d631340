/** Longest operand text that is written more than once. */
const MAX_REPEATED = 2000;

/** How many bindings stand around the text that is being made. */
let depth = 0;

/**
 * SQL of `body`, which reads `operand` several times; a long one is bound by a row of its own, so that statements grow
 * linearly when nested.
 */
export function readTwice(operand: string, body: (value: string) => string): string {
  if (operand.length <= MAX_REPEATED) return body(operand);
  const name = `r${depth}`;
  depth += 1;
  try {
    return `(SELECT ${body(`${name}.v`)} FROM (VALUES (${operand})) AS ${name}(v))`;
  } finally {
    depth -= 1;
  }
}
