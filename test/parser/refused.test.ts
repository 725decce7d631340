import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../src/parser/parse-expression.js';
import { ParserError } from '../../src/parser/parser-error.js';
import { scope } from './scope.js';

function refusal(text: string, aggregates = false): ParserError {
  try {
    parseExpression(text, scope, { aggregates });
  } catch (error) {
    if (error instanceof ParserError) return error;
    throw error;
  }
  return expect.fail(`parsed: ${text}`);
}

/** Body, construct named, line:column. */
const UNSUPPORTED: readonly (readonly [string, string, string])[] = [
  ["regexp_extract(region, '(.)') = 'U'", 'function "regexp_extract"', '1:1'],
  ['n > 0 AND\n  transform(array(1), x -> x + 1) = 1', 'function "transform"', '2:3'],
  ['my.catalog.fn(n) = 1', 'function "my.catalog.fn"', '1:1'],
  ["region RLIKE 'U.*'", 'RLIKE', '1:8'],
  ["region REGEXP 'U.*'", 'REGEXP', '1:8'],
  ["region LIKE ANY ('a', 'b')", 'LIKE ANY', '1:13'],
  ["region ILIKE ALL ('a', 'b')", 'ILIKE ALL', '1:14'],
  ["region LIKE 'a\\\\b'", 'LIKE', '1:8'],
  ["region LIKE 'a!' ESCAPE '!'", 'LIKE', '1:8'],
  ["region LIKE 'a' ESCAPE 'ab'", 'LIKE', '1:8'],
  ['row_number() OVER (ORDER BY n) = 1', 'function "row_number"', '1:1'],
  ['upper(region) OVER () = 1', 'window function', '1:15'],
  ['EXISTS (SELECT sum(level) OVER () FROM acl)', 'window function', '1:27'],
  ['region = (SELECT first(region) FROM acl)', 'function "first"', '1:18'],
  ['n -> n + 1', 'lambda', '1:1'],
  ['coalesce(y -> 1)', 'lambda', '1:10'],
  ['EXISTS (WITH RECURSIVE t AS (SELECT 1) SELECT 1 FROM t)', 'recursive WITH', '1:9'],
  ['n = (WITH t AS (SELECT 1 AS a) SELECT a FROM t)', 'WITH', '1:6'],
  ['EXISTS (SELECT 1 FROM (SELECT 1) t)', 'sub-query in FROM', '1:23'],
  ['EXISTS (SELECT 1 FROM range(3))', 'table function "range"', '1:23'],
  ['EXISTS (SELECT 1 FROM VALUES (1))', 'VALUES in FROM', '1:23'],
  ['EXISTS (SELECT 1 FROM acl VERSION AS OF 3)', 'time travel', '1:27'],
  ["EXISTS (SELECT 1 FROM acl TIMESTAMP AS OF '2001-01-01')", 'time travel', '1:27'],
  ['EXISTS (SELECT 1 FROM acl@v3)', 'time travel', '1:26'],
  ['EXISTS (SELECT 1 FROM acl UNION SELECT 1 FROM airports)', 'UNION', '1:27'],
  ['n IN (SELECT level FROM acl EXCEPT SELECT 1)', 'EXCEPT', '1:29'],
  ['n IN (SELECT level FROM acl INTERSECT SELECT 1)', 'INTERSECT', '1:29'],
  ['EXISTS (SELECT 1 FROM acl RIGHT JOIN airports ON TRUE)', 'RIGHT', '1:27'],
  ['EXISTS (SELECT 1 FROM acl FULL OUTER JOIN airports ON TRUE)', 'FULL', '1:27'],
  ['EXISTS (SELECT 1 FROM acl LEFT SEMI JOIN airports ON TRUE)', 'LEFT SEMI', '1:27'],
  ['EXISTS (SELECT 1 FROM acl ANTI JOIN airports ON TRUE)', 'ANTI', '1:27'],
  ['EXISTS (SELECT 1 FROM acl NATURAL JOIN airports)', 'NATURAL', '1:27'],
  ['EXISTS (SELECT 1 FROM acl JOIN airports USING (region))', 'JOIN … USING', '1:41'],
  ['EXISTS (SELECT 1 FROM acl LATERAL VIEW explode(x) t)', 'LATERAL VIEW', '1:27'],
  ['EXISTS (SELECT 1 FROM acl TABLESAMPLE (1 ROWS))', 'TABLESAMPLE', '1:27'],
  ['EXISTS (SELECT 1 FROM acl QUALIFY TRUE)', 'QUALIFY', '1:27'],
  ['EXISTS (SELECT member FROM acl GROUP BY ALL)', 'GROUP BY ALL', '1:41'],
  ['EXISTS (SELECT member FROM acl GROUP BY ROLLUP (member))', 'GROUP BY ROLLUP', '1:41'],
  ['EXISTS (SELECT member FROM acl GROUP BY GROUPING SETS ((member)))', 'GROUP BY GROUPING', '1:41'],
  ['EXISTS (SELECT member FROM acl GROUP BY 1)', 'GROUP BY', '1:41'],
  ['(SELECT level FROM acl ORDER BY 1 LIMIT 1) = 1', 'ORDER BY', '1:33'],
  ['(SELECT level FROM acl LIMIT 1 OFFSET 1) = 1', 'OFFSET', '1:32'],
  ['(SELECT level FROM acl LIMIT n) = 1', 'LIMIT', '1:30'],
  ['n IN (SELECT * FROM acl)', 'SELECT *', '1:14'],
  ['n IN (SELECT level, level FROM acl)', 'SELECT', '1:7'],
  ['(n, big) IN (SELECT level, 1 FROM acl)', 'row constructor', '1:1'],
  ['sum(n) > 1', 'aggregate "sum"', '1:1'],
  ['EXISTS (SELECT 1 FROM acl WHERE count(*) > 1)', 'aggregate "count"', '1:33'],
  ['(SELECT max(sum(level)) FROM acl) > 1', 'aggregate "sum"', '1:13'],
  ['CAST(n AS STRUCT<a: INT>) = 1', 'type "STRUCT"', '1:11'],
  ['CAST(n AS VARCHAR(3)) = 1', 'type "VARCHAR(3)"', '1:11'],
  ['CAST(x AS STRING) = 1', 'CAST', '1:1'],
  ['CAST(region AS BOOLEAN)', 'CAST', '1:1'],
  ['CAST(region AS DATE)', 'CAST', '1:1'],
  ["to_date('28.2.2001')", 'function "to_date"', '1:1'],
  ['n::timestamp', 'operator ::', '1:2'],
  ['region = 1', 'operator =', '1:8'],
  ["'1' + n", 'operator +', '1:5'],
  ['region AND flag', 'AND', '1:8'],
  ["n IN ('a')", 'IN', '1:3'],
  ['n IN (SELECT region FROM acl)', 'IN', '1:3'],
  ["CASE WHEN flag THEN 1 ELSE 'a' END", 'CASE', '1:1'],
  ['CASE WHEN n THEN 1 END', 'CASE', '1:6'],
  ['(SELECT max(level) FROM acl) BETWEEN 1 AND 2', 'BETWEEN', '1:30'],
  ['CASE (SELECT max(level) FROM acl) WHEN 1 THEN 2 END', 'CASE', '1:1'],
  ['(SELECT (SELECT 1) AS one FROM acl ORDER BY one LIMIT 1)', 'ORDER BY', '1:45'],
  ['n & 1 = 1', 'operator &', '1:3'],
  ['n ^ 1', 'operator ^', '1:3'],
  ['~n', 'operator ~', '1:1'],
  ['amount / 2', 'operator /', '1:8'],
  ['region[0]', 'subscript []', '1:7'],
  ['region:a.b', 'JSON path (:)', '1:7'],
  ["region COLLATE UTF8_LCASE = 'us'", 'COLLATE', '1:8'],
  ["X'1F'", 'binary literal', '1:1'],
  ['INTERVAL 1 DAY', 'INTERVAL', '1:1'],
  ['ts + INTERVAL 1 DAY', 'INTERVAL', '1:6'],
  ["d + INTERVAL '1-2' YEAR TO MONTH", 'INTERVAL', '1:5'],
  ['d + INTERVAL 1 HOUR', 'INTERVAL', '1:5'],
  ["DATE '2001-02-30'", 'DATE literal', '1:6'],
  [':p = 1', 'parameter marker', '1:1'],
  ['? = 1', 'parameter marker', '1:1'],
  ['round(x, n)', 'function "round"', '1:1'],
  ['date_trunc(region, ts)', 'function "date_trunc"', '1:1'],
  ["date_trunc('decade', ts)", 'function "date_trunc"', '1:1'],
  ['substring(region, n, 1)', 'function "substring"', '1:1'],
  ['sha2(region, 512)', 'function "sha2"', '1:1'],
  ["trim(BOTH 'x' FROM region)", 'TRIM(BOTH …)', '1:1'],
  ['EXTRACT(EPOCH FROM ts)', 'EXTRACT(EPOCH)', '1:9'],
  ["'a' 'b'", 'adjacent strings', '1:5'],
  ['upper(DISTINCT region)', 'DISTINCT in a scalar function', '1:7'],
  ['coalesce(a => 1)', 'named argument', '1:10'],
  ['is_account_group_member(n)', 'function "is_account_group_member"', '1:1'],
  [`${'('.repeat(120)}n${')'.repeat(120)}`, 'nesting', '1:102'],
  [`n${' + 1'.repeat(120)}`, 'nesting', '1:407'],
  [`${'n = 1 OR '.repeat(1500)}TRUE`, 'text', '1:9001'],
  [`'${'a'.repeat(70_000)}'`, 'text', '1:1'],
];

