import type { Catalog } from '../../../src/catalog/catalog.js';
import { aggregateCall, call } from '../../../src/functions/registry.js';
import {
  AliasGenerator,
  aggregate,
  column,
  exists,
  filter,
  inList,
  join,
  limit,
  literal,
  parameter,
  project,
  sort,
} from '../../../src/query/build.js';
import type { Expression, NamedExpression, ScalarValue } from '../../../src/query/expression.js';
import type { Field, JoinType, Relation } from '../../../src/query/relation.js';
import { BOOLEAN, type DataType, FLOAT64, INT64, STRING, sameType } from '../../../src/query/types.js';
import type { Choices } from '../choices.js';
import { columnOf, type Table, type Value } from '../world/model.js';
import { dateText, decimalText, timestampText } from '../world/values.js';

/** A relation with the columns that stand above it. */
interface Made {
  readonly relation: Relation;
  readonly columns: readonly Expression[];
}

/** A value of the tests' model as the IR carries it. */
function irValue(value: Value, type: DataType): ScalarValue {
  if (typeof value !== 'bigint') return value;
  if (type.kind === 'decimal') return decimalText(value, type.scale);
  if (type.kind === 'date') return dateText(value);
  return type.kind === 'timestamp' ? timestampText(value).replace('T', ' ') : value;
}

/** Draws relations of the IR that no GraphQL request makes: joins of every type, filters upon filters, divisions. */
export class RelationGenerator {
  private readonly aliases = new AliasGenerator();

  constructor(
    private readonly choices: Choices,
    private readonly catalog: Catalog,
    private readonly tables: readonly Table[],
  ) {}

  /** Rows of plain columns in a total order, so that two runs can be compared. */
  query(): Relation {
    const { choices } = this;
    const made = this.rows(2);
    const alias = this.aliases.fresh('z');
    const grouped = choices.maybe(0.4) ? this.grouped(made) : made;
    const items = grouped.columns.map((expression, index): NamedExpression => ({ name: `o${index + 1}`, expression }));
    const projected = project(grouped.relation, alias, items);
    const keys = items.map(
      ({ name, expression }) =>
        ({ expression: column(alias, name, expression.type), direction: 'asc', nulls: 'last' }) as const,
    );
    const sorted = sort(projected, keys);
    return choices.maybe(0.3) ? limit(sorted, choices.below(12), choices.below(3)) : sorted;
  }

  private rows(depth: number): Made {
    const { choices } = this;
    const scan = () => this.scan();
    const made = choices.weighted<() => Made>([
      [3, scan],
      [depth > 0 ? 3 : 0, () => this.joined(depth - 1)],
      [depth > 0 ? 1 : 0, () => this.renamed(depth - 1)],
    ])();
    return choices.maybe(0.4) ? { ...made, relation: filter(made.relation, this.condition(made, 1)) } : made;
  }

  /** Those that the model knows, as the catalog has them. */
  private columnsOf(table: Table) {
    const known = new Set(table.columns.map(({ name }) => name));
    return (this.catalog.tables.get(table.name)?.columns ?? []).filter(({ name }) => known.has(name));
  }

  private scan(): Made {
    const table = this.choices.pick(this.tables);
    const found = this.catalog.tables.get(table.name);
    if (found === undefined) throw new Error(`No table ${table.name}.`);
    const fields: readonly Field[] = this.choices
      .some(this.columnsOf(table), 0.6, 1)
      .map(({ name, type, nullable }) => ({ name, type, nullable }));
    const alias = this.aliases.fresh('t');
    return {
      relation: { kind: 'scan', table: found.reference, alias, fields },
      columns: fields.map(({ name, type }) => column(alias, name, type)),
    };
  }

  private renamed(depth: number): Made {
    const inner = this.rows(depth);
    const alias = this.aliases.fresh('p');
    const items = inner.columns.map((expression, index) => ({ name: `i${index + 1}`, expression }));
    return {
      relation: project(inner.relation, alias, items),
      columns: items.map(({ name, expression }) => column(alias, name, expression.type)),
    };
  }

