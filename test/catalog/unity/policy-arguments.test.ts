import { describe, expect, it } from 'vitest';
import { argumentsAgree, policyArguments } from '../../../src/catalog/unity/policy-arguments.js';

describe('policyArguments', () => {
  const column = { column: 'a' };
  const constant = { constant: 'x' };

  it.each([
    ['neither member', {}, [], true],
    ['the deprecated member alone', { columnNames: ['a', 'b'] }, [column, { column: 'b' }], true],
    ['the current member alone', { given: [column, constant] }, [column, constant], true],
    [
      'an empty current member, as servers send beside the deprecated one',
      { given: [], columnNames: ['a'] },
      [column],
      true,
    ],
    ['both alike', { given: [column], columnNames: ['a'] }, [column], true],
    ['constants beside the columns', { given: [constant, column], columnNames: ['a'] }, [constant, column], true],
    ['other columns', { given: [column], columnNames: ['b'] }, [column], false],
    ['another order', { given: [column, { column: 'b' }], columnNames: ['b', 'a'] }, [column, { column: 'b' }], false],
  ])(
    '%s',
    (_, { given, columnNames }: { given?: readonly object[]; columnNames?: readonly string[] }, expected, agree) => {
      expect(policyArguments({ given, columnNames })).toEqual(expected);
      expect(argumentsAgree({ given, columnNames })).toBe(agree);
    },
  );
});
