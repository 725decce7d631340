import type { Choices } from '../choices.js';
import {
  isExactNumber,
  isNumeric,
  isText,
  isTime,
  isWhole,
  type Notes,
  type Pool,
  type Scope,
  type ScopeColumn,
  type SqlType,
} from './scope.js';

/** Sub-queries as expressions need them; the select generator makes them. */
export interface SubQueries {
  /** One column of this type. */
  column(type: SqlType, outer: Scope): string;
  /** At most one row of one column. */
  scalar(type: SqlType, outer: Scope): string;
  /** Something for EXISTS. */
  rows(outer: Scope): string;
}

const PATTERNS = ['%a%', 'a%', '_', '%', '', 'k_', '%é%', '%b', "it's%"] as const;
const UNITS = ['year', 'quarter', 'month', 'week', 'day'] as const;

/** Draws expressions and conditions over a scope. Each is of the type asked for, and is a whole operand. */
export class ExpressionGenerator {
  constructor(
    private readonly choices: Choices,
    private readonly notes: Notes,
    private readonly subQueries: SubQueries,
    /** Types of the world's columns, with constants for each. */
    private readonly pools: ReadonlyMap<SqlType, Pool>,
  ) {}

  constant(type: SqlType, pool: Pool = this.pools.get(type) ?? []): string {
    const texts = pool.length === 0 ? ['1'] : pool;
    return this.notes.constant(this.choices.maybe(0.04) ? null : this.choices.pick(texts), type);
  }

  column(scope: Scope, type?: SqlType): ScopeColumn | undefined {
    const fitting = type === undefined ? scope.columns : scope.columns.filter((column) => column.type === type);
    return fitting.length === 0 ? undefined : this.choices.pick(fitting);
  }

  /** An expression of this type. */
  value(scope: Scope, type: SqlType, depth: number): string {
    const { choices } = this;
    const column = this.column(scope, type);
    const leaf = () => column?.sql ?? this.constant(type);
    if (depth <= 0) return leaf();
    const inner = () => this.value(scope, type, depth - 1);
    return choices.weighted<() => string>([
      [8, leaf],
      [1, () => this.constant(type, column?.pool)],
      [
        2,
        () =>
          `CASE WHEN ${this.condition(scope, depth - 1)} THEN ${inner()}${choices.maybe(0.7) ? ` ELSE ${inner()}` : ''} END`,
      ],
      [2, () => `coalesce(${inner()}, ${inner()})`],
      [1, () => `nullif(${inner()}, ${inner()})`],
      [1, () => (type === 'boolean' ? leaf() : `${choices.pick(['greatest', 'least'])}(${inner()}, ${inner()})`)],
      [1, () => this.subQueries.scalar(type, scope)],
      [4, () => this.computed(scope, type, depth) ?? leaf()],
    ])();
  }

