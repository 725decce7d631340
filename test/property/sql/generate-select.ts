import type { Choices } from '../choices.js';
import type { View } from '../oracle/view.js';
import { type Relation, type Table, tableOf, type World } from '../world/model.js';
import { ExpressionGenerator, type SubQueries } from './generate-expression.js';
import {
  isExactNumber,
  type Made,
  Notes,
  type Output,
  type Pool,
  type Scope,
  type ScopeColumn,
  type SqlType,
} from './scope.js';
import { postgresText, typeKey } from './sql-types.js';
import type { SqlText } from './statement-text.js';

/** A FROM item. `table`: where it is a table as it stands. */
interface Item extends Scope {
  readonly sql: string;
  readonly alias: string;
  readonly table: Table | undefined;
}

interface CommonTable {
  readonly name: string;
  readonly outputs: readonly Output[];
}

/** Joins of more rows than this are by equal keys alone. */
const MANY_COLUMNS = 6;
const NUMBERS: Pool = ['0', '1', '2', '3', '10'];

/** Draws statements of Postgres's SQL over the tables that a caller sees; a shorter tape makes a simpler one. */
export class SelectGenerator {
  private readonly notes = new Notes();
  private readonly expressions: ExpressionGenerator;
  private readonly tables: readonly Table[];
  private commonTables: readonly CommonTable[] = [];
  /** How many more SELECTs may be nested, so that statements stay of a readable size. */
  private budget: number;

  constructor(
    private readonly choices: Choices,
    world: World,
    private readonly view: View,
  ) {
    this.tables = [...view.types].map((type) => tableOf(world, type));
    this.budget = 1 + choices.below(6);
    const subQueries: SubQueries = {
      column: (type, outer) => this.subColumn(type, outer),
      scalar: (type, outer) => this.subScalar(type, outer),
      rows: (outer) => this.subRows(outer),
    };
    this.expressions = new ExpressionGenerator(choices, this.notes, subQueries, poolsOf(this.tables));
  }

  statement(): SqlText {
    const { choices } = this;
    const withs = choices.times(choices.maybe(0.15) ? 1 + choices.below(2) : 0, () => {
      const { sql, outputs } = this.query(1);
      const name = this.notes.fresh('w');
      this.commonTables = [...this.commonTables, { name, outputs }];
      return `${name} AS ${choices.pick(['', '', 'MATERIALIZED ', 'NOT MATERIALIZED '])}(${sql})`;
    });
    const prefix = withs.length === 0 ? '' : `WITH ${withs.join(', ')} `;
    const { sql, outputs } = this.body(2);
    const order = choices.maybe(0.5) && outputs.length > 0;
    const template = `${prefix}${order ? this.inOrder(sql, outputs) : sql}`;
    return { template, constants: this.notes.constants, ordered: order, probes: this.notes.probes };
  }

  /** A query that may stand inside another; where it cuts rows off, it does so in a total order. */
  private query(depth: number): Made {
    const made = this.body(depth);
    return this.choices.maybe(0.2) ? { ...made, sql: this.inOrder(made.sql, made.outputs) } : made;
  }

  /** All of the columns as sort keys: rows that are no different may change places. */
  private inOrder(sql: string, outputs: readonly Output[]): string {
    const { choices } = this;
    const keys = choices
      .some(outputs, 0.5)
      .concat(outputs)
      .filter((output, index, all) => all.indexOf(output) === index)
      .map(({ name }) => `${name}${choices.pick(['', '', ' DESC', ' ASC NULLS FIRST', ' DESC NULLS LAST'])}`);
    const limit = choices.weighted([
      [4, ''],
      [3, ` LIMIT ${choices.below(8)}`],
      [1, ` LIMIT ${1 + choices.below(5)} OFFSET ${choices.below(4)}`],
      [1, ` OFFSET ${choices.below(5)}`],
      [1, ` FETCH FIRST ${1 + choices.below(4)} ROWS WITH TIES`],
    ]);
    return `SELECT * FROM (${sql}) AS ${this.notes.fresh('q')} ORDER BY ${keys.join(', ')}${limit}`;
  }

