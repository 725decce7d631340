import { describe, expect, it } from 'vitest';
import type { SqlError } from '../../../../src/doors/sql/sql-error.js';
import { parseStatements } from '../../../../src/doors/sql/statement/gate.js';

const CAPS = { maxBytes: 262_144 };
/** Ten seconds of the parser's time, were they let through. */
const COMMENTS = '/*'.repeat(40_000);

function outcome(text: string): unknown {
  try {
    return parseStatements(text, CAPS).map(({ kind }) => kind);
  } catch (error) {
    return (error as SqlError).sqlState;
  }
}

describe('nothing hides nested comments from the caps', () => {
  it.each([
    ['a string with backslashes', `select E'\\'', ${COMMENTS}`],
    ['one that goes on in the next line', `select E''\n'\\'', ${COMMENTS}`],
    ['a dollar quote with a digit in its tag', `select $a1$'$a1$, ${COMMENTS}`],
    ['a name that ends like a dollar quote', `select 1 as 😀$a$, ${COMMENTS}`],
    ['a no-break space, which is part of a name', `select 1 as \u00a0$a$, ${COMMENTS}`],
    ['a comment that ends at a carriage return', `select 1 --'\r, ${COMMENTS}`],
    ['a quoted name', `select 1 as "/*'", ${COMMENTS}`],
    ['a string', `select '${COMMENTS}'`],
    ['nothing', `select ${COMMENTS}`],
  ])('%s', (_name, text) => {
    expect(outcome(text)).toBe('54001');
  });

  it('while comments and strings as people write them go through', () => {
    const text = `select /* a /* b */ c */ E'it\\'s (' || $x$ '(" $x$ || '((((' -- '(((\n from "t((" ${'/* hint */'.repeat(200)}`;
    expect(outcome(text)).toEqual(['rows']);
  });
});

describe('long chains are refused as too deep, not as faults of syntax', () => {
  it.each([
    ['sums', `select 1${'+1'.repeat(14_000)}`],
    ['shorter sums', `select 1${'+1'.repeat(1_000)}`],
    ['unions', `select 1${' union select 1'.repeat(2_000)}`],
    ['casts', `select 1${'::int::text'.repeat(1_000)}`],
    ['tests', `select 1${' is null'.repeat(14_000)}`],
    ['negations', `select ${'not '.repeat(29_000)}true`],
    ['joins', `select 1 from a${' cross join a'.repeat(1_000)}`],
  ])('%s', (_name, text) => {
    expect(outcome(text)).toBe('54001');
    expect(outcome('select 1')).toEqual(['rows']);
  });

  it('while long lists and conjunctions are none', () => {
    expect(outcome(`select 1 where 1 in (${'1,'.repeat(10_000)}1)`)).toEqual(['rows']);
    expect(outcome(`select ${"a || ' ' || ".repeat(200)}b from t`)).toEqual(['rows']);
    expect(outcome(`select 1${' union all select 1'.repeat(500)}`)).toEqual(['rows']);
    expect(outcome(`select 1 where true${' and true'.repeat(10_000)}`)).toEqual(['rows']);
  });
});

describe('names that a printed tree cannot hold', () => {
  it.each([
    ['a line break in an alias', 'select 1 as "a\nb"'],
    ['in a CTE', 'with "a b" as (select 1), "a\nb" as (select 2) select * from "a b"'],
    ['in a column', 'select "a\r\nb" from t'],
    ['escaped', 'select 1 as U&"a\\000ab"'],
    ['in a cursor’s query', 'declare c cursor for select 1 as "a\nb"'],
    ['brackets', `select 1 as "${'('.repeat(37)}"`],
  ])('%s', (_name, text) => {
    expect(outcome(text)).toBe('0A000');
  });

  it.each([
    'select 1 as "Sum of Sales Amount (in EUR), Last Twelve Months {all}"',
    `select 1 as "${'x'.repeat(200)}"`,
    `select 1 as "${'('.repeat(200)}"`,
    `select 1 as "${'飛 '.repeat(40)}"`,
    "select E'a\\nb', 'c\nd'",
    "set application_name = 'a\nb'",
  ])('but not %s', (text) => {
    expect(outcome(text)).toHaveLength(1);
  });
});

describe('commands', () => {
  const first = (text: string) => parseStatements(text, CAPS)[0];

  it.each([
    ['set search_path to "Odd", public', '"Odd", public'],
    ["set search_path = 'a, B'", '"a, B"'],
    ['set search_path = "a""b", gold', '"a""b", gold'],
    ["set datestyle to iso, 'MDY'", 'iso, MDY'],
    ['set time zone -7', '-7'],
    ['set extra_float_digits = 0', '0'],
    ['set standard_conforming_strings to on', 'on'],
    ["set application_name = ''", ''],
  ])('%s', (text, value) => {
    expect(first(text)).toMatchObject({ kind: 'set', value });
  });

  it.each([
    ['fetch all from c', 'all'],
    ['fetch forward all in c', 'all'],
    ['fetch 0 from c', 0],
    ['fetch c', 1],
    ['move 7 in c', 7],
  ])('%s', (text, count) => {
    expect(first(text)).toMatchObject({ count });
  });

  it.each([
    'fetch -3 from c',
    'fetch forward -1 from c',
    'fetch prior from c',
    'fetch absolute 3 from c',
    "set transaction snapshot '1'",
    "execute p('2026-01-01 12:00'::date)",
    'execute p(1 + 1)',
    "set time zone interval '1 hour' hour to minute",
    'commit and chain',
    'lock table t',
    'vacuum',
    'alter system set x = 1',
    'grant select on t to x',
    "notify x, 'y'",
    'refresh materialized view x',
    "security label on table t is 'x'",
    "load 'x'",
    'checkpoint',
    'call p()',
    'truncate t',
    'merge into t using s on true when matched then delete',
    'create macro x',
    'import foreign schema x from server y into z',
  ])('%s is refused', (text) => {
    expect(['0A000', '42601']).toContain(outcome(text));
  });

  it('takes the constants of EXECUTE', () => {
    expect(first("execute p(1, 'x', null, -2, true, false, 1.5, 0, '')")).toMatchObject({
      values: ['1', 'x', null, '-2', 'true', 'false', '1.5', '0', ''],
    });
  });
});
