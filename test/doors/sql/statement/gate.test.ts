import { describe, expect, it } from 'vitest';
import { SqlError } from '../../../../src/doors/sql/sql-error.js';
import { copyParts } from '../../../../src/doors/sql/statement/copy-statement.js';
import { explainedQuery } from '../../../../src/doors/sql/statement/explain-parts.js';
import { parseStatements } from '../../../../src/doors/sql/statement/gate.js';

const CAPS = { maxBytes: 100_000 };
const kinds = (text: string) => parseStatements(text, CAPS).map(({ kind }) => kind);

function refusal(text: string): SqlError {
  try {
    parseStatements(text, CAPS);
  } catch (error) {
    if (error instanceof SqlError) return error;
    throw error;
  }
  throw new Error(`taken: ${text}`);
}

describe('statements are told apart', () => {
  it.each([
    ['', ['empty']],
    [' ; -- nothing', ['empty']],
    ['select 1; select 2', ['rows', 'rows']],
    ['table gold.flights', ['rows']],
    ['values (1), (2)', ['rows']],
    ['with a as (select 1) select * from a', ['rows']],
    [
      'begin; savepoint s; rollback to s; release s; commit',
      ['begin', 'savepoint', 'rollback-to', 'release', 'commit'],
    ],
    ['start transaction read only; end; abort', ['begin', 'commit', 'rollback']],
    [
      "set datestyle = 'ISO'; set local timezone to 'UTC'; reset all; reset timezone",
      ['set', 'set', 'reset-all', 'set'],
    ],
    ['show transaction isolation level; show all', ['show', 'show-all']],
    ['set session characteristics as transaction isolation level repeatable read', ['set']],
    ['discard all; deallocate all; unlisten *', ['discard', 'deallocate', 'ignored']],
    ['prepare p(int) as select $1; execute p(1)', ['prepare', 'execute']],
    [
      'declare c cursor with hold for select 1; fetch 10 from c; move all c; close c',
      ['declare', 'fetch', 'fetch', 'close'],
    ],
    ['copy (select 1) to stdout; copy t to stdout', ['rows', 'rows']],
    ['explain select 1; explain (verbose, costs off) (select 1)', ['rows', 'rows']],
    ['set role none; set session authorization default', ['ignored', 'ignored']],
  ])('%s', (text, expected) => {
    expect(kinds(text)).toEqual(expected);
  });

  it('gives each statement its own text and place, counted in characters', () => {
    const text = "select '𝄞é'; select 2 ;";
    const parsed = parseStatements(text, CAPS);
    expect(parsed.map((statement) => statement.text.trim())).toEqual(["select '𝄞é'", 'select 2']);
    const characters = [...text];
    expect(parsed.map(({ offset }) => characters.slice(offset, offset + 6).join(''))).toEqual(['select', 'select']);
  });

  it('takes the query out of DECLARE and PREPARE', () => {
    const [declared] = parseStatements('declare "for" binary cursor for select 1 as "for"', CAPS);
    expect(declared).toMatchObject({ name: 'for', binary: true, query: { text: ' select 1 as "for"' } });
    const [prepared] = parseStatements('prepare q(int, text) as select $1, $2', CAPS);
    expect(prepared).toMatchObject({ typeNames: ['int4', 'text'], query: { text: ' select $1, $2' } });
  });

  it('reads the options of COPY', () => {
    const { query, options } = copyParts(
      "COPY (SELECT ')' FROM t) TO STDOUT (FORMAT csv, HEADER, NULL 'x', FORCE_QUOTE (a))",
    );
    expect(query).toBe("      SELECT ')' FROM t");
    expect(options).toMatchObject({ format: 'csv', header: true, nullText: 'x', forceQuote: ['a'] });
  });

  it.each([
    ['copy t to stdout', 'SELECT * FROM "t"', { format: 'text' }],
    [
      'copy gold."T""x" (a, "B") to stdout csv header',
      'SELECT "a", "B" FROM "gold"."T""x"',
      { format: 'csv', header: true },
    ],
    ['copy binary t to stdout', 'SELECT * FROM "t"', { format: 'binary' }],
    ["copy t to stdout with delimiter '|' null as 'x'", 'SELECT * FROM "t"', { delimiter: '|', nullText: 'x' }],
  ])('%s', (text, query, options) => {
    expect(copyParts(text)).toMatchObject({ query, options });
  });

  it('keeps places where comments and parentheses stand before the query', () => {
    const text = "/* ( 𝄞 */ copy (select ')' || '𝄞' from (select 1) t) to stdout";
    const { query } = copyParts(text);
    expect([...query].indexOf('s')).toBe([...text].indexOf('s'));
    expect(query.trim()).toBe("select ')' || '𝄞' from (select 1) t");
  });

  it.each([
    ['explain select 1', 'select 1'],
    ['explain verbose (select 1)', '(select 1)'],
    ['explain (select 1) union select 2', '(select 1) union select 2'],
    ['/* ( */ explain (verbose, costs off) (values (1))', '(values (1))'],
  ])('%s', (text, query) => {
    const explained = explainedQuery(text);
    expect(explained.trim()).toBe(query);
    expect(explained.indexOf(query)).toBe(text.indexOf(query));
  });
});