  /** Something of this type made from other types by functions, operators and casts. */
  private computed(scope: Scope, type: SqlType, depth: number): string | undefined {
    const { choices } = this;
    const text = () => this.value(scope, 'text', depth - 1);
    if (isText(type)) {
      const whole = this.column(scope, 'integer') ?? this.column(scope, 'bigint') ?? this.column(scope, 'date');
      return choices.pick([
        () => `(${text()} || ${text()})`,
        () => `left(${text()}, ${1 + choices.below(3)})`,
        () => `substring(${text()} from 2)`,
        () => `concat(${text()}, ${text()})`,
        () => `replace(${text()}, 'a', 'zz')`,
        () => `btrim(${text()})`,
        () => (whole === undefined ? text() : `(${whole.sql})::text`),
      ])();
    }
    if (type === 'boolean') return `(${this.condition(scope, depth - 1)})`;
    if (type === 'integer') {
      const time = scope.columns.find((column) => isTime(column.type));
      const dates = scope.columns.filter((column) => column.type === 'date');
      return choices.pick([
        () => `length(${text()})`,
        () => `position('a' in ${text()})`,
        () =>
          time === undefined
            ? `length(${text()})`
            : `extract(${choices.pick(['month', 'day', 'dow', 'isodow', 'quarter'])} from ${time.sql})::integer`,
        () => (dates.length === 0 ? `length(${text()})` : `(${choices.pick(dates).sql} - ${choices.pick(dates).sql})`),
        () => `(${this.condition(scope, depth - 1)})::integer`,
      ])();
    }
    if (type === 'bigint') {
      const whole = () => this.value(scope, 'integer', depth - 1);
      return choices.pick([
        () =>
          `(${whole()}::bigint ${choices.pick(['+', '-', '*'])} ${this.notes.constant(String(choices.below(9)), 'bigint')})`,
        () => `${whole()}::bigint`,
        () => `(${whole()}::bigint % ${this.notes.constant(String(1 + choices.below(5)), 'bigint')})`,
        () => `(${whole()}::bigint / ${this.notes.constant(choices.pick(['2', '-3', '7']), 'bigint')})`,
      ])();
    }
    if (type === 'double precision') return `${this.value(scope, 'integer', depth - 1)}::double precision`;
    if (type === 'date') {
      const stamp = this.column(scope, 'timestamp') ?? this.column(scope, 'timestamptz');
      return stamp === undefined ? undefined : `${stamp.sql}::date`;
    }
    if (type.startsWith('timestamp')) {
      const stamp = this.column(scope, type);
      return stamp === undefined ? undefined : `date_trunc('${choices.pick(UNITS)}', ${stamp.sql})`;
    }
    return undefined;
  }

  /** A condition. */
  condition(scope: Scope, depth: number): string {
    const { choices } = this;
    const leaf = () => this.test(scope, depth);
    if (depth <= 0) return leaf();
    const inner = () => this.condition(scope, depth - 1);
    return choices.weighted<() => string>([
      [9, leaf],
      [2, () => `(${inner()} AND ${inner()})`],
      [3, () => `(${inner()} OR ${inner()})`],
      [2, () => `NOT (${inner()})`],
      [1, () => `(${inner()}) IS ${choices.pick(['TRUE', 'NOT TRUE', 'FALSE', 'NOT FALSE', 'UNKNOWN'])}`],
      [2, () => `${choices.maybe(0.4) ? 'NOT ' : ''}EXISTS (${this.subQueries.rows(scope)})`],
      [2, () => this.inSubQuery(scope)],
      [2, () => this.raising(scope) ?? leaf()],
    ])();
  }

  private inSubQuery(scope: Scope): string {
    const column = this.column(scope);
    if (column === undefined) return 'TRUE';
    const { choices } = this;
    const rows = this.subQueries.column(column.type, scope);
    return choices.weighted<() => string>([
      [4, () => `${column.sql} IN (${rows})`],
      [2, () => `${column.sql} NOT IN (${rows})`],
      [1, () => `${column.sql} ${choices.pick(['=', '<', '>='])} ${choices.pick(['ANY', 'ALL'])} (${rows})`],
    ])();
  }

  private test(scope: Scope, depth: number): string {
    const { choices } = this;
    const column = this.column(scope);
    if (column === undefined) return 'TRUE';
    const { sql, type, pool } = column;
    const constant = () => this.constant(type, pool);
    const other = () => (depth > 0 ? this.value(scope, type, depth - 1) : constant());
    const operator = () => choices.pick(['=', '<>', '<', '<=', '>', '>=']);
    return choices.weighted<() => string>([
      [6, () => `${sql} ${operator()} ${constant()}`],
      [3, () => `${sql} ${operator()} ${other()}`],
      [2, () => `${sql} IS ${choices.maybe(0.5) ? 'NOT ' : ''}NULL`],
      [
        2,
        () =>
          `${sql} ${choices.maybe(0.3) ? 'NOT ' : ''}IN (${choices.times(1 + choices.below(3), constant).join(', ')})`,
      ],
      [1, () => `${sql} ${choices.maybe(0.3) ? 'NOT ' : ''}BETWEEN ${constant()} AND ${constant()}`],
      [1, () => `${sql} IS ${choices.maybe(0.5) ? 'NOT ' : ''}DISTINCT FROM ${other()}`],
      [
        1,
        () =>
          isText(type)
            ? `${sql} ${choices.maybe(0.3) ? 'NOT ' : ''}LIKE ${this.notes.constant(choices.pick(PATTERNS), 'text')}`
            : `${sql} = ${other()}`,
      ],
      [1, () => (type === 'boolean' ? sql : `${sql} <> ${other()}`)],
    ])();
  }

