import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseExpression } from '../../src/parser/parse-expression.js';
import { literal } from '../../src/query/build.js';
import type { Expression } from '../../src/query/expression.js';
import type { Relation } from '../../src/query/relation.js';
import { rewriteExpression } from '../../src/query/rewrite.js';
import { BOOLEAN, printType, STRING } from '../../src/query/types.js';
import { type Duckdb, openDuckdb } from '../functions/duckdb.js';
import { printSelect } from '../functions/test-dialect.js';
import { PARAMETERS, scope } from './scope.js';

let engine: Duckdb;
beforeAll(async () => {
  engine = await openDuckdb();
  await engine.run(
    `CREATE TABLE p(k INT, region VARCHAR, n INT, big BIGINT, amount DECIMAL(10,2), x DOUBLE, flag BOOLEAN, d DATE, ts TIMESTAMP)`,
  );
  await engine.run(`INSERT INTO p VALUES
    (1, 'US', 7, 9000000000, 12.50, 2.5, true, '2001-02-28', '2001-02-28 10:20:30'),
    (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (3, 'é%_', -3, -1, -0.05, -2.5, false, '2004-02-29', '1999-12-31 23:59:59')`);
  await engine.run('CREATE TABLE acl(member VARCHAR, region VARCHAR, level INT, "user" VARCHAR)');
  await engine.run(
    `INSERT INTO acl VALUES ('ann', 'US', 3, 'ann'), ('ann', 'DE', 1, 'bob'), ('bob', 'US', NULL, 'bob')`,
  );
  await engine.run('CREATE TABLE airports(iata VARCHAR, state VARCHAR, size INT)');
  await engine.run(`INSERT INTO airports VALUES ('SFO', 'US', 9), ('OAK', 'US', 3), ('TXL', NULL, 1)`);
});
afterAll(() => engine.close());

const parameters: Relation = {
  kind: 'scan',
  table: { source: 'lake', name: 'lake.gov.p' },
  alias: 'p',
  fields: [...PARAMETERS, { name: 'k', type: { kind: 'integer', bits: 32 }, nullable: false }],
};

/** The caller is ann, of the group west. */
function asAnn(body: Expression): Expression {
  return rewriteExpression(body, {
    expression: (node) => {
      if (node.kind !== 'call') return node;
      if (node.function === 'current_user' || node.function === 'session_user') return literal('ann', STRING);
      if (node.function !== 'is_member' && node.function !== 'is_account_group_member') return node;
      const [group] = node.arguments;
      return literal(group?.kind === 'literal' && group.value === 'west', BOOLEAN);
    },
  });
}

/** The body's value on the three rows of `p`, joined by ` | `. */
async function evaluate(body: string): Promise<{ readonly values: string; readonly type: string }> {
  const expression = asAnn(parseExpression(body, scope, { aggregates: false }));
  const sorted: Relation = {
    kind: 'sort',
    input: parameters,
    keys: [
      {
        expression: { kind: 'column', relation: 'p', name: 'k', type: { kind: 'integer', bits: 32 } },
        direction: 'asc',
        nulls: 'last',
      },
    ],
  };
  const rows = await engine.rows(printSelect(sorted, [expression]));
  return { values: rows.map(([value]) => value ?? 'null').join(' | '), type: printType(expression.type) };
}

