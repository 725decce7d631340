import { type ASTNode, Kind } from 'graphql';
import { functionNamed } from '../../functions/registry.js';
import type { ParserScope } from '../../parser/scope.js';
import { column } from '../../query/build.js';
import type { Expression } from '../../query/expression.js';
import { walkExpression } from '../../query/walk.js';
import { ROW_ALIAS } from '../catalog.js';
import type { SourceLocation } from '../contract.js';
import { parseSql, type SqlFault } from '../parse-sql.js';
import type { Report } from '../problem.js';
import { locationOf } from '../sdl/location.js';
import { suggest } from '../sdl/suggest.js';
import { columnNames, columnOf, type TypeScope } from './type-scope.js';

function columnNamed(scope: TypeScope, name: string) {
  const known = scope.facts?.table.columns ?? [];
  // Databricks does not tell the case of column names apart.
  return columnOf(scope, name) ?? known.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
}

/** What the SQL named that is not the row's. */
interface Foreign {
  table: boolean;
  column: string | undefined;
}

function sqlScope(scope: TypeScope, found: Foreign): ParserScope {
  return {
    column: (parts) => {
      const known = columnNamed(scope, parts.at(-1) ?? '');
      const qualifier = parts.slice(0, -1).join('.').toLowerCase();
      const table = scope.tableName.toLowerCase();
      const own = qualifier === '' || table === qualifier || table.endsWith(`.${qualifier}`);
      if (known !== undefined && own) return column(ROW_ALIAS, known.name, known.type);
      found.column ??= parts.join('.');
      return undefined;
    },
    table: () => {
      found.table = true;
      return undefined;
    },
  };
}

/** Where in the file a fault in a directive's SQL stands. */
function placeOf(node: ASTNode, fault: SqlFault): { readonly location: SourceLocation; readonly suffix: string } {
  const start = locationOf(node);
  const text = node.loc?.source.body.slice(node.loc.start, node.loc.end) ?? '';
  const plain = node.kind === Kind.STRING && node.block !== true && !text.includes('\\') && fault.line === 1;
  // In a block string or one with escapes, places in the SQL and in the file differ: both are told.
  if (plain) return { location: { ...start, column: start.column + fault.column }, suffix: '' };
  return { location: start, suffix: ` (line ${fault.line}, column ${fault.column} of the SQL)` };
}

/** What the SQL of a contract may not do, though a policy's may. */
function objection(expression: Expression): string | undefined {
  let found: string | undefined;
  walkExpression(expression, {
    expression: (node) => {
      if (node.kind === 'call' && functionNamed(node.function)?.identity === true) {
        found ??= `asks who the caller is with ${node.function}(). That belongs into a row filter or mask of Unity Catalog`;
      }
    },
  });
  return found;
}

/**
 * The SQL of `@expression` or `@measure` as an expression over `@row`.
 * @returns undefined if it is not accepted, which has been reported at its place in the file.
 */
export function parseRowSql(
  subject: string,
  sql: string,
  scope: TypeScope,
  node: ASTNode,
  aggregates: boolean,
  report: Report,
): Expression | undefined {
  if (scope.facts === undefined) return undefined;
  const foreign: Foreign = { table: false, column: undefined };
  const parsed = parseSql(sql, sqlScope(scope, foreign), aggregates);
  if (parsed.kind === 'fault') {
    const { location, suffix } = placeOf(node, parsed);
    const hint = foreign.column === undefined ? '' : suggest(foreign.column, columnNames(scope));
    const own = foreign.table ? " Only columns of the type's own table can be read; reach others by a relation." : '';
    report(
      location,
      `The SQL of ${subject} is not accepted: ${parsed.message.replace(/\.$/, '')}${suffix}.${hint}${own}`,
    );
    return undefined;
  }
  const fault = objection(parsed.expression);
  if (fault === undefined) return parsed.expression;
  report(locationOf(node), `The SQL of ${subject} ${fault}.`);
  return undefined;
}

/** Names of the row's columns that an expression reads, in the order of the table. */
export function columnsRead(expression: Expression, scope: TypeScope): readonly string[] {
  const read = new Set<string>();
  walkExpression(expression, {
    expression: (node) => {
      if (node.kind === 'column' && node.relation === ROW_ALIAS) read.add(node.name);
    },
  });
  return columnNames(scope).filter((name) => read.has(name));
}