  private body(depth: number): Made {
    const { choices } = this;
    this.budget -= 1;
    return choices.weighted<() => Made>([
      [9, () => this.plain(depth)],
      [6, () => this.grouped(depth)],
      [3, () => this.windowed(depth)],
      [2, () => this.distinctOn(depth)],
      [3, () => (this.budget > 0 ? this.setOperation(depth) : this.plain(depth))],
    ])();
  }

  private plain(depth: number): Made {
    const { choices, expressions } = this;
    const from = this.from(depth);
    if (choices.maybe(0.06) && from.items.length === 1) return this.everything(from);
    const outputs = this.outputs(
      this.picked(from.scope).map((column) => ({ sql: column.sql, type: column.type, pool: column.pool })),
    );
    const made = choices.maybe(0.4)
      ? choices.times(1 + choices.below(2), () => {
          const type = choices.pick([...new Set(from.scope.columns.map((column) => column.type))]);
          return { sql: expressions.value(from.scope, type, 2), type, pool: this.poolOf(type) };
        })
      : [];
    const raised = choices.maybe(0.03) ? expressions.raising(from.scope) : undefined;
    const extra = raised === undefined ? made : [...made, { sql: `(${raised})`, type: 'boolean', pool: ['true'] }];
    const all = [...outputs, ...this.outputs(extra)];
    const distinct = choices.maybe(0.15) ? 'DISTINCT ' : '';
    return {
      sql: `SELECT ${distinct}${all.map(({ sql, name }) => `${sql} AS ${name}`).join(', ')} FROM ${from.sql}${this.where(from.scope)}`,
      outputs: all,
    };
  }

  /** `SELECT *`, with the names that the columns have. */
  private everything({ scope, sql }: { readonly scope: Scope; readonly sql: string }): Made {
    const outputs = scope.columns.map(({ sql: column, type, pool }) => ({
      name: column.split('.').slice(1).join('.'),
      type,
      pool,
    }));
    return { sql: `SELECT * FROM ${sql}${this.where(scope)}`, outputs };
  }

  private where(scope: Scope): string {
    return this.choices.maybe(0.6) ? ` WHERE ${this.expressions.condition(scope, 2)}` : '';
  }

  private outputs<T extends Omit<Output, 'name'>>(items: readonly T[]): readonly (T & Output)[] {
    return items.map((item) => ({ ...item, name: this.notes.fresh('o') }));
  }

  private picked(scope: Scope): readonly ScopeColumn[] {
    return this.choices.some(scope.columns, 0.35, 1).slice(0, MANY_COLUMNS);
  }

  private poolOf(type: SqlType): Pool {
    return poolsOf(this.tables).get(type) ?? NUMBERS;
  }

  private grouped(depth: number): Made {
    const { choices, expressions } = this;
    const from = this.from(depth);
    const keys = choices.times(choices.below(3), () => {
      const column = choices.pick(from.scope.columns);
      const sql = choices.maybe(0.2)
        ? expressions.value({ ...from.scope, columns: [column] }, column.type, 0)
        : column.sql;
      return { sql, type: column.type, pool: column.pool };
    });
    const unique = keys.filter(({ sql }, index) => keys.findIndex((other) => other.sql === sql) === index);
    const aggregates = choices.times(1 + choices.below(3), () => expressions.aggregate(from.scope));
    const all = this.outputs([...unique, ...aggregates]);
    const having = choices.maybe(0.3)
      ? ` HAVING ${choices.times(choices.maybe(0.3) ? 2 : 1, () => this.having(expressions.aggregate(from.scope))).join(' AND ')}`
      : '';
    return {
      sql: `SELECT ${all.map(({ sql, name }) => `${sql} AS ${name}`).join(', ')} FROM ${from.sql}${this.where(from.scope)}${this.groupBy(unique.map(({ sql }) => sql))}${having}`,
      outputs: all,
    };
  }

