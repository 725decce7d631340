import { defineScalar } from './define-scalar.js';

/** GraphQL's Float. Stricter than graphql-js' own: a literal such as `1e999` is refused, not read as Infinity. */
export const floatScalar = defineScalar({
  name: 'Float',
  description: 'A double-precision number (IEEE 754); never NaN or infinite.',
  hint: 'a finite number such as 1.5',
  parse: finite,
  parseInteger: (text) => finite(Number(text)),
  parseFloat: (text) => finite(Number(text)),
  serialize: finite,
});

function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