  /** A condition that raises on some values of a table's own column. */
  raising(scope: Scope): string | undefined {
    const { choices, notes } = this;
    const column = this.column({ ...scope, columns: scope.columns.filter(({ base }) => base !== undefined) });
    if (column?.base === undefined) return undefined;
    const { type, base } = column;
    const made = (expression: (of: string) => string, test: string) => {
      notes.probe(base, expression);
      return `${expression(column.sql)} ${test}`;
    };
    if (isText(type)) return made((of) => `(${of})::integer`, '> 0');
    if (isWhole(type)) {
      return choices.pick([
        () => made((of) => `1 / ${of}`, '>= 0'),
        () => made((of) => `sqrt(${of}::double precision)`, '< 3'),
        () => made((of) => `100 % ${of}`, '= 0'),
        () => made((of) => `${of}::smallint`, '> 1'),
        () => made((of) => (type === 'integer' ? `(${of} + 2147483647)` : `(${of} + 9223372036854775807)`), '> 5'),
        () => made((of) => `ln(${of}::double precision)`, '> 0.4'),
      ])();
    }
    if (isNumeric(type)) return made((of) => `1 / ${of}`, '> 0');
    if (type === 'double precision') {
      return choices.pick([
        () => made((of) => `1 / ${of}`, '> 0'),
        () => made((of) => `sqrt(${of})`, '> 1'),
        () => made((of) => `${of}::integer`, '> 1'),
      ])();
    }
    return undefined;
  }

  /** An aggregate that gives the same whatever the order of rows. */
  aggregate(scope: Scope): { readonly sql: string; readonly type: SqlType; readonly pool: Pool } {
    const { choices } = this;
    const column = this.column(scope);
    const filter = choices.maybe(0.25) ? ` FILTER (WHERE ${this.condition(scope, 1)})` : '';
    const count = { sql: `count(*)${filter}`, type: 'bigint', pool: ['0', '1', '2', '5'] };
    if (column === undefined || choices.maybe(0.25)) return count;
    const { sql, type, pool } = column;
    const distinct = choices.maybe(0.3) ? 'DISTINCT ' : '';
    const numbers = ['0', '1', '3', '10', '-1'];
    return choices.weighted<() => { sql: string; type: SqlType; pool: Pool }>([
      [3, () => ({ sql: `count(${distinct}${sql})${filter}`, type: 'bigint', pool: numbers })],
      [
        4,
        () =>
          type === 'boolean'
            ? { sql: `${choices.pick(['bool_and', 'bool_or', 'every'])}(${sql})${filter}`, type, pool }
            : { sql: `${choices.pick(['min', 'max'])}(${sql})${filter}`, type, pool },
      ],
      [
        4,
        () => {
          if (type === 'integer') return { sql: `sum(${distinct}${sql})${filter}`, type: 'bigint', pool: numbers };
          if (isExactNumber(type)) return { sql: `sum(${distinct}${sql})${filter}`, type: 'numeric', pool: numbers };
          if (type === 'text') {
            const values = choices.maybe(0.5) ? `DISTINCT ${sql}` : sql;
            return { sql: `string_agg(${values}, ',' ORDER BY ${sql})${filter}`, type: 'text', pool };
          }
          return count;
        },
      ],
      [
        2,
        () =>
          isExactNumber(type)
            ? { sql: `round(avg(${distinct}${sql})${filter}, 3)`, type: 'numeric', pool: numbers }
            : count,
      ],
      [1, () => ({ sql: `count(*) FILTER (WHERE ${this.condition(scope, 1)})`, type: 'bigint', pool: numbers })],
      [
        1,
        () =>
          type === 'boolean'
            ? count
            : {
                sql: `percentile_disc(${choices.pick(['0.5', '0', '0.9', '1'])}) WITHIN GROUP (ORDER BY ${sql})`,
                type,
                pool,
              },
      ],
    ])();
  }
}
