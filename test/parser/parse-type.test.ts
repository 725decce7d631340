import { expect, it } from 'vitest';
import { parseType } from '../../src/parser/parse-type.js';
import { printType } from '../../src/query/types.js';

const MAPPED: readonly (readonly [string, string])[] = [
  ['boolean', 'BOOLEAN'],
  ['tinyint', 'TINYINT'],
  ['SMALLINT', 'SMALLINT'],
  ['int', 'INT'],
  ['bigint', 'BIGINT'],
  ['long', 'BIGINT'],
  ['float', 'FLOAT'],
  ['double', 'DOUBLE'],
  ['decimal', 'DECIMAL(10,0)'],
  ['decimal(5)', 'DECIMAL(5,0)'],
  ['decimal(10,2)', 'DECIMAL(10,2)'],
  [' Decimal ( 38 , 38 ) ', 'DECIMAL(38,38)'],
  ['string', 'STRING'],
  ['varchar(20)', 'STRING'],
  ['char(3)', 'STRING'],
  ['binary', 'BINARY'],
  ['date', 'DATE'],
  ['timestamp', 'TIMESTAMP'],
  ['timestamp_ntz', 'TIMESTAMP_NTZ'],
  ['time(6)', 'TIME'],
];

it.each(MAPPED)('%s is %s', (text, printed) => {
  const type = parseType(text);
  expect(type && printType(type)).toBe(printed);
});

const UNMAPPED = [
  '',
  'struct<a:int>',
  'array<string>',
  'map<string,int>',
  'variant',
  'interval day',
  'void',
  'geography',
  'decimal(39,2)',
  'decimal(0,0)',
  'decimal(2,3)',
  'decimal(2,-1)',
  'string collate unicode_ci',
  'varchar(0)',
  'varchar(1,2)',
  'int(3)',
  'decimal(99999999999999999999)',
  'constructor',
  '__proto__',
];

it.each(UNMAPPED)('%j has no type', (text) => {
  expect(parseType(text)).toBeUndefined();
});
