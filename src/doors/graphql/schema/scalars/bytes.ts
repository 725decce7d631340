import { defineScalar } from './define-scalar.js';

/** Binary values: Uint8Array in the IR, base64 in JSON. */
export const bytesScalar = defineScalar({
  name: 'Bytes',
  description: 'Binary data in base64 (RFC 4648, section 4, with padding).',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc4648#section-4',
  hint: 'base64 with padding, such as "aGVsbG8="',
  parse: (input) => (typeof input === 'string' ? decode(input) : undefined),
  serialize: (value) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
    return typeof value === 'string' && decode(value) !== undefined ? value : undefined;
  },
});

function decode(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  // Buffer skips what is not base64; only canonical text comes back the same.
  return bytes.toString('base64') === text ? new Uint8Array(bytes) : undefined;
}