  private joined(depth: number): Made {
    const { choices } = this;
    const left = this.rows(depth);
    const right = this.rows(0);
    const type = choices.pick<JoinType>(['inner', 'left', 'semi', 'anti', 'right', 'full']);
    const pairs = left.columns.flatMap((a) =>
      right.columns.filter((b) => sameType(a.type, b.type)).map((b) => call('eq', [a, b])),
    );
    const on = pairs.length === 0 ? literal(choices.maybe(0.5), BOOLEAN) : choices.pick(pairs);
    const isHalf = type === 'semi' || type === 'anti';
    return {
      relation: join(type, left.relation, right.relation, on),
      columns: isHalf ? left.columns : [...left.columns, ...right.columns],
    };
  }

  private grouped(made: Made): Made {
    const { choices } = this;
    const alias = this.aliases.fresh('g');
    const keys = choices.some(made.columns, 0.3, 1).map((expression, index) => ({ name: `k${index + 1}`, expression }));
    const value = choices.pick(made.columns);
    const aggregates: NamedExpression[] = [
      { name: 'a1', expression: aggregateCall('count', []) },
      { name: 'a2', expression: aggregateCall('max', [value]) },
      { name: 'a3', expression: aggregateCall('count', [value], { distinct: true }) },
    ];
    const columns = [...keys, ...aggregates].map(({ name, expression }) => column(alias, name, expression.type));
    const groups = aggregate(made.relation, alias, keys, aggregates);
    const atLeast = call('gte', [column(alias, 'a1', INT64), literal(2n, INT64)]);
    return { relation: choices.maybe(0.3) ? filter(groups, atLeast) : groups, columns };
  }

  private condition(made: Made, depth: number): Expression {
    const { choices } = this;
    const leaf = () => this.leaf(made);
    if (depth === 0) return leaf();
    const inner = () => this.condition(made, depth - 1);
    return choices.weighted<() => Expression>([
      [4, leaf],
      [3, () => call('and', [inner(), inner()])],
      [2, () => call('or', [inner(), inner()])],
      [1, () => call('not', [inner()])],
      [1, () => this.related(made)],
    ])();
  }

  private leaf(made: Made): Expression {
    const { choices } = this;
    const value = choices.pick(made.columns);
    const constant = () => this.constant(value.type);
    return choices.weighted<() => Expression>([
      [4, () => call(choices.pick(['neq', 'lt', 'gte', 'eq', 'lte', 'gt']), [value, constant()])],
      [1, () => call(choices.pick(['is_null', 'is_not_null']), [value])],
      [1, () => inList(value, [constant(), constant()])],
      [
        1,
        () =>
          value.type.kind === 'string'
            ? call('starts_with', [value, parameter('a', STRING)])
            : call('is_not_null', [value]),
      ],
      // Raises on a zero, so that it may not pass a barrier.
      [
        1,
        () => {
          const isNumber = value.type.kind === 'integer' || value.type.kind === 'float';
          return isNumber
            ? call('gt', [call('divide', [literal(1, FLOAT64), value]), literal(0, FLOAT64)])
            : call('is_not_null', [value]);
        },
      ],
    ])();
  }

  private related(made: Made): Expression {
    const inner = this.rows(0);
    const pairs = made.columns.flatMap((a) =>
      inner.columns.filter((b) => sameType(a.type, b.type)).map((b) => call('eq', [a, b])),
    );
    return exists(pairs.length === 0 ? inner.relation : filter(inner.relation, this.choices.pick(pairs)));
  }

  /** A value that some column of this type takes. */
  private constant(type: DataType): Expression {
    const pools = this.tables.flatMap((table) =>
      this.columnsOf(table)
        .filter((candidate) => sameType(candidate.type, type))
        .map(({ name }) => columnOf(table, name).pool),
    );
    const value = irValue(this.choices.pick(this.choices.pick(pools)), type);
    return this.choices.maybe(0.5) ? literal(value, type) : parameter(value, type);
  }
}
