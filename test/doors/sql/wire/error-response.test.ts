import { expect, test } from 'vitest';
import { SqlError } from '../../../../src/doors/sql/sql-error.js';
import { errorResponse } from '../../../../src/doors/sql/wire/error-response.js';
import { fieldsOf } from '../session/support/wire-client.js';

function sent(error: SqlError): Record<string, string> {
  const bytes = errorResponse(error);
  expect(bytes.readInt32BE(1)).toBe(bytes.length - 1);
  return fieldsOf({ type: 'E', body: bytes.subarray(5) });
}

test('all fields go out', () => {
  const error = new SqlError('42P01', 'no such table', { detail: 'd', hint: 'h', position: 7, severity: 'FATAL' });
  expect(sent(error)).toEqual({ S: 'FATAL', V: 'FATAL', C: '42P01', M: 'no such table', D: 'd', H: 'h', P: '7' });
});

test('a text with a NUL stays one field', () => {
  expect(sent(new SqlError('42601', 'a\0Mb'))).toEqual({ S: 'ERROR', V: 'ERROR', C: '42601', M: 'aMb' });
});

test('a long text is cut between characters', () => {
  const { M = '' } = sent(new SqlError('42601', `a${'😀'.repeat(100_000)}`));
  expect(M.length).toBeLessThan(4_010);
  expect(M).toMatch(/^a(😀)+…$/u);
});