describe('what is not for readers is refused by name', () => {
  it.each([
    ['delete from t', '0A000', /DELETE/u],
    ['insert into t values (1)', '0A000', /INSERT/u],
    ['update t set a = 1', '0A000', /UPDATE/u],
    ['with d as (delete from t returning *) select * from d', '0A000', /DELETE/u],
    ['select 1 into x', '0A000', /INTO/u],
    ['select * from t for update', '0A000', /FOR UPDATE/u],
    ['select * from only t', '0A000', /ONLY/u],
    ['select * from t tablesample system (1)', '0A000', /TABLESAMPLE/u],
    ['with recursive r as (select 1) select * from r', '0A000', /RECURSIVE/u],
    ['explain analyze select 1', '0A000', /EXPLAIN \(ANALYZE\)/u],
    ['explain (format json) select 1', '0A000', /FORMAT JSON/u],
    ['explain (costs) select 1', '0A000', /COSTS/u],
    ['explain (buffers on) select 1', '0A000', /BUFFERS/u],
    ['explain (colour) select 1', '42601', /unrecognized EXPLAIN option "colour"/u],
    ['explain delete from t', '0A000', /EXPLAIN of DELETE/u],
    ['explain execute p', '0A000', /EXPLAIN of EXECUTE/u],
    ['explain select * from t for update', '0A000', /FOR UPDATE/u],
    ['copy (delete from t returning 1) to stdout', '0A000', /DELETE/u],
    ['create table t (a int)', '0A000', /CREATE/u],
    ['drop table t', '0A000', /DROP/u],
    ["do 'begin end'", '0A000', /DO/u],
    ['listen x', '0A000', /LISTEN/u],
    ['lock table t', '0A000', /LOCK/u],
    ['set role admin', '42501', /role/u],
    ['set session authorization admin', '42501', /session authorization/u],
    ['copy t from stdin', '42501', /COPY FROM/u],
    ["copy (select 1) to program 'id'", '42501', /program/u],
    ["copy (select 1) to '/tmp/x'", '42501', /file/u],
    ["prepare transaction 'x'", '0A000', /two-phase/u],
    ['fetch backward 1 from c', '0A000', /forward/u],
    ['select xmlelement(name a)', '0A000', /XML/u],
    ['selec 1', '42601', /syntax error/u],
  ])('%s', (text, state, message) => {
    const error = refusal(text);
    expect([error.sqlState, error.message]).toEqual([state, expect.stringMatching(message)]);
  });

  it('points at the place', () => {
    const text = "select 'é𝄞' from t where xmlelement(name a) is null";
    expect(refusal(text).position).toBe([...text.slice(0, text.indexOf('xmlelement'))].length + 1);
  });
});

describe('caps hold before the parser sees the text', () => {
  it.each([
    ['nested comments', `select 1 ${'/*'.repeat(40_000)}`, '54001'],
    ['nested parentheses', `select ${'('.repeat(10_000)}1`, '54001'],
    ['nested CASEs', `select ${'case when true then '.repeat(1_000)}1${' end'.repeat(1_000)}`, '54001'],
    ['a long sum', `select 1${'+1'.repeat(30_000)}`, '54000'],
    ['bytes', `select '${'x'.repeat(100_001)}'`, '54000'],
    ['NUL', 'select 1\0', '22021'],
  ])('%s', (_name, text, state) => {
    expect(refusal(text).sqlState).toBe(state);
  });

  it('does not count what strings, comments and quotes hold', () => {
    expect(
      kinds(
        `select '${'('.repeat(5_000)}', "${'('.repeat(50)}", $a$${'('.repeat(5_000)}$a$ /* ${'('.repeat(5_000)} */ -- ((`,
      ),
    ).toEqual(['rows']);
  });
});
