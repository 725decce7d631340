import { defineScalar } from './define-scalar.js';

const UUID_TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** UUIDs: lower-case text in the IR and in JSON. */
export const uuidScalar = defineScalar({
  name: 'UUID',
  description: 'A UUID, as `"f81d4fae-7dec-11d0-a765-00a0c91e6bf6"`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc9562',
  hint: '32 hexadecimal digits such as "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"',
  parse: toUuidText,
  serialize: toUuidText,
});

function toUuidText(value: unknown): string | undefined {
  return typeof value === 'string' && UUID_TEXT.test(value) ? value.toLowerCase() : undefined;
}
