import type { ParserScope } from '../../parser/scope.js';
import { column } from '../../query/build.js';
import type { ColumnExpression, Expression } from '../../query/expression.js';
import type { ScanRelation } from '../../query/relation.js';
import type { CatalogColumn } from '../catalog.js';
import type { TableFacts } from '../governance/table-facts.js';
import { parseSql } from '../parse-sql.js';
import { callerQuestion } from '../resolve/caller-question.js';

/** A table below a metric view, under the names that the view's expressions have for it. */
export interface MetricTable {
  /** `source`, or the dotted names of the joins that lead to it. */
  readonly path: string;
  readonly alias: string;
  readonly facts: TableFacts;
}

/** A name of a join from which nothing can be read, and why. */
export interface FaultyJoin {
  readonly path: string;
  readonly fault: string;
}

/** What the names in one expression mean; undefined: nothing, text: why they may not be used. */
export type NameReader = (nameParts: readonly string[]) => Expression | string | undefined;

export const SOURCE_PATH = 'source';

export const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** The whole table, to be cut down to what is read of it. */
export function scanOf({ alias, facts }: MetricTable): ScanRelation {
  const fields = facts.table.columns.map(({ name, type, nullable }) => ({ name, type, nullable }));
  return { kind: 'scan', table: facts.table.reference, alias, fields };
}

/** A column of a table by its name; text where its type is not served. */
export function columnIn({ alias, facts }: MetricTable, name: string): ColumnExpression | string | undefined {
  const found = facts.table.columns.find((candidate: CatalogColumn) => sameName(candidate.name, name));
  if (found !== undefined) return column(alias, found.name, found.type);
  const unsupported = [...facts.unsupported].find(([candidate]) => sameName(candidate, name));
  return unsupported === undefined
    ? undefined
    : `column "${name}" is of type ${unsupported[1]}, which is not supported`;
}

/** Reads `column`, `source.column` and `join.column`: a bare name is the source's. */
export function tableNames(tables: readonly MetricTable[], faulty: readonly FaultyJoin[]): NameReader {
  return (parts) => {
    const path = parts.length === 1 ? SOURCE_PATH : parts.slice(0, -1).join('.');
    const table = tables.find((candidate) => sameName(candidate.path, path));
    if (table !== undefined) return columnIn(table, parts.at(-1) ?? '');
    const fault = faulty.find((candidate) => sameName(candidate.path, path));
    return fault === undefined ? undefined : `join "${fault.path}" ${fault.fault}`;
  };
}

/**
 * Parses an expression of a metric view.
 * @returns a text where it is not accepted: a clause that says why.
 */
export function parseMetricSql(
  text: string,
  names: NameReader,
  options: { readonly aggregates: boolean; readonly measure?: (name: string) => Expression | string | undefined },
): Expression | string {
  let reason: string | undefined;
  const kept = (found: Expression | string | undefined): Expression | undefined => {
    if (typeof found !== 'string') return found;
    reason ??= found;
    return undefined;
  };
  const { measure } = options;
  const scope: ParserScope = {
    column: (parts) => kept(names(parts)),
    table: () => {
      reason ??= 'it reads a table of its own, which is not supported';
      return undefined;
    },
    ...(measure === undefined ? {} : { measure: (name: string) => kept(measure(name)) }),
  };
  const parsed = parseSql(text, scope, options.aggregates);
  if (parsed.kind === 'fault') return reason ?? `its SQL is not accepted: ${parsed.message.replace(/\.$/u, '')}`;
  const question = callerQuestion(parsed.expression);
  return question === undefined ? parsed.expression : `it asks who the caller is with ${question}`;
}
