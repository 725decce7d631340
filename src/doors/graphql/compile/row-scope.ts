import { type CatalogTable, ROW_ALIAS } from '../../../catalog/catalog.js';
import type { ColumnField, ComputedField, ContractType, Measure, RelationField } from '../../../catalog/contract.js';
import { isMaskedColumn } from '../../../catalog/table-policies.js';
import { GatewayError } from '../../../errors.js';
import { conjunction } from '../../../functions/conjunction.js';
import { isNullOfNulls } from '../../../functions/null-propagation.js';
import { call } from '../../../functions/registry.js';
import { column, join } from '../../../query/build.js';
import type { ColumnExpression, Expression, NamedExpression } from '../../../query/expression.js';
import type { Field, Relation } from '../../../query/relation.js';
import { rewriteExpression } from '../../../query/rewrite.js';
import { type CompileContext, contractType } from './context.js';

/**
 * Rows of one contract type, in reach of expressions. Columns and to-one relations are taken as they are asked for;
 * the relation that provides them is built last, so that a scan reads what is used and no more.
 */
export abstract class RowScope {
  private readonly joined = new Map<string, TableScope>();

  protected constructor(
    protected readonly context: CompileContext,
    readonly type: ContractType,
  ) {}

  abstract column(name: string): ColumnExpression;

  /** A column that is NULL exactly where a left join found no row; undefined where there always is one. */
  protected abstract readonly presence: string | undefined;

  /** The value of a column or computed field. */
  value(field: ColumnField | ComputedField): Expression {
    return field.kind === 'column' ? this.column(field.column) : this.bind(field.expression);
  }

  /** As `value`, and NULL where there is no row: a computed field such as `coalesce(…)` is no value of a missing one. */
  presentValue(field: ColumnField | ComputedField): Expression {
    const value = this.value(field);
    if (this.presence === undefined || isNullOfNulls(value)) return value;
    const when = call('is_not_null', [this.column(this.presence)]);
    return { kind: 'case', branches: [{ when, then: value }], otherwise: undefined, type: value.type };
  }

  /** A measure's aggregate expression over these rows. */
  measure(measure: Measure): Expression {
    return this.bind(measure.expression);
  }

  /** The rows of the relation's target, left-joined once however often they are asked for. */
  toOne(relation: RelationField): TableScope {
    const existing = this.joined.get(relation.name);
    if (existing !== undefined) return existing;
    for (const { from } of relation.on) this.column(from);
    const [key] = relation.on;
    const target = new TableScope(this.context, contractType(this.context, relation.target), key?.to);
    for (const { to } of relation.on) target.column(to);
    this.joined.set(relation.name, target);
    return target;
  }

  /** `input` with the to-one relations that were asked for joined to it. */
  protected withJoins(input: Relation): Relation {
    let result = input;
    for (const [name, target] of this.joined) {
      const relation = this.type.fields.find((field) => field.name === name);
      if (relation?.kind !== 'relation') throw new GatewayError('INTERNAL', `No relation ${this.type.name}.${name}.`);
      result = join('left', result, target.scan(), equalKeys(this, target, relation));
      result = target.withJoins(result);
    }
    return result;
  }

  private bind(expression: Expression): Expression {
    return rewriteExpression(expression, {
      expression: (node) => (node.kind === 'column' && node.relation === ROW_ALIAS ? this.column(node.name) : node),
    });
  }
}

/** `from = to` for each pair of a relation's columns. */
export function equalKeys(from: RowScope, to: RowScope, relation: RelationField): Expression {
  return conjunction(relation.on.map((pair) => call('eq', [from.column(pair.from), to.column(pair.to)])));
}

/** The rows of a table itself. */
export class TableScope extends RowScope {
  readonly alias: string;
  readonly table: CatalogTable;
  private readonly fields = new Map<string, Field>();

  /** @param presence column that tells a joined row from none; see {@link RowScope.presentValue} */
  constructor(
    context: CompileContext,
    type: ContractType,
    protected readonly presence: string | undefined = undefined,
  ) {
    super(context, type);
    const table = context.tables.get(type.table);
    if (table === undefined) throw new GatewayError('INTERNAL', `No table ${type.table}.`);
    this.table = table;
    this.alias = context.aliases.fresh('t');
  }

  column(name: string): ColumnExpression {
    const known = this.fields.get(name) ?? this.readable.find((candidate) => candidate.name === name);
    if (known === undefined) throw new GatewayError('INTERNAL', `No column ${this.type.table}.${name}.`);
    this.fields.set(name, { name: known.name, type: known.type, nullable: known.nullable });
    return column(this.alias, known.name, known.type);
  }

  /** What a Scan may read: the columns, or what the dimensions and measures of a metric view are made of. */
  private get readable(): readonly Field[] {
    return this.table.metricView?.inputs ?? this.table.columns;
  }

  isNullable(name: string): boolean {
    return (
      isMaskedColumn(this.table, name) ||
      (this.table.columns.find((candidate) => candidate.name === name)?.nullable ?? true)
    );
  }

  scan(): Relation {
    const fields = this.readable.flatMap((candidate) => this.fields.get(candidate.name) ?? []);
    return { kind: 'scan', table: this.table.reference, alias: this.alias, fields };
  }

  /** The scan and all that was joined to it. */
  relation(): Relation {
    return this.withJoins(this.scan());
  }
}

/** The rows of a page: a Project over a limited relation. What is selected is computed and joined on these few. */
export class PageScope extends RowScope {
  readonly alias: string;
  protected readonly presence = undefined;
  private readonly items = new Map<string, NamedExpression>();

  constructor(
    context: CompileContext,
    private readonly source: TableScope,
  ) {
    super(context, source.type);
    this.alias = context.aliases.fresh('p');
  }

  column(name: string): ColumnExpression {
    return this.add(name, name, this.source.column(name));
  }

  /** Carries an expression over the source's rows up to the page. */
  export(expression: Expression, hint: string): ColumnExpression {
    if (expression.kind === 'column' && expression.relation === this.source.alias) return this.column(expression.name);
    return this.add(`expression ${hint}`, hint, expression);
  }

  /** The page over `input`, with the joins that the selection asked for. */
  over(input: Relation): Relation {
    return this.withJoins({ kind: 'project', input, alias: this.alias, items: [...this.items.values()] });
  }

  /** `key` tells what the item is; its name is `hint`, or that with a `_` where a column bears it already. */
  private add(key: string, hint: string, expression: Expression): ColumnExpression {
    const known = this.items.get(key);
    if (known !== undefined) return column(this.alias, known.name, expression.type);
    const taken = new Set([...this.items.values()].map((item) => item.name));
    let name = hint;
    while (taken.has(name)) name = `${name}_`;
    this.items.set(key, { name, expression });
    return column(this.alias, name, expression.type);
  }
}