/** Body, type, value on each row. */
const CASES: readonly (readonly [string, string, string])[] = [
  // Identity.
  ["is_account_group_member('west') OR region = 'DE'", 'BOOLEAN', 'true | true | true'],
  ["IS_MEMBER('east')", 'BOOLEAN', 'false | false | false'],
  ["current_user() = 'ann'", 'BOOLEAN', 'true | true | true'],
  ["current_user = 'bob'", 'BOOLEAN', 'false | false | false'],
  ['user() = session_user()', 'BOOLEAN', 'true | true | true'],
  ["session_user LIKE 'a%'", 'BOOLEAN', 'true | true | true'],
  // Comparison and logic.
  ["region = 'US'", 'BOOLEAN', 'true | null | false'],
  ["region == 'US' AND n > 5", 'BOOLEAN', 'true | null | false'],
  ["region <> 'US' OR flag IS NULL", 'BOOLEAN', 'false | true | true'],
  ['n != 7', 'BOOLEAN', 'false | null | true'],
  ['NOT n >= 7', 'BOOLEAN', 'false | null | true'],
  ['NOT flag AND flag', 'BOOLEAN', 'false | null | false'],
  ['flag OR flag AND FALSE', 'BOOLEAN', 'true | null | false'],
  ['(flag OR TRUE) AND n < 0', 'BOOLEAN', 'false | null | true'],
  ['region <=> NULL', 'BOOLEAN', 'false | true | false'],
  ['n IS NOT DISTINCT FROM NULL', 'BOOLEAN', 'false | true | false'],
  ['n IS DISTINCT FROM 7', 'BOOLEAN', 'false | true | true'],
  ['flag IS TRUE', 'BOOLEAN', 'true | false | false'],
  ['flag IS NOT TRUE', 'BOOLEAN', 'false | true | true'],
  ['flag IS FALSE', 'BOOLEAN', 'false | false | true'],
  ['flag IS NOT FALSE', 'BOOLEAN', 'true | true | false'],
  ['flag IS UNKNOWN', 'BOOLEAN', 'false | true | false'],
  ['n = 7 IS NULL', 'BOOLEAN', 'false | true | false'],
  ["region IN ('US', 'DE')", 'BOOLEAN', 'true | null | false'],
  ["region NOT IN ('US', NULL)", 'BOOLEAN', 'false | null | null'],
  ['n IN (7, 9000000000)', 'BOOLEAN', 'true | null | false'],
  ['n BETWEEN 1 AND 3 + 4', 'BOOLEAN', 'true | null | false'],
  ['n NOT BETWEEN -5 AND -2 AND flag', 'BOOLEAN', 'true | null | false'],
  ["region LIKE 'U_'", 'BOOLEAN', 'true | null | false'],
  ["region NOT LIKE 'U%'", 'BOOLEAN', 'false | null | true'],
  ["region ILIKE 'É\\%\\_'", 'BOOLEAN', 'false | null | true'],
  ["region LIKE 'é!%!_' ESCAPE '!'", 'BOOLEAN', 'false | null | true'],
  ["'US' LIKE region", 'BOOLEAN', 'true | null | false'],
  ["d >= '2001-03-01'", 'BOOLEAN', 'false | null | true'],
  ['d = ts', 'BOOLEAN', 'false | null | false'],
  ["ts < DATE '2000-01-01'", 'BOOLEAN', 'false | null | true'],
  ["ts BETWEEN TIMESTAMP_NTZ '2001-01-01' AND '2001-12-31 23:59:59.999'", 'BOOLEAN', 'true | null | false'],
  ['amount > 12', 'BOOLEAN', 'true | null | false'],
  ['amount = x', 'BOOLEAN', 'false | null | false'],
  // Conditionals.
  ["CASE WHEN flag THEN region ELSE '***' END", 'STRING', 'US | *** | ***'],
  ["CASE region WHEN 'US' THEN 1 WHEN 'DE' THEN 9000000000 END", 'BIGINT', '1 | null | null'],
  ['CASE WHEN n > 0 THEN amount ELSE 0 END', 'DECIMAL(12,2)', '12.50 | 0.00 | 0.00'],
  ["coalesce(region, 'none')", 'STRING', 'US | none | é%_'],
  ['nvl(n, 0)', 'INT', '7 | 0 | -3'],
  ['ifnull(x, 1)', 'DOUBLE', '2.5 | 1 | -2.5'],
  ["nvl2(n, 'some', 'none')", 'STRING', 'some | none | some'],
  ["if(flag, 'a', 'b')", 'STRING', 'a | b | b'],
  ["nullif(region, 'US')", 'STRING', 'null | null | é%_'],
  ['greatest(n, 0, big)', 'BIGINT', '9000000000 | 0 | 0'],
  ['least(x, 0)', 'DOUBLE', '0 | 0 | -2.5'],
  ['isnull(n) OR isnotnull(x)', 'BOOLEAN', 'true | true | true'],
  // Arithmetic.
  ['n + 1 * 2', 'INT', '9 | null | -1'],
  ['(n + 1) * 2', 'INT', '16 | null | -4'],
  ['n - 1 - 1', 'INT', '5 | null | -5'],
  ['- n', 'INT', '-7 | null | 3'],
  ['-n + -2', 'INT', '-9 | null | 1'],
  ['n / 2', 'DOUBLE', '3.5 | null | -1.5'],
  ['n DIV 2', 'BIGINT', '3 | null | -1'],
  ['n % 4', 'INT', '3 | null | -3'],
  ['mod(n, -4)', 'INT', '3 | null | -3'],
  ['amount * 2', 'DECIMAL(21,2)', '25.00 | null | -0.10'],
  ['amount + 0.5', 'DECIMAL(11,2)', '13.00 | null | 0.45'],
  ['round(x)', 'DOUBLE', '3 | null | -3'],
  ['round(amount, 1)', 'DECIMAL(10,1)', '12.5 | null | -0.1'],
  ['floor(x) + ceil(x)', 'BIGINT', '5 | null | -5'],
  ['abs(n)', 'INT', '7 | null | 3'],
  ['try_divide(n, 0)', 'DOUBLE', 'null | null | null'],
  ['power(2, n)', 'DOUBLE', '128 | null | 0.125'],
  ['1e3 + .5 + 1D', 'DOUBLE', '1001.5 | 1001.5 | 1001.5'],
  ['-9223372036854775808', 'BIGINT', '-9223372036854775808 | -9223372036854775808 | -9223372036854775808'],
  ['sign(x)', 'DOUBLE', '1 | null | -1'],
  // Text.
  ["upper(region) || '-' || lower('AB')", 'STRING', 'US-ab | null | É%_-ab'],
  ["concat(left(region, 1), repeat('*', 3))", 'STRING', 'U*** | null | é***'],
  ["'n' || n || flag || d", 'STRING', 'n7true2001-02-28 | null | n-3false2004-02-29'],
  ['substr(region, 2)', 'STRING', 'S | null | %_'],
  ['substring(region, 0, 1)', 'STRING', 'U | null | é'],
  ['right(region, 2)', 'STRING', 'US | null | %_'],
  ['char_length(region)', 'INT', '2 | null | 3'],
  ["replace(region, 'U', '')", 'STRING', 'S | null | é%_'],
  ["startswith(region, 'U') OR endswith(region, '_')", 'BOOLEAN', 'true | null | true'],
  ["instr(region, 'S') + locate('S', region) + position('S' IN region)", 'INT', '6 | null | 0'],
  ["split_part('ann@x.org', '@', 2)", 'STRING', 'x.org | x.org | x.org'],
  ['lpad(region, 4)', 'STRING', '  US | null |  é%_'],
  ["sha2(region, 256) = sha2('US', 0)", 'BOOLEAN', 'true | null | false'],
  ["trim('  a ')", 'STRING', 'a | a | a'],
  ["'it''s' /* a comment */ -- another\n", 'STRING', "it's | it's | it's"],
  ["'tab\\tquote\\' \\u00e9 \\101'", 'STRING', "tab\tquote' é A | tab\tquote' é A | tab\tquote' é A"],
  ["r'raw\\n'", 'STRING', 'raw\\n | raw\\n | raw\\n'],
  ['"double"', 'STRING', 'double | double | double'],
  ['`region`', 'STRING', 'US | null | é%_'],
  // Dates.
  ["date_trunc('MONTH', ts)", 'TIMESTAMP_NTZ', '2001-02-01 00:00:00 | null | 1999-12-01 00:00:00'],
  ["trunc(d, 'MM')", 'DATE', '2001-02-01 | null | 2004-02-01'],
  ['year(d) * 100 + month(d)', 'INT', '200102 | null | 200402'],
  ['dayofweek(d)', 'INT', '4 | null | 1'],
  ['extract(DAY FROM d)', 'INT', '28 | null | 29'],
  ['date_add(d, 1)', 'DATE', '2001-03-01 | null | 2004-03-01'],
  ['d + 1', 'DATE', '2001-03-01 | null | 2004-03-01'],
  ['d - INTERVAL 1 MONTH', 'DATE', '2001-01-28 | null | 2004-01-29'],
  ["d + INTERVAL '2' WEEKS", 'DATE', '2001-03-14 | null | 2004-03-14'],
  ["datediff(d, '2001-02-01')", 'INT', '27 | null | 1123'],
  ['datediff(ts, d)', 'INT', '0 | null | -1521'],
  ['add_months(d, 12)', 'DATE', '2002-02-28 | null | 2005-02-28'],
  ['last_day(d)', 'DATE', '2001-02-28 | null | 2004-02-29'],
  ['hour(ts)', 'INT', '10 | null | 23'],
  ['current_date() > d', 'BOOLEAN', 'true | null | true'],
  // Casts.
  ['CAST(x AS INT)', 'INT', '2 | null | -2'],
  ['x::bigint', 'BIGINT', '2 | null | -2'],
  ['CAST(amount AS INT)', 'INT', '12 | null | 0'],
  ["CAST(' 12 ' AS INT) + n", 'INT', '19 | null | 9'],
  ['TRY_CAST(region AS INT)', 'INT', 'null | null | null'],
  ["TRY_CAST('12.7' AS BIGINT)", 'BIGINT', 'null | null | null'],
  ['n::string || amount::string', 'STRING', '712.50 | null | -3-0.05'],
  ['CAST(n AS DECIMAL(12, 3))', 'DECIMAL(12,3)', '7.000 | null | -3.000'],
  ["DATE '2001-01-01' = to_date('2001-01-01')", 'BOOLEAN', 'true | true | true'],
  ["TRY_CAST('1.5' AS DECIMAL(4,2))", 'DECIMAL(4,2)', '1.50 | 1.50 | 1.50'],
  ["CAST('-1.5e1' AS DOUBLE)", 'DOUBLE', '-15 | -15 | -15'],
  ['CAST(ts AS STRING)', 'STRING', '2001-02-28 10:20:30 | null | 1999-12-31 23:59:59'],
  ['CAST(ts AS DATE)', 'DATE', '2001-02-28 | null | 1999-12-31'],
  ['CAST(NULL AS STRING)', 'STRING', 'null | null | null'],
  ['int(x) + double(n)', 'DOUBLE', '9 | null | -5'],
  // Sub-queries.
  [
    "EXISTS (SELECT 1 FROM lake.gov.acl WHERE member = session_user() AND acl.region = 'US')",
    'BOOLEAN',
    'true | true | true',
  ],
  ['EXISTS (SELECT * FROM acl a WHERE a.member = current_user() AND a.level >= n)', 'BOOLEAN', 'false | false | true'],
  ['NOT EXISTS (SELECT 1 FROM gov.acl WHERE level > n)', 'BOOLEAN', 'true | true | false'],
  ["EXISTS (SELECT 1 FROM acl WHERE user = session_user() AND region = 'US')", 'BOOLEAN', 'true | true | true'],
  ["region IN (SELECT region FROM acl WHERE member = 'ann')", 'BOOLEAN', 'true | null | false'],
  ['region NOT IN (SELECT state FROM airports)', 'BOOLEAN', 'false | null | null'],
  ['n IN (SELECT DISTINCT size FROM airports WHERE size > 1)', 'BOOLEAN', 'false | null | false'],
  ['n > (SELECT max(level) FROM acl)', 'BOOLEAN', 'true | null | false'],
  ["(SELECT level FROM acl WHERE member = 'ann' ORDER BY level DESC LIMIT 1)", 'INT', '3 | 3 | 3'],
  ['(SELECT level AS l FROM acl ORDER BY l NULLS LAST LIMIT 1)', 'INT', '1 | 1 | 1'],
  ["(SELECT region FROM acl WHERE member = 'nobody')", 'STRING', 'null | null | null'],
  ['SELECT count(*) FROM acl', 'BIGINT', '3 | 3 | 3'],
  ['(SELECT count(DISTINCT member) FILTER (WHERE level > 0) FROM acl)', 'BIGINT', '1 | 1 | 1'],
  [
    'EXISTS (SELECT 1 FROM acl JOIN airports ap ON acl.region = ap.state WHERE ap.size = n + 2)',
    'BOOLEAN',
    'true | false | false',
  ],
  ['(SELECT count(*) FROM acl a LEFT JOIN airports b ON a.region = b.state AND b.size > 5)', 'BIGINT', '3 | 3 | 3'],
  ['(SELECT count(*) FROM acl a, airports)', 'BIGINT', '9 | 9 | 9'],
  ['region IN (SELECT a.region FROM acl a GROUP BY a.region HAVING count(*) > 1)', 'BOOLEAN', 'true | null | false'],
  ['EXISTS (SELECT sum(level) FROM acl WHERE FALSE)', 'BOOLEAN', 'true | true | true'],
  ['EXISTS (SELECT member FROM acl GROUP BY member HAVING min(level) IS NULL)', 'BOOLEAN', 'true | true | true'],
  ['(SELECT max(level) + count(member) FROM acl)', 'BIGINT', '6 | 6 | 6'],
  [
    'EXISTS (SELECT 1 FROM acl WHERE EXISTS (SELECT 1 FROM airports WHERE state = acl.region AND size > n))',
    'BOOLEAN',
    'true | false | true',
  ],
  ['(SELECT 1 IS DISTINCT FROM level FROM acl WHERE level = 3)', 'BOOLEAN', 'true | true | true'],
  ['(SELECT max_by(member, level) FROM acl)', 'STRING', 'ann | ann | ann'],
  ['(SELECT median(level) FROM acl)', 'DOUBLE', '2 | 2 | 2'],
  ['(SELECT n + 1)', 'INT', '8 | null | -2'],
  ['n IN ((SELECT 7), 8)', 'BOOLEAN', 'true | null | false'],
];

