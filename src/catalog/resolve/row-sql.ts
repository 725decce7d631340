import { type ASTNode, Kind } from 'graphql';
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
import { callerQuestion } from './caller-question.js';
import { columnNames, columnOf, isMetric, metricFault, metricMeasure, type TypeScope } from './type-scope.js';

function columnNamed(scope: TypeScope, name: string) {
  const known = scope.facts?.table.columns ?? [];
  // Databricks does not tell the case of column names apart.
  return columnOf(scope, name) ?? known.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
}

/** What the SQL named that is not the row's. */
interface Foreign {
  table: boolean;
  column: string | undefined;
  measure: string | undefined;
}

/** Measures of a metric view are read by `MEASURE(name)` alone; nothing else may be measured of it. */
function measureScope(scope: TypeScope, found: Foreign): ParserScope {
  const nothing = () => undefined;
  return {
    column: nothing,
    table: nothing,
    measure: (name) => {
      const measure = metricMeasure(scope, name);
      if (measure === undefined) found.measure ??= name;
      return measure?.expression;
    },
  };
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

/** What to write in the place of SQL that is no measure of the metric view. */
function measureHint(scope: TypeScope, { measure }: Foreign): string {
  const fault = measure === undefined ? undefined : metricFault(scope, measure);
  if (fault !== undefined) return ` Measure "${measure}" of ${scope.tableName} cannot be evaluated: ${fault}.`;
  const names = scope.facts?.table.metricView?.measures.map(({ name }) => name) ?? [];
  const near = measure === undefined ? '' : suggest(measure, names);
  if (near !== '') return near;
  return ` A metric view is read by its measures: ${names.map((name) => `measure(\`${name}\`)`).join(', ') || 'it has none'}.`;
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
  const foreign: Foreign = { table: false, column: undefined, measure: undefined };
  const ofMetric = aggregates && isMetric(scope);
  const parsed = ofMetric
    ? parseSql(sql, measureScope(scope, foreign), false)
    : parseSql(sql, sqlScope(scope, foreign), aggregates);
  if (parsed.kind === 'fault') {
    const { location, suffix } = placeOf(node, parsed);
    const hint = ofMetric
      ? measureHint(scope, foreign)
      : foreign.column === undefined
        ? ''
        : suggest(foreign.column, columnNames(scope));
    const own = foreign.table ? " Only columns of the type's own table can be read; reach others by a relation." : '';
    report(
      location,
      `The SQL of ${subject} is not accepted: ${parsed.message.replace(/\.$/, '')}${suffix}.${hint}${own}`,
    );
    return undefined;
  }
  const question = callerQuestion(parsed.expression);
  if (question === undefined) return parsed.expression;
  report(
    locationOf(node),
    `The SQL of ${subject} asks who the caller is with ${question}. That belongs into a row filter or mask of Unity Catalog.`,
  );
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
  const known = scope.facts?.table.metricView?.inputs.map(({ name }) => name) ?? columnNames(scope);
  return known.filter((name) => read.has(name));
}