const WRONG: readonly (readonly [string, string, string])[] = [
  ['', 'the end', '1:1'],
  ['n =', 'the end', '1:4'],
  ['n = 1 n', '"n"', '1:7'],
  ['(n = 1', 'the end', '1:7'],
  ['n = 1)', '")"', '1:6'],
  ['nope = 1', 'column "nope"', '1:1'],
  ['p.nope.x = 1', 'column "p.nope.x"', '1:1'],
  ['EXISTS (SELECT 1 FROM nope)', 'table "nope"', '1:23'],
  ['EXISTS (SELECT 1 FROM acl a WHERE acl.level = 1)', 'column "acl.level"', '1:35'],
  ['EXISTS (SELECT 1 FROM acl a, acl b WHERE level = 1)', 'column "level"', '1:42'],
  ['EXISTS (SELECT 1 FROM acl, acl)', '"acl"', '1:28'],
  ['EXISTS (SELECT region FROM acl GROUP BY member)', 'SELECT', '1:9'],
  ["n = 'open", 'string', '1:5'],
  ['`open', 'identifier', '1:1'],
  ['n /* open', 'comment', '1:3'],
  ['n = 1 # 2', 'character "#"', '1:7'],
  ['größe = 1', 'character "ö"', '1:3'],
  ['n = 12ab', 'number', '1:5'],
  ['n = 1e400', 'number', '1:5'],
  ['CASE END', '"END"', '1:6'],
  ['CASE WHEN flag THEN 1', 'the end', '1:22'],
  ['n BETWEEN 1 OR 2', '"OR"', '1:13'],
  ['n NOT 1', '"1"', '1:7'],
  ['n IS 1', '"1"', '1:6'],
  ['SELECT', 'the end', '1:7'],
  ['select n from', 'the end', '1:14'],
  ['n AND', 'the end', '1:6'],
  ['count(n', 'the end', '1:8'],
  ['WHERE n', '"WHERE"', '1:1'],
  ['EXISTS (SELECT 1 FROM acl LEFT)', '"LEFT"', '1:27'],
];

