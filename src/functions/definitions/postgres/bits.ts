import { commonType } from '../../common-type.js';
import { example, int, type RegisteredFunction } from '../../define.js';
import { castText } from '../../spell.js';
import { fixed, postgresFunction } from './postgres-function.js';

const wider = fixed(['integer', 'integer'], ([a, b]) => {
  const common = a === undefined || b === undefined ? undefined : commonType(a, b);
  return common?.kind === 'integer' ? common : undefined;
});

const bitwise = (id: string, text: (a: string, b: string) => string, of5and3: bigint) =>
  postgresFunction(id, wider, ([a = '', b = ''], _types, result) => castText(text(a, b), result, 'duckdb'), {
    total: true,
    leakproof: true,
    cases: [
      example(of5and3, int(5), int(3)),
      example(text('5', '5').startsWith('xor') ? 0n : 5n, int(5), int(5)),
      example(null, int(5), int(null)),
    ],
  });

export const bitFunctions: readonly RegisteredFunction[] = [
  bitwise('pg_bit_and', (a, b) => `(${a} & ${b})`, 1n),
  bitwise('pg_bit_or', (a, b) => `(${a} | ${b})`, 7n),
  bitwise('pg_bit_xor', (a, b) => `xor(${a}, ${b})`, 6n),
  postgresFunction(
    'pg_bit_not',
    fixed(['integer'], ([type]) => type),
    ([value]) => `(~ ${value})`,
    {
      total: true,
      leakproof: true,
      cases: [example(-6n, int(5)), example(0n, int(-1)), example(null, int(null))],
    },
  ),
];
