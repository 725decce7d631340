import { expect, test } from 'vitest';
import { raise, raisedFault } from '../../../src/functions/dialects/mysql/raise.js';
import { inOrder, serverText } from '../../../src/sources/mysql/server-text.js';

const TEXT =
  "SELECT '?1 '' utf8mb4_nopad_bin /* index: */ x /* end */ ', `?2`, CAST(?2 AS CHAR), (c COLLATE utf8mb4_nopad_bin) " +
  "WHERE /* index: */ c = ?1 AND /* end */ d = '/* end */'";

test('placeholders lose their numbers, and quotes keep what they hold', () => {
  const { text, order } = serverText(TEXT, 'mariadb', true);
  expect(text).toBe(TEXT.replace('CAST(?2', 'CAST(?').replace('c = ?1', 'c = ?'));
  expect(inOrder(['one', 'two'], order)).toEqual(['two', 'one']);
  expect(() => inOrder(['one'], order)).toThrow('Parameter 2 has no value.');
});

test('MySQL has another name for the collation', () => {
  const { text } = serverText(TEXT, 'mysql', true);
  expect(text).toContain('(c COLLATE utf8mb4_0900_bin)');
  expect(text).toContain("'?1 '' utf8mb4_nopad_bin ");
});

test('what is there for an index can be left out', () => {
  const { text, order } = serverText(TEXT, 'mariadb', false);
  expect(text.endsWith("WHERE d = '/* end */'")).toBe(true);
  expect(order).toEqual([2]);
});

test('a raised fault is told by the message of the server', () => {
  expect(raisedFault(`BIGINT value is out of range in '${raise('22012', '`t`.`x`')}'`)).toBe('22012');
  expect(raisedFault(`BIGINT value is out of range in '(${raise('22P02', 'x')} + 1)'`)).toBe('22P02');
  expect(raisedFault("BIGINT value is out of range in '(9223372036854775807 + 1)'")).toBeUndefined();
});
