import { describe, expect, it } from 'vitest';
import { lazyColumns } from '../../src/sources/lazy-columns.js';

describe('lazyColumns', () => {
  it('makes a column when it is first asked for, once', () => {
    const made: number[] = [];
    const columns = lazyColumns(3, (index) => {
      made.push(index);
      return [index];
    });
    expect(made).toEqual([]);
    expect([columns[1], columns[1]]).toEqual([[1], [1]]);
    expect(made).toEqual([1]);
  });

  it('is an array of its length for all who read it', () => {
    const columns = lazyColumns(3, (index) => [index * 10]);
    expect(Array.isArray(columns)).toBe(true);
    expect(columns.length).toBe(3);
    expect(columns[3]).toBeUndefined();
    expect(columns.map(([value]) => value)).toEqual([0, 10, 20]);
    expect([...columns]).toEqual([[0], [10], [20]]);
  });

  it('keeps batches of one width apart', () => {
    const [first, second] = ['a', 'b'].map((text) => lazyColumns(2, (index) => [`${text}${index}`]));
    expect([first?.[0], second?.[0], first?.[1], second?.[1]]).toEqual([['a0'], ['b0'], ['a1'], ['b1']]);
  });
});
