import { describe, expect, test } from 'vitest';
import { type Comparison, compareResults } from '../../../support/postgres-oracle-compare.js';
import type { TextResult } from '../../../support/postgres-oracle-session.js';

const TEXT = 25;
const NUMERIC = 1700;
const FLOAT8 = 701;
const EXACT: Comparison = { ordered: true, approximate: false };

function result(typeOids: readonly number[], rows: TextResult['rows']): TextResult {
  return { fields: typeOids.map((typeOid, at) => ({ name: `c${at}`, typeOid })), rows };
}

function compare(typeOid: number, left: (string | null)[], right: (string | null)[], how: Comparison = EXACT) {
  const one = (values: (string | null)[]) => values.map((value) => [value]);
  return compareResults(result([typeOid], one(left)), result([typeOid], one(right)), how);
}

describe('compareResults', () => {
  test('numerics are equal by value, floats by number, text by its characters', () => {
    expect(compare(NUMERIC, ['1.50', '-0.0', '100'], ['1.5', '0', '100.00'])).toBeUndefined();
    expect(compare(NUMERIC, ['12345678901234567890.1'], ['12345678901234567890.2'])).toMatch(/^row 1/);
    expect(compare(FLOAT8, ['1e3', '-0', 'NaN'], ['1000', '0', 'NaN'])).toBeUndefined();
    expect(compare(TEXT, ['1.0'], ['1'])).toMatch(/^row 1/);
    expect(compare(TEXT, [null], [''])).toMatch(/^row 1/);
    expect(compare(TEXT, [null], ['null'])).toMatch(/^row 1/);
  });

  test('fractions agree to some digits only where that is allowed', () => {
    const loose: Comparison = { ordered: true, approximate: true };
    expect(compare(FLOAT8, ['0.30000000000000004'], ['0.3'])).toMatch(/^row 1/);
    expect(compare(FLOAT8, ['0.30000000000000004'], ['0.3'], loose)).toBeUndefined();
    expect(compare(NUMERIC, ['0.3000001'], ['0.3'], loose)).toMatch(/^row 1/);
    expect(compare(20, ['1000000000000000001'], ['1000000000000000000'], loose)).toMatch(/^row 1/);
    expect(compare(FLOAT8, ['0'], ['1e-30'], loose)).toMatch(/^row 1/);
  });

  test('order counts where it is defined, and rows count as often as they are there', () => {
    const any: Comparison = { ordered: false, approximate: false };
    expect(compare(TEXT, ['a', 'b'], ['b', 'a'])).toMatch(/^row 1/);
    expect(compare(TEXT, ['a', 'b'], ['b', 'a'], any)).toBeUndefined();
    expect(compare(TEXT, ['a', 'a', 'b'], ['a', 'b', 'b'], any)).toMatch(/^row 2/);
    expect(compare(TEXT, ['a'], ['a', 'a'], any)).toMatch(/^rows/);
  });

  test('unordered fractions that a rounding sorts otherwise still find each other', () => {
    const left = result(
      [FLOAT8, TEXT],
      [
        ['1.0000000005', 'b'],
        ['1.00000000049999', 'a'],
      ],
    );
    const right = result(
      [FLOAT8, TEXT],
      [
        ['1.00000000049999', 'b'],
        ['1.0000000005', 'a'],
      ],
    );
    expect(compareResults(left, right, { ordered: false, approximate: true })).toBeUndefined();
    expect(compareResults(left, right, { ordered: false, approximate: false })).toMatch(/^row/);
  });

  test('names and types of columns must agree', () => {
    expect(compareResults(result([20], []), result([23], []), EXACT)).toMatch(/^columns/);
  });
});