const place = (error: ParserError) => `${error.line}:${error.column}`;

describe('what the IR cannot say is named, with its place', () => {
  it.each(UNSUPPORTED)('%s', (text, construct, position) => {
    const error = refusal(text);
    expect([error.code, error.construct, place(error)]).toEqual(['NOT_SUPPORTED', construct, position]);
    expect(error.message).toContain(`${construct} at line ${error.line}, column ${error.column}: `);
  });
});

describe('what is wrong is named, with its place', () => {
  it.each(WRONG)('%s', (text, construct, position) => {
    const error = refusal(text, text.startsWith('count'));
    expect([error.code, error.construct, place(error)]).toEqual(['BAD_USER_INPUT', construct, position]);
  });
});

it('refuses what would grow without bound, and does so at once', () => {
  const between = (depth: number): string => (depth === 0 ? 'flag' : `(${between(depth - 1)} BETWEEN FALSE AND TRUE)`);
  const chosen = (depth: number): string =>
    depth === 0 ? 'n' : `CASE ${chosen(depth - 1)} WHEN 1 THEN 2 WHEN 2 THEN 3 END`;
  const start = performance.now();
  expect(refusal(between(40)).construct).toBe('BETWEEN');
  expect(refusal(chosen(40)).construct).toBe('CASE');
  expect(performance.now() - start).toBeLessThan(500);
});

