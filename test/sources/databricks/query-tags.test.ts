import { expect, test } from 'vitest';
import { queryTags } from '../../../src/sources/databricks/query-tags.js';

test('who asked, by which door, in which request', () => {
  expect(queryTags({ caller: 'ann', door: 'sql', requestId: '17' })).toBe(
    'application:medallion,caller:ann,door:sql,request:17',
  );
  expect(queryTags({ caller: 'gateway' })).toBe('application:medallion,caller:gateway');
  expect(queryTags(undefined)).toBeUndefined();
});

test('a name is one value, whatever it holds', () => {
  expect(queryTags({ caller: 'https://id.example ann,door:sql' })).toBe(
    'application:medallion,caller:https_//id.example ann_door_sql',
  );
});
