import { beforeEach, describe, expect, test } from 'vitest';
import { durationMs } from '../../../../src/doors/sql/session/setting-units.js';
import { Settings } from '../../../../src/doors/sql/session/settings.js';

let settings: Settings;

beforeEach(() => {
  settings = new Settings({ server_version: '18.6', session_authorization: 'ann' });
});

test.each([
  ['timezone', 'asia/tokyo', 'Asia/Tokyo'],
  ['timezone', 'utc', 'UTC'],
  ['timezone', 'Asia/Kolkata', 'Asia/Kolkata'],
  ['client_encoding', "'utf-8'", 'UTF8'],
  ['client_encoding', 'SQL_ASCII', 'UTF8'],
  ['client_encoding', 'Unicode', 'UTF8'],
  ['datestyle', 'ISO', 'ISO, MDY'],
  ['datestyle', 'iso, us', 'ISO, MDY'],
  ['statement_timeout', '30s', '30s'],
  ['statement_timeout', '90000', '90s'],
  ['statement_timeout', '1500', '1500ms'],
  ['statement_timeout', ' 2 min ', '2min'],
  ['work_mem', '65536', '64MB'],
  ['jit', 'FALSE', 'off'],
  ['jit', '1', 'on'],
  ['extra_float_digits', '3', '3'],
  ['default_transaction_isolation', 'SERIALIZABLE', 'serializable'],
  ['application_name', 'a\nb\u00e9'.padEnd(80, 'x'), 'a?b?'.padEnd(63, 'x')],
  ['my.own', 'Any Thing', 'Any Thing'],
])('SET %s = %s shows as %s', (name, value, shown) => {
  settings.set(name, value, false);
  expect(settings.show(name).value).toBe(shown);
});

test.each([
  ['nonsense', '1', '42704'],
  ['my.', '1', '42704'],
  ['__proto__', '1', '42704'],
  ['server_version', '1', '55P02'],
  ['session_authorization', 'bob', '55P02'],
  ['is_superuser', 'on', '55P02'],
  ['client_encoding', 'LATIN1', '0A000'],
  ['client_encoding', 'klingon', '22023'],
  ['datestyle', 'German', '0A000'],
  ['datestyle', 'ISO, DMY', '0A000'],
  ['datestyle', 'fancy', '22023'],
  ['timezone', 'Mars/Olympus', '22023'],
  ['timezone', '+02', '22023'],
  ['intervalstyle', 'iso_8601', '0A000'],
  ['standard_conforming_strings', 'off', '0A000'],
  ['transform_null_equals', 'on', '0A000'],
  ['row_security', 'off', '0A000'],
  ['bytea_output', 'escape', '0A000'],
  ['role', 'admin', '42501'],
  ['statement_timeout', '5 parsecs', '22023'],
  ['statement_timeout', '-1', '22023'],
  ['statement_timeout', '99999999d', '22023'],
  ['extra_float_digits', '0', '22023'],
  ['jit', 'o', '22023'],
  ['jit', 'perhaps', '22023'],
  ['transaction_read_only', 'off', '0A000'],
  ['my.own', 'x'.repeat(5_000), '54000'],
])('SET %s = %s is refused with %s', (name, value, sqlState) => {
  expect(() => settings.set(name, value, false)).toThrowError(expect.objectContaining({ sqlState }));
});

describe('values', () => {
  test('set LOCAL hide those of the session until the transaction ends', () => {
    settings.set('my.own', 'session', false);
    settings.set('my.own', 'local', true);
    expect(settings.get('my.own')).toBe('local');
    settings.endLocal();
    expect(settings.get('my.own')).toBe('session');
  });

  test('set after SET LOCAL replace it', () => {
    settings.set('my.own', 'local', true);
    settings.set('my.own', 'session', false);
    expect(settings.get('my.own')).toBe('session');
  });

  test('go back to those of the startup packet', () => {
    settings.setDefault('timezone', 'Asia/Tokyo');
    settings.set('timezone', 'UTC', false);
    settings.set('timezone', undefined, true);
    expect(settings.get('timezone')).toBe('Asia/Tokyo');
    settings.endLocal();
    expect(settings.get('timezone')).toBe('UTC');
    settings.resetAll();
    expect(settings.get('timezone')).toBe('Asia/Tokyo');
  });

  test('of a transaction follow the default', () => {
    settings.set('default_transaction_isolation', 'serializable', false);
    expect(settings.get('transaction_isolation')).toBe('serializable');
  });

  test('of the client’s own are not without number', () => {
    const many = (): void => {
      for (let index = 0; index < 1_000; index += 1) settings.set(`my.own${index}`, 'x', false);
    };
    expect(many).toThrowError(expect.objectContaining({ sqlState: '54000' }));
  });
});

test('durations in ms', () => {
  expect(['0', '30s', '1500ms', '2min', '1d'].map(durationMs)).toEqual([0, 30_000, 1_500, 120_000, 86_400_000]);
});