  private having({ sql, type, pool }: { readonly sql: string; readonly type: SqlType; readonly pool: Pool }): string {
    if (this.choices.maybe(0.1)) return `${sql} IS NOT NULL`;
    return `${sql} ${this.choices.pick(['>', '>=', '<>', '<', '='])} ${this.expressions.constant(type, pool)}`;
  }

  private groupBy(keys: readonly string[]): string {
    if (keys.length === 0) return this.choices.maybe(0.1) ? ' GROUP BY ()' : '';
    const list = keys.join(', ');
    return this.choices.weighted([
      [8, ` GROUP BY ${list}`],
      [1, ` GROUP BY ROLLUP (${list})`],
      [1, ` GROUP BY CUBE (${list})`],
      [1, ` GROUP BY GROUPING SETS ((${list}), (${keys[0]}), ())`],
    ]);
  }

  private windowed(depth: number): Made {
    const { choices } = this;
    const from = this.from(depth);
    const plain = this.picked(from.scope).slice(0, 3);
    const windows = choices.times(1 + choices.below(2), () => this.window(from.scope));
    const all = this.outputs([...plain, ...windows]);
    return {
      sql: `SELECT ${all.map(({ sql, name }) => `${sql} AS ${name}`).join(', ')} FROM ${from.sql}${this.where(from.scope)}`,
      outputs: all,
    };
  }

