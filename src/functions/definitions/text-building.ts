import { INT32, STRING } from '../../query/types.js';
import { define, example, int, named, type RegisteredFunction, text } from '../define.js';
import type { FunctionCase, Spelling } from '../definition.js';
import { constantNumber, constantText } from '../literals.js';
import { takes } from './string.js';

/** Longest text that padding and repeating may make of one value. */
const MAX_COUNT = 10_000;

/** The count must be a modest constant: a count from data could ask for gigabytes. Not total: it can exhaust memory. */
function withCount(id: string, textArgument: boolean, cases: readonly FunctionCase[]): RegisteredFunction {
  const spelling: Spelling = named(id);
  return define({
    id,
    resolve: takes(textArgument ? ['string', 'integer', 'string'] : ['string', 'integer'], STRING),
    spelling: { duckdb: spelling, databricks: spelling },
    refine: ([, count, padding], resolved) => {
      const value = count === undefined ? undefined : constantNumber(count);
      if (value === undefined || value > MAX_COUNT) return `its count must be a constant up to ${MAX_COUNT}`;
      // DuckDB raises on an empty padding where Spark leaves the text as it is.
      if (padding !== undefined && (constantText(padding) ?? '') === '')
        return 'its padding must be a constant text, not empty';
      return resolved;
    },
    cases,
  });
}

export const textBuildingFunctions: readonly RegisteredFunction[] = [
  withCount('repeat', false, [
    example('éé', text('é'), int(2)),
    example('', text('ab'), int(-1)),
    example('', text(''), int(3)),
    example(null, text(null), int(3)),
  ]),
  withCount('lpad', true, [
    example('007', text('7'), int(3), text('0')),
    example('ab', text('abc'), int(2), text('x')),
    example('xyxab', text('ab'), int(5), text('xy')),
    example('', text('abc'), int(-1), text('x')),
    example(null, text(null), int(3), text('x')),
  ]),
  withCount('rpad', true, [
    example('é**', text('é'), int(3), text('*')),
    example('', text('abc'), int(0), text('x')),
    example(null, text(null), int(1), text('x')),
  ]),
  define({
    id: 'split_part',
    resolve: takes(['string', 'string', 'integer'], STRING),
    spelling: { duckdb: named('split_part'), databricks: named('split_part') },
    refine: ([, delimiter, part], resolved) => {
      const index = part === undefined ? undefined : constantNumber(part);
      if (index === undefined || index === 0) return 'its part must be a constant, not 0';
      const isText = delimiter !== undefined && (constantText(delimiter) ?? '') !== '';
      return isText ? resolved : 'its delimiter must be a constant text, not empty';
    },
    cases: [
      example('b', text('a@b@c'), text('@'), int(2)),
      example('c', text('a@b@c'), text('@'), int(-1)),
      example('', text('a'), text('@'), int(5)),
      example('', text(''), text('@'), int(1)),
      example(null, text(null), text('@'), int(1)),
      example('é', text('é--x'), text('--'), int(1)),
    ],
  }),
  define({
    // The code point of the first character; 0 for ''.
    id: 'ascii',
    resolve: takes(['string'], INT32),
    total: true,
    leakproof: true,
    spelling: { duckdb: named('ascii'), databricks: named('ascii') },
    cases: [example(97n, text('abc')), example(0n, text('')), example(233n, text('é')), example(null, text(null))],
  }),
];
