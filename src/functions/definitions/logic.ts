import { BOOLEAN, type DataType } from '../../query/types.js';
import { bool, define, everywhere, example, type RegisteredFunction } from '../define.js';
import type { FunctionCase } from '../definition.js';

const isBoolean = (type: DataType) => type.kind === 'boolean' || type.kind === 'null';

/** N-ary AND and OR under three-valued logic; one argument is that argument. */
function connective(id: string, word: string, cases: readonly FunctionCase[]): RegisteredFunction {
  return define({
    id,
    resolve: (types) => (types.length > 0 && types.every(isBoolean) ? BOOLEAN : undefined),
    nulls: 'called',
    total: true,
    leakproof: true,
    spelling: everywhere((args) => (args.length === 1 ? (args[0] ?? '') : `(${args.join(` ${word} `)})`)),
    cases,
  });
}

export const logicFunctions: readonly RegisteredFunction[] = [
  connective('and', 'AND', [
    example(true, bool(true), bool(true), bool(true)),
    example(false, bool(null), bool(false)),
    example(null, bool(true), bool(null)),
    example(false, bool(false)),
  ]),
  connective('or', 'OR', [
    example(true, bool(null), bool(true)),
    example(null, bool(false), bool(null)),
    example(false, bool(false), bool(false)),
    example(null, bool(null)),
  ]),
  define({
    id: 'not',
    resolve: (types) => (types.length === 1 && types.every(isBoolean) ? BOOLEAN : undefined),
    total: true,
    leakproof: true,
    spelling: everywhere((args) => `(NOT ${args[0]})`),
    cases: [example(false, bool(true)), example(true, bool(false)), example(null, bool(null))],
  }),
];
