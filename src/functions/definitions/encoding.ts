import { BINARY } from '../../query/types.js';
import { define, example, named, type RegisteredFunction, text } from '../define.js';
import type { Spelling } from '../definition.js';

const inUtf8: Spelling = ([value]) => `encode(${value}, 'UTF-8')`;

export const encodingFunctions: readonly RegisteredFunction[] = [
  define({
    id: 'utf8_bytes',
    resolve: ([type, ...more]) =>
      more.length === 0 && (type?.kind === 'string' || type?.kind === 'json') ? BINARY : undefined,
    total: true,
    spelling: { duckdb: named('encode'), databricks: inUtf8 },
    cases: [
      example(new Uint8Array([97, 98]), text('ab')),
      example(new Uint8Array([195, 169, 240, 159, 155, 171]), text('é🛫')),
      example(new Uint8Array(), text('')),
      example(null, text(null)),
    ],
  }),
];