describe('bodies that have an IR, evaluated', () => {
  it.each(CASES)('%s', async (body, type, values) => {
    expect(await evaluate(body)).toEqual({ values, type });
  });
});

describe('ANSI faults stay faults', () => {
  it.each(['n / (n - n)', 'n DIV 0', 'n % 0', 'n + 2147483647', 'CAST(region AS INT)', 'CAST(big AS INT)'])(
    '%s',
    async (body) => {
      await expect(evaluate(body)).rejects.toThrow();
    },
  );
});

describe('aggregates of @measure', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['count(*)', '3'],
    ['count(n)', '2'],
    ['sum(n) / count(*)', '1.3333333333333333'],
    ['avg(CASE WHEN n <= 15 THEN 1 ELSE 0 END)', '0.6666666666666666'],
    ['sum(amount)', '12.45'],
    ['count_if(n > 0)', '1'],
    ['percentile(x, 0.25)', '-1.25'],
    ['count(DISTINCT region) FILTER (WHERE flag)', '1'],
    ['bool_or(flag) AND every(flag)', 'false'],
    ['coalesce(max(d), current_date)', '2004-02-29'],
  ];
  it.each(rows)('%s', async (sql, value) => {
    const expression = parseExpression(sql, scope, { aggregates: true });
    const aggregates: Expression[] = [];
    const read = rewriteExpression(expression, {
      expression: (node) => {
        if (node.kind !== 'aggregate-call') return node;
        aggregates.push(node);
        return { kind: 'column', relation: 'm', name: `a${aggregates.length}`, type: node.type };
      },
    });
    const grouped: Relation = {
      kind: 'aggregate',
      input: parameters,
      alias: 'm',
      groups: [],
      groupingSets: undefined,
      aggregates: aggregates.map((aggregate, index) => ({ name: `a${index + 1}`, expression: aggregate })),
    };
    expect(await engine.rows(printSelect(grouped, [read]))).toEqual([[value]]);
  });
});