  private window(scope: Scope): Omit<Output, 'name'> & { readonly sql: string } {
    const { choices } = this;
    const column = choices.pick(scope.columns);
    const partition = choices.maybe(0.5) ? `PARTITION BY ${choices.pick(scope.columns).sql}` : '';
    const direction = choices.pick(['', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST']);
    const order = `ORDER BY ${column.sql}${direction}`;
    const total = scope.key === undefined ? undefined : `${order}, ${scope.key.join(', ')}`;
    const over = (text: string) => `OVER (${partition} ${text})`;
    const value = choices.pick(scope.columns);
    const counted = { type: 'bigint', pool: NUMBERS };
    const alike = [
      () => ({ sql: `rank() ${over(order)}`, ...counted }),
      () => ({ sql: `dense_rank() ${over(order)}`, ...counted }),
      () => ({ sql: `count(${value.sql}) ${over(order)}`, ...counted }),
      () => ({ sql: `count(*) ${over('')}`, ...counted }),
      () =>
        isExactNumber(value.type)
          ? {
              sql: `sum(${value.sql}) ${over(order)}`,
              type: value.type === 'integer' ? 'bigint' : 'numeric',
              pool: NUMBERS,
            }
          : { sql: `count(*) ${over(order)}`, ...counted },
      () =>
        value.type === 'boolean'
          ? { sql: `rank() ${over(order)}`, ...counted }
          : { sql: `max(${value.sql}) ${over(order)}`, type: value.type, pool: value.pool },
    ];
    if (total === undefined) return choices.pick(alike)();
    const of = { type: value.type, pool: value.pool };
    const frame = choices.pick([
      'ROWS BETWEEN 1 PRECEDING AND CURRENT ROW',
      'ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING',
      'ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING',
      'GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING',
      'ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW',
    ]);
    return choices.pick([
      ...alike,
      () => ({ sql: `row_number() ${over(total)}`, ...counted }),
      () => ({ sql: `lag(${value.sql}) ${over(total)}`, ...of }),
      () => ({ sql: `lead(${value.sql}, 2) ${over(total)}`, ...of }),
      () => ({ sql: `first_value(${value.sql}) ${over(total)}`, ...of }),
      () => ({ sql: `last_value(${value.sql}) ${over(`${total} ${frame}`)}`, ...of }),
      () => ({ sql: `count(${value.sql}) ${over(`${total} ${frame}`)}`, ...counted }),
      () => ({ sql: `ntile(3) ${over(total)}`, type: 'integer', pool: NUMBERS }),
    ])();
  }

  private distinctOn(depth: number): Made {
    const { choices } = this;
    const from = this.from(depth);
    if (from.scope.key === undefined) return this.plain(0);
    const on = choices.pick(from.scope.columns);
    const all = this.outputs(this.picked(from.scope).slice(0, 4));
    const key = from.scope.key.map((sql) => `${sql}${choices.maybe(0.4) ? ' DESC' : ''}`);
    return {
      sql: `SELECT DISTINCT ON (${on.sql}) ${all.map(({ sql, name }) => `${sql} AS ${name}`).join(', ')} FROM ${from.sql}${this.where(from.scope)} ORDER BY ${[on.sql, ...key].join(', ')}`,
      outputs: all,
    };
  }

  private setOperation(depth: number): Made {
    const { choices } = this;
    const left = this.from(Math.min(1, depth - 1));
    const right = this.from(0);
    const pairs = left.scope.columns.flatMap((column) => {
      const other = right.scope.columns.find(({ type }) => type === column.type);
      return other === undefined ? [] : [[column, other] as const];
    });
    const chosen = pairs.length === 0 ? [] : choices.some(pairs, 0.5, 1);
    if (chosen.length === 0) return this.plain(0);
    const outputs = this.outputs(chosen.map(([{ type, pool }]) => ({ type, pool })));
    const side = (from: typeof left, at: 0 | 1) =>
      `SELECT ${chosen.map((pair, index) => `${pair[at].sql} AS ${outputs[index]?.name ?? ''}`).join(', ')} FROM ${from.sql}${this.where(from.scope)}`;
    const operator = choices.pick(['UNION ALL', 'UNION', 'EXCEPT', 'INTERSECT', 'EXCEPT ALL', 'INTERSECT ALL']);
    return { sql: `${side(left, 0)} ${operator} ${side(right, 1)}`, outputs };
  }

  /** A FROM clause of one to three items. */
  private from(depth: number): { readonly sql: string; readonly scope: Scope; readonly items: readonly Item[] } {
    const { choices } = this;
    const first = this.item(depth);
    let { sql } = first;
    let scope: Scope = first;
    const items: Item[] = [first];
    const joins =
      depth <= 0
        ? 0
        : choices.weighted([
            [5, 0],
            [5, 1],
            [1, 2],
          ] as const);
    for (let count = joins; count > 0; count -= 1) {
      const joined = choices.maybe(0.15) ? this.lateral(scope) : this.join(scope, items, items.length > 1, depth);
      if (joined === undefined) continue;
      sql = `${sql} ${joined.sql}`;
      items.push(joined.item);
      const key =
        scope.key === undefined || joined.item.key === undefined ? undefined : [...scope.key, ...joined.item.key];
      scope = { columns: [...scope.columns, ...joined.item.columns], key };
    }
    return { sql, scope, items };
  }

  private join(
    scope: Scope,
    items: readonly Item[],
    byKey: boolean,
    depth: number,
  ): { readonly sql: string; readonly item: Item } | undefined {
    const { choices, expressions } = this;
    const linked = items.flatMap((item) =>
      (item.table?.relations ?? [])
        .filter(({ target }) => this.view.types.has(target))
        .map((relation) => ({ item, relation })),
    );
    const link: { item: Item; relation: Relation } | undefined =
      linked.length > 0 && (byKey || choices.maybe(0.6)) ? choices.pick(linked) : undefined;
    const type = choices.weighted([
      [5, 'JOIN'],
      [4, 'LEFT JOIN'],
      [1, 'RIGHT JOIN'],
      [2, 'FULL JOIN'],
    ] as const);
    if (link !== undefined) {
      const table = this.tables.find(({ type: name }) => name === link.relation.target);
      if (table === undefined) return undefined;
      const item = this.tableItem(table);
      const on = `${item.alias}."${link.relation.to}" = ${link.item.alias}."${link.relation.from}"`;
      return {
        sql: `${type} ${item.sql} ON ${on}${this.alsoOn(type, { ...scope, columns: [...scope.columns, ...item.columns] })}`,
        item,
      };
    }
    if (byKey) return undefined;
    const item = this.item(depth - 1);
    const both: Scope = { columns: [...scope.columns, ...item.columns], key: undefined };
    const pairs = scope.columns.flatMap((a) =>
      item.columns.filter((b) => a.type === b.type).map((b) => `${a.sql} = ${b.sql}`),
    );
    if (pairs.length === 0 || choices.maybe(0.15)) {
      if (choices.maybe(0.5)) return { sql: `CROSS JOIN ${item.sql}`, item };
      const inequality = type === 'FULL JOIN' ? 'TRUE' : expressions.condition(both, 1);
      return { sql: `${type} ${item.sql} ON ${inequality}`, item };
    }
    return { sql: `${type} ${item.sql} ON ${choices.pick(pairs)}${this.alsoOn(type, both)}`, item };
  }

  /** A further condition of a join; Postgres has none but equalities for a full one. */
  private alsoOn(type: string, both: Scope): string {
    return type !== 'FULL JOIN' && this.choices.maybe(0.35) ? ` AND ${this.expressions.condition(both, 1)}` : '';
  }

  private lateral(scope: Scope): { readonly sql: string; readonly item: Item } | undefined {
    const { choices } = this;
    const inner = this.tableItem(this.table());
    const outputs = this.outputs(this.picked(inner).slice(0, 3));
    const pairs = this.pairs(inner, scope);
    const where = [
      ...(pairs.length === 0 ? [] : [choices.pick(pairs)]),
      ...(choices.maybe(0.3) ? [this.expressions.condition(inner, 1)] : []),
    ];
    const key = inner.key?.join(', ') ?? '';
    const cut = ` ORDER BY ${choices.pick(inner.columns).sql}${choices.pick(['', ' DESC'])}, ${key} LIMIT ${1 + choices.below(3)}`;
    const alias = this.notes.fresh('l');
    const sql = `(SELECT ${outputs.map(({ sql: column, name }) => `${column} AS ${name}`).join(', ')} FROM ${inner.sql}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`}${cut}) AS ${alias}`;
    const item: Item = { sql, alias, table: undefined, key: undefined, columns: this.columnsOf(alias, outputs) };
    return { sql: choices.maybe(0.5) ? `CROSS JOIN LATERAL ${sql}` : `LEFT JOIN LATERAL ${sql} ON TRUE`, item };
  }

  private pairs(inner: Scope, outer: Scope): readonly string[] {
    return inner.columns.flatMap((a) =>
      outer.columns.filter((b) => a.type === b.type).map((b) => `${a.sql} = ${b.sql}`),
    );
  }

  private columnsOf(alias: string, outputs: readonly Output[]): readonly ScopeColumn[] {
    return outputs.map(({ name, type, pool }) => ({ sql: `${alias}.${name}`, type, pool, base: undefined }));
  }

  private table(): Table {
    const filled = this.tables.filter(({ type }) => this.view.rows(type).length > 0);
    return this.choices.pick(filled.length > 0 && !this.choices.maybe(0.1) ? filled : this.tables);
  }

  private tableItem(table: Table): Item {
    const alias = this.notes.fresh('t');
    const columns = table.columns.map(
      (column): ScopeColumn => ({
        sql: `${alias}."${column.name}"`,
        type: typeKey(column.type),
        pool: column.pool.map((value) => postgresText(value, column.type)),
        base: { table: table.singular, column: column.name },
      }),
    );
    return {
      sql: `${table.singular} AS ${alias}`,
      alias,
      table,
      columns,
      key: table.key.map((name) => `${alias}."${name}"`),
    };
  }

  private item(depth: number): Item {
    const { choices, notes } = this;
    const table = () => this.tableItem(this.table());
    if (depth <= 0) return table();
    return choices.weighted<() => Item>([
      [10, table],
      [
        3,
        () => {
          if (this.budget <= 0) return table();
          const alias = notes.fresh('d');
          const { sql, outputs } = this.query(depth - 1);
          return {
            sql: `(${sql}) AS ${alias}`,
            alias,
            table: undefined,
            key: undefined,
            columns: this.columnsOf(alias, outputs),
          };
        },
      ],
      [
        3,
        () => {
          if (this.commonTables.length === 0) return table();
          const { name, outputs } = choices.pick(this.commonTables);
          const alias = notes.fresh('c');
          return {
            sql: `${name} AS ${alias}`,
            alias,
            table: undefined,
            key: undefined,
            columns: this.columnsOf(alias, outputs),
          };
        },
      ],
      [1, () => this.valuesItem()],
    ])();
  }

  private valuesItem(): Item {
    const { choices, notes } = this;
    const alias = notes.fresh('v');
    if (choices.maybe(0.4)) {
      const columns = [{ sql: `${alias}.n`, type: 'integer', pool: NUMBERS, base: undefined }];
      return {
        sql: `generate_series(0, ${choices.below(4)}) AS ${alias}(n)`,
        alias,
        table: undefined,
        columns,
        key: [`${alias}.n`],
      };
    }
    const { type, pool } = this.tableItem(this.table()).columns[0] ?? { type: 'integer', pool: NUMBERS };
    const rows = choices.times(1 + choices.below(3), (index) => `(${this.expressions.constant(type, pool)}, ${index})`);
    const columns = [
      { sql: `${alias}.x`, type, pool, base: undefined },
      { sql: `${alias}.place`, type: 'integer', pool: NUMBERS, base: undefined },
    ];
    return {
      sql: `(VALUES ${rows.join(', ')}) AS ${alias}(x, place)`,
      alias,
      table: undefined,
      columns,
      key: [`${alias}.place`],
    };
  }

  private inner(outer: Scope): { readonly item: Item; readonly where: string } {
    const { choices, expressions } = this;
    this.budget -= 1;
    const item = this.tableItem(this.table());
    const pairs = choices.maybe(0.6) ? this.pairs(item, outer) : [];
    const both: Scope = { columns: [...item.columns, ...item.columns, ...outer.columns], key: undefined };
    const terms = [
      ...(pairs.length === 0 ? [] : [choices.pick(pairs)]),
      ...(choices.maybe(0.5) ? [expressions.condition(both, this.budget > 0 ? 1 : 0)] : []),
    ];
    return { item, where: terms.length === 0 ? '' : ` WHERE ${terms.join(' AND ')}` };
  }

  private subRows(outer: Scope): string {
    const { item, where } = this.inner(outer);
    return `SELECT ${this.choices.pick(['1', '*', `${item.columns[0]?.sql ?? '1'}`])} FROM ${item.sql}${where}`;
  }

  private subColumn(type: SqlType, outer: Scope): string {
    const { item, where } = this.inner(outer);
    const column = this.expressions.column(item, type);
    return `SELECT ${column?.sql ?? this.expressions.constant(type)} FROM ${item.sql}${where}`;
  }

  private subScalar(type: SqlType, outer: Scope): string {
    const { item, where } = this.inner(outer);
    const column = this.expressions.column(item, type);
    if (type === 'bigint' && this.choices.maybe(0.5)) return `(SELECT count(*) FROM ${item.sql}${where})`;
    if (column === undefined) return this.expressions.constant(type);
    if (type !== 'boolean' && this.choices.maybe(0.5))
      return `(SELECT ${this.choices.pick(['max', 'min'])}(${column.sql}) FROM ${item.sql}${where})`;
    return `(SELECT ${column.sql} FROM ${item.sql}${where} ORDER BY ${item.key?.join(', ') ?? '1'} LIMIT 1)`;
  }
}

function poolsOf(tables: readonly Table[]): ReadonlyMap<SqlType, Pool> {
  const pools = new Map<SqlType, (string | null)[]>();
  for (const column of tables.flatMap(({ columns }) => columns)) {
    const type = typeKey(column.type);
    pools.set(type, [...(pools.get(type) ?? []), ...column.pool.map((value) => postgresText(value, column.type))]);
  }
  return pools;
}
