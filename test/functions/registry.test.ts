import { describe, expect, it } from 'vitest';
import { commonType } from '../../src/functions/common-type.js';
import { aggregateCall, allFunctions, call, functionNamed } from '../../src/functions/registry.js';
import { column, literal, parameter } from '../../src/query/build.js';
import type { Expression } from '../../src/query/expression.js';
import {
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  printType,
  STRING,
  TIMESTAMP,
  TIMESTAMP_NTZ,
} from '../../src/query/types.js';

const of = (type: DataType): Expression => column('t', 'c', type);
const typeOf = (id: string, ...types: readonly DataType[]) => printType(call(id, types.map(of)).type);

it('has unique ids in lower case, and finds them', () => {
  const ids = allFunctions().map((definition) => definition.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) {
    expect(id).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(functionNamed(id)?.id).toBe(id);
  }
  expect(functionNamed('constructor')).toBeUndefined();
});

describe('result types', () => {
  const cases: readonly (readonly [string, string, readonly DataType[]])[] = [
    ['INT', 'add', [INT32, INT32]],
    ['BIGINT', 'add', [INT32, INT64]],
    ['DOUBLE', 'multiply', [FLOAT64, decimalType(10, 2)]],
    ['DECIMAL(11,2)', 'add', [decimalType(10, 2), decimalType(5, 1)]],
    ['DECIMAL(16,3)', 'multiply', [decimalType(10, 2), decimalType(5, 1)]],
    ['DECIMAL(38,2)', 'add', [decimalType(38, 2), decimalType(38, 2)]],
    ['DOUBLE', 'divide', [INT32, INT32]],
    ['BIGINT', 'floor', [FLOAT64]],
    ['DATE', 'date_add', [DATE, INT32]],
    ['DECIMAL(12,2)', 'coalesce', [INT32, decimalType(10, 2)]],
  ];
  it.each(cases)('%s of %s', (type, id, types) => {
    expect(typeOf(id, ...types)).toBe(type);
  });
});

describe('refusals name the function and the types', () => {
  const cases: readonly (readonly [string, () => unknown])[] = [
    [
      'eq does not take (STRING, INT). Text does not convert by itself: write a CAST.',
      () => call('eq', [of(STRING), of(INT32)]),
    ],
    ['eq does not take (TIMESTAMP, TIMESTAMP_NTZ).', () => call('eq', [of(TIMESTAMP), of(TIMESTAMP_NTZ)])],
    ['eq does not take (DECIMAL(38,38), BIGINT).', () => call('eq', [of(decimalType(38, 38)), of(INT64)])],
    ['divide does not take (DECIMAL(10,2), INT).', () => call('divide', [of(decimalType(10, 2)), of(INT32)])],
    ['There is no scalar function "sum".', () => call('sum', [of(INT32)])],
    ['There is no aggregate function "lower".', () => aggregateCall('lower', [of(STRING)])],
    ['There is no scalar function "nope".', () => call('nope', [])],
    ['like: its pattern must be a constant.', () => call('like', [of(STRING), of(STRING)])],
    ['like: its pattern ends in the escape character.', () => call('like', [of(STRING), parameter('50\\', STRING)])],
    ['like: its pattern escapes the plain character "a".', () => call('like', [of(STRING), literal('\\a', STRING)])],
    ['bin: its width must be a constant above 0.', () => call('bin', [of(INT32), parameter(0n, INT32)])],
    ['round: its number of digits must be a constant from 0 to 15.', () => call('round', [of(FLOAT64), of(INT32)])],
    ['date_trunc: a DATE has no hour.', () => call('date_trunc', [literal('hour', STRING), of(DATE)])],
    [
      'percentile: its fraction must be a constant from 0 to 1.',
      () => aggregateCall('percentile', [of(INT32), literal(1.5, FLOAT64)]),
    ],
    ['count(DISTINCT) needs an argument.', () => aggregateCall('count', [], { distinct: true })],
  ];
  it.each(cases)('%s', (message, act) => {
    expect(act).toThrow(expect.objectContaining({ code: 'NOT_SUPPORTED', message }));
  });
});

it('widens numbers only where every value stays', () => {
  expect(commonType(INT32, decimalType(4, 2))).toEqual(decimalType(12, 2));
  expect(commonType(INT64, decimalType(38, 38))).toBeUndefined();
  expect(commonType(STRING, INT32)).toBeUndefined();
  expect(commonType({ kind: 'null' }, STRING)).toEqual(STRING);
});
