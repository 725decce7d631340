import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../src/parser/parse-expression.js';
import type { Relation } from '../../src/query/relation.js';
import { printSelect } from '../functions/test-dialect.js';
import { PARAMETERS, scope } from './scope.js';

const parameters: Relation = {
  kind: 'scan',
  table: { source: 'lake', name: 'lake.gov.p' },
  alias: 'p',
  fields: PARAMETERS,
};

/** The SQL of a body, without its SELECT and FROM. */
function printed(body: string): string {
  const text = printSelect(parameters, [parseExpression(body, scope, { aggregates: false })]);
  return text.replace(/^SELECT /, '').replace(/ AS "e0" FROM "p" AS "p"$/, '');
}

/** Precedence, lowering and names, seen in the text that DuckDB gets. */
const SHAPES: readonly (readonly [string, string])[] = [
  ['flag OR flag AND NOT flag', '("p"."flag" OR ("p"."flag" AND (NOT "p"."flag")))'],
  ['n + 2 * n = 7 OR flag', '((("p"."n" + (2::INTEGER * "p"."n")) = 7::INTEGER) OR "p"."flag")'],
  ['NOT n = 1', '(NOT ("p"."n" = 1::INTEGER))'],
  ['n BETWEEN 1 AND 2', '(("p"."n" >= 1::INTEGER) AND ("p"."n" <= 2::INTEGER))'],
  ['x = n', '("p"."x" = CAST("p"."n" AS DOUBLE))'],
  ["region LIKE 'a\\_%'", `("p"."region" LIKE 'a\\_%' ESCAPE '\\')`],
  ["'a' || region || 'b'", `('a' || "p"."region" || 'b')`],
  ["region IN ('a', 'b')", `("p"."region" IN ('a', 'b'))`],
  ['CASE n WHEN 1 THEN 2 ELSE big END', 'CASE WHEN "p"."n" = 1::INTEGER THEN 2::BIGINT ELSE "p"."big" END'],
  [
    'EXISTS (SELECT 1 FROM acl WHERE acl.level > n AND region IS NOT NULL)',
    'EXISTS (SELECT 1 FROM "acl" AS "@p1" WHERE "@p1"."level" > "p"."n" AND "@p1"."region" IS NOT NULL)',
  ],
];

describe('the text of a body', () => {
  it.each(SHAPES)('%s', (body, text) => {
    expect(printed(body)).toBe(text);
  });
});

it('gives each table of a parse its own alias', () => {
  const text = printed('EXISTS (SELECT 1 FROM acl JOIN airports ON state = region) AND EXISTS (SELECT 1 FROM acl)');
  expect(text.match(/AS "@p\d+"/g)).toEqual(['AS "@p1"', 'AS "@p2"', 'AS "@p3"']);
});
