import { describe, expect, test } from 'vitest';
import { NO_CLAUSES } from '../../src/functions/definition.js';
import { DATABRICKS_SPELLINGS } from '../../src/functions/definitions/postgres/databricks/spellings.js';
import { allFunctions, call, functionNamed } from '../../src/functions/registry.js';
import { literal } from '../../src/query/build.js';
import { type DataType, decimalType, INTERVAL, STRING, TIMESTAMP_NTZ } from '../../src/query/types.js';

function spell(id: string, args: readonly string[], types: readonly DataType[], result: DataType): string {
  return (
    functionNamed(id)?.spelling.databricks?.(args, types, result, NO_CLAUSES) ?? expect.fail(`no spelling of ${id}`)
  );
}

test('every spelling is of an entry, and none stands twice', () => {
  for (const id of Object.keys(DATABRICKS_SPELLINGS)) expect(functionNamed(id)?.spelling.databricks, id).toBeDefined();
  const own = allFunctions().filter(({ spelling }) => spelling.databricks !== undefined);
  expect(own.length).toBeGreaterThan(Object.keys(DATABRICKS_SPELLINGS).length);
});

describe('DECIMALs', () => {
  const wide = decimalType(38, 20);
  const narrow = decimalType(2, 1);

  test('within 38 digits stay as they are', () => {
    const [a, b] = [decimalType(10, 2), decimalType(12, 4)];
    expect(spell('pg_add', ['a', 'b'], [a, b], decimalType(13, 4))).toBe('CAST((a + b) AS DECIMAL(13,4))');
  });

  test('beyond are narrowed before the point, so that no digit behind it is lost', () => {
    expect(spell('pg_add', ['a', 'b'], [wide, wide], wide)).toBe(
      'CAST((CAST(a AS DECIMAL(37,20)) + CAST(b AS DECIMAL(37,20))) AS DECIMAL(38,20))',
    );
    expect(spell('pg_multiply', ['a', 'b'], [narrow, wide], decimalType(38, 21))).toBe(
      'CAST((a * CAST(b AS DECIMAL(35,20))) AS DECIMAL(38,21))',
    );
  });

  test('without room before the point are refused', () => {
    const small = decimalType(38, 37);
    expect(() => spell('pg_add', ['a', 'b'], [small, small], small)).toThrow('so many digits');
  });
});

test('what has no exact form is refused by name', () => {
  const at = "'Europe/Berlin'";
  expect(() => spell('pg_instant', ['t.x', at], [TIMESTAMP_NTZ, STRING], TIMESTAMP_NTZ)).toThrow('zone other than UTC');
  expect(() => spell('pg_shift', ['t.x', 't.y'], [INTERVAL, INTERVAL], INTERVAL)).toThrow('INTERVAL');
  expect(() => spell('pg_strftime', ['t.x', "'%U'"], [TIMESTAMP_NTZ, STRING], STRING)).toThrow('%U');
  const matches = call('pg_matches', [literal('a', STRING), literal('b', STRING)]);
  expect(functionNamed(matches.function)?.spelling.databricks).toBeUndefined();
});
