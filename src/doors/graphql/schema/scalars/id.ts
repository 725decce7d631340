import { defineScalar } from './define-scalar.js';

/**
 * GraphQL's ID. Stricter than graphql-js' own: an integer variable that lost digits on its way through a double
 * is refused, since it would look up another row.
 */
export const idScalar = defineScalar({
  name: 'ID',
  description: 'A unique identifier. A string in replies; a string or a whole number as input.',
  hint: 'a string, or a whole number of at most 15 digits',
  parse: toIdText,
  parseInteger: (text) => text,
  serialize: (value) => (typeof value === 'bigint' ? value.toString() : toIdText(value)),
});

function toIdText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}