it('says which types do not meet, and what to write', () => {
  expect(refusal('region = 1').message).toBe(
    'operator = at line 1, column 8: eq does not take (STRING, INT). Text does not convert by itself: write a CAST.',
  );
});

it('refuses a bare name that may be an outer column or a function', () => {
  const outer = { ...scope, column: scope.column };
  const withUser = {
    ...outer,
    column: (parts: readonly string[]) => (parts[0] === 'user' ? scope.column(['region']) : scope.column(parts)),
  };
  const parse = (text: string) => parseExpression(text, withUser, { aggregates: false });
  expect(parse("user = 'x'").kind).toBe('call');
  expect(() => parse("EXISTS (SELECT 1 FROM airports WHERE user = 'x')")).toThrow(/outer column or the function/);
});

const WORDS = [
  ...'n region flag x d ts amount acl airports member level NOT AND OR IN IS NULL TRUE FALSE LIKE ILIKE ESCAPE BETWEEN'.split(
    ' ',
  ),
  ...'CASE WHEN THEN ELSE END CAST TRY_CAST AS INT STRING DATE EXISTS SELECT DISTINCT FROM WHERE GROUP BY HAVING'.split(
    ' ',
  ),
  ...'ORDER LIMIT JOIN LEFT ON count sum upper coalesce round substr date_trunc if nvl current_user INTERVAL DAY FILTER'.split(
    ' ',
  ),
  ...["'a'", "'%'", "'2001-01-01'", '1', '2.5', '1e3', '9999999999', '`n`', '"s"'],
  ...'( ( ( ) ) ) , , . * + - / % || = <> < <= >= <=> :: -> [ ] : ; @ ? ! ~'.split(' '),
];

describe('any text is parsed or refused, quickly', () => {
  const survives = (text: string) => {
    const start = performance.now();
    try {
      parseExpression(text, scope, { aggregates: true });
    } catch (error) {
      expect(error).toBeInstanceOf(ParserError);
    }
    expect(performance.now() - start).toBeLessThan(500);
  };
  it('random characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), survives), { numRuns: 2000 });
  });
  it('random words of the language', () => {
    const sentences = fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }).map((words) => words.join(' '));
    fc.assert(fc.property(sentences, survives), { numRuns: 8000 });
  });
  it('long repetitions of one or two words', () => {
    const runs = fc
      .tuple(fc.constantFrom(...WORDS), fc.constantFrom(...WORDS, ''), fc.integer({ min: 1, max: 3000 }))
      .map(([a, b, count]) => `${a} ${b} `.repeat(count));
    fc.assert(fc.property(runs, survives), { numRuns: 400 });
  });
  it('a body that parses, with one token dropped, doubled or swapped', () => {
    const bodies = [
      "CASE WHEN is_member('a') THEN region ELSE concat(left(region, 1), '***') END = 'x'",
      'EXISTS (SELECT 1 FROM acl a JOIN airports b ON a.region = b.state WHERE a.level BETWEEN 1 AND n GROUP BY a.member HAVING count(*) > 1)',
      "n IN (1, 2, -3) AND d >= DATE '2001-01-01' OR NOT (amount * 2 > x::int)",
    ].map((body) => body.split(/(?=[ (),])/));
    const mutated = fc
      .tuple(fc.constantFrom(...bodies), fc.nat(200), fc.constantFrom('drop', 'double', 'swap'))
      .map(([words, at, how]) => {
        const index = at % words.length;
        const copy = [...words];
        if (how === 'drop') copy.splice(index, 1);
        else if (how === 'double') copy.splice(index, 0, copy[index] ?? '');
        else copy.reverse();
        return copy.join('');
      });
    fc.assert(fc.property(mutated, survives), { numRuns: 1000 });
  });
});
