import { GatewayError } from '../errors.js';
import { conjuncts } from '../query/conjunction.js';
import type { Expression } from '../query/expression.js';
import type { Field, JoinRelation, Relation } from '../query/relation.js';
import { isSelfContained } from '../query/self-contained.js';
import type { BarrierMarker, StandardForm } from './dialect.js';
import { plainAggregate } from './plain-aggregate.js';
import type { PrintContext } from './print-context.js';
import { printCondition, printExpression, printGroupKey, printSortKey } from './print-expression.js';
import { resultTypes } from './result-types.js';
import { Scope } from './scope.js';
import { emptyBlock, isFlat, outputItems, renderBlock, type SelectBlock } from './select-block.js';
import { unitedSets } from './united-sets.js';

function columnsOf(alias: string, fields: readonly Field[], context: PrintContext): Map<string, string> {
  const quote = context.dialect.quoteIdentifier;
  return new Map(fields.map(({ name }) => [name, `${quote(alias)}.${quote(name)}`]));
}

/** As `columnsOf`, of a table itself. */
function tableColumns(alias: string, fields: readonly Field[], { dialect }: PrintContext): Map<string, string> {
  const { quoteIdentifier: quote, tableColumn = (name: string) => name } = dialect;
  return new Map(fields.map(({ name, type }) => [name, tableColumn(`${quote(alias)}.${quote(name)}`, type)]));
}

/** Whether a Project's items are constants, such as a mask's: SQL reads `ORDER BY 2` as a position, and refuses `'x'`. */
function givesConstants(relation: Relation): boolean {
  return relation.kind === 'project' && relation.items.some(({ expression }) => isConstant(expression));
}

function isConstant(expression: Expression): boolean {
  if (expression.kind === 'cast') return isConstant(expression.operand);
  return expression.kind === 'literal';
}

/** Folds a relation into one SELECT, nesting a derived table only where SQL's order of clauses demands it. */
export class RelationPrinter {
  constructor(
    private readonly context: PrintContext,
    private readonly outer: Scope | undefined,
  ) {}

  /** SQL text of `relation`; its output columns are its last Project's items in order. */
  print(relation: Relation): string {
    return renderBlock(this.fold(relation), this.context.dialect);
  }

  /** As `print`, with the bindings that printing leaves in `hoisted` in front of all others. */
  printWith(relation: Relation, hoisted: readonly string[]): string {
    const block = this.fold(relation);
    block.with.unshift(...hoisted);
    const { dialect } = this.context;
    const { resultColumn } = dialect;
    if (resultColumn !== undefined) {
      const types = resultTypes(relation);
      block.items = outputItems(block).map(({ sql, name }, index) => {
        const type = types[index];
        return { sql: type === undefined ? sql : resultColumn(sql, type), name };
      });
    }
    return renderBlock(block, dialect, false);
  }

  /** SQL text whose rows matter and whose columns do not. */
  printForExists(relation: Relation): string {
    const block = this.fold(relation);
    if (block.items === undefined && block.groupBy === undefined) block.items = [{ sql: '1', name: 'one' }];
    return renderBlock(block, this.context.dialect).replace(/^SELECT 1 AS \S+/u, 'SELECT 1');
  }

  /** SQL text of one or more columns that a value is compared with. */
  printForList(relation: Relation): string {
    const block = this.fold(relation);
    const isRefused = block.limit !== undefined && this.lacks('limit-in-list');
    return renderBlock(isRefused ? this.derive(block) : block, this.context.dialect);
  }

  private lacks(form: StandardForm): boolean {
    return this.context.dialect.lacks?.has(form) === true;
  }

  /** @throws GatewayError NOT_SUPPORTED where the engine has no such form */
  private require(form: StandardForm, words: string): void {
    if (!this.lacks(form)) return;
    throw new GatewayError('NOT_SUPPORTED', `${words} is not supported on ${this.context.dialect.name}.`);
  }

  private scope(block: SelectBlock): Scope {
    return new Scope(block.columns, this.outer);
  }

  private expression(node: Expression, block: SelectBlock): string {
    return printExpression(node, this.context, this.scope(block));
  }

  /** Makes a derived table of the block; above it only its outputs exist. */
  private derive(block: SelectBlock): SelectBlock {
    const aliases = [...block.columns.keys()];
    const [only] = aliases;
    const alias = aliases.length === 1 && only !== undefined ? only : this.context.freshName();
    const outputs = outputItems(block);
    const quote = this.context.dialect.quoteIdentifier;
    if (this.context.dialect.heldByLimit === 'barrier-and-order' && block.orderBy.length > 0)
      block.limit ??= { count: undefined, offset: 0 };
    const derived = emptyBlock(`(${renderBlock(block, this.context.dialect)}) AS ${quote(alias)}`);
    let index = 0;
    for (const [source, names] of block.columns) {
      const spelled = new Map<string, string>();
      for (const name of names.keys()) {
        const output = outputs[index];
        index += 1;
        if (output !== undefined) spelled.set(name, `${quote(alias)}.${quote(output.name)}`);
      }
      derived.columns.set(source, spelled);
    }
    return derived;
  }

  private flat(block: SelectBlock): SelectBlock {
    return isFlat(block) ? block : this.derive(block);
  }

  private fold(relation: Relation): SelectBlock {
    const { dialect } = this.context;
    switch (relation.kind) {
      case 'scan': {
        const block = emptyBlock(`${dialect.table(relation.table)} AS ${dialect.quoteIdentifier(relation.alias)}`);
        block.columns.set(relation.alias, tableColumns(relation.alias, relation.fields, this.context));
        return block;
      }
      case 'reference': {
        const name = dialect.quoteIdentifier(relation.name);
        const block = emptyBlock(
          relation.name === relation.alias ? name : `${name} AS ${dialect.quoteIdentifier(relation.alias)}`,
        );
        block.columns.set(relation.alias, columnsOf(relation.alias, relation.fields, this.context));
        return block;
      }
      case 'values':
        return this.foldValues(relation);
      case 'filter': {
        const input = this.fold(relation.input);
        if (input.groupBy !== undefined && input.items === undefined && !input.hasWindow && input.limit === undefined) {
          const terms = conjuncts(relation.predicate).map((term) => this.condition(term, input));
          if (terms.every((term) => dialect.fitsHaving(term))) {
            input.having.push(...terms);
            return input;
          }
        }
        const block = this.flat(input);
        for (const term of conjuncts(relation.predicate)) block.where.push(this.condition(term, block));
        return block;
      }
      case 'project': {
        const input = this.fold(relation.input);
        const block = input.items !== undefined || input.distinct ? this.derive(input) : input;
        const items = relation.items.map((item) => ({ sql: this.expression(item.expression, block), name: item.name }));
        block.items = items;
        block.columns = new Map([[relation.alias, new Map(items.map((item) => [item.name, item.sql]))]]);
        return block;
      }
      case 'join':
        return this.foldJoin(relation);
      case 'aggregate': {
        if (relation.groupingSets !== undefined && this.lacks('grouping-sets')) return this.fold(unitedSets(relation));
        if (dialect.plainAggregates !== undefined) {
          const plain = plainAggregate(relation, dialect.plainAggregates, () => this.context.freshName());
          if (plain !== undefined) return this.fold(plain);
        }
        const block = this.flat(this.fold(relation.input));
        const scope = this.scope(block);
        const keys = relation.groups.map((item) => printGroupKey(item.expression, this.context, scope));
        const groups = relation.groups.map((item, index) => [item.name, keys[index]?.value ?? ''] as const);
        const aggregates = relation.aggregates.map(
          (item) => [item.name, this.expression(item.expression, block)] as const,
        );
        block.groupBy = keys.map(({ by }) => by);
        block.groupingSets = relation.groupingSets;
        block.columns = new Map([[relation.alias, new Map([...groups, ...aggregates])]]);
        // Constant groups: SQL would read `GROUP BY 1` as a position.
        if (groups.some(([, sql]) => /^[\d']/u.test(sql)))
          throw new GatewayError('INTERNAL', 'A group key must not be a constant.');
        return block;
      }
      case 'window': {
        const input = this.fold(relation.input);
        const isTooLate = input.items !== undefined || input.distinct || input.limit !== undefined || input.hasWindow;
        const isOverGroups = input.groupBy !== undefined && !dialect.windows.overGroups;
        const block = isTooLate || isOverGroups ? this.derive(input) : input;
        const items = relation.items.map((item) => [item.name, this.expression(item.expression, block)] as const);
        block.hasWindow = true;
        block.columns.set(relation.alias, new Map(items));
        return block;
      }
      case 'sort': {
        const input = this.fold(relation.input);
        const mustDerive = input.limit !== undefined || input.distinct || givesConstants(relation.input);
        const printed = (block: SelectBlock) =>
          relation.keys.map((key) => printSortKey(key, this.context, this.scope(block)));
        let block = mustDerive ? this.derive(input) : input;
        let orderBy = printed(block);
        if (!orderBy.every((key) => dialect.fitsOrderBy(key))) {
          block = this.derive(block);
          orderBy = printed(block);
        }
        block.orderBy = orderBy;
        return block;
      }
      case 'limit': {
        if (relation.per !== undefined)
          throw new GatewayError('INTERNAL', 'A limit per group must be lowered before printing.');
        const input = this.fold(relation.input);
        const block = input.limit !== undefined ? this.derive(input) : input;
        block.limit = { count: relation.count, offset: relation.offset };
        return block;
      }
      case 'distinct': {
        const input = this.fold(relation.input);
        const block =
          input.items === undefined || input.limit !== undefined || input.orderBy.length > 0
            ? this.derive(input)
            : input;
        block.distinct = true;
        return block;
      }
      case 'set-operation': {
        const operation = `${relation.operation.toUpperCase()}${relation.all ? ' ALL' : ''}`;
        if (relation.all && relation.operation !== 'union') this.require('counted-sets', operation);
        const names = relation.fields.map((field) => field.name);
        const side = (input: Relation) => {
          const folded = this.parenthesizable(this.fold(input));
          if (this.lacks('column-lists')) {
            folded.items = outputItems(folded).map((item, index) => ({ ...item, name: names[index] ?? item.name }));
          }
          return renderBlock(folded, dialect);
        };
        const block = emptyBlock(
          `(${side(relation.left)} ${operation} ${side(relation.right)}) AS ${this.alias(relation.alias, names)}`,
        );
        block.columns.set(relation.alias, columnsOf(relation.alias, relation.fields, this.context));
        return block;
      }
      case 'series':
      case 'unnest': {
        const empty = emptyBlock('');
        const value = (node: Expression) => this.expression(node, empty);
        const table =
          relation.kind === 'series'
            ? dialect.series(value(relation.start), value(relation.stop), value(relation.step), relation.field.type)
            : dialect.unnest(value(relation.array), relation.ordinality !== undefined);
        const names = [relation.field.name];
        if (relation.kind === 'unnest' && relation.ordinality !== undefined) names.push(relation.ordinality);
        const block = emptyBlock(`${this.named(table, names)} AS ${this.alias(relation.alias, names)}`);
        const fields = names.map((name) => ({ ...relation.field, name }));
        block.columns.set(relation.alias, columnsOf(relation.alias, fields, this.context));
        return block;
      }
      case 'with': {
        const kept = relation.bindings.flatMap((binding) => this.bindingInPlace(binding));
        const block = this.fold(relation.body);
        block.with.unshift(...kept);
        return block;
      }
      case 'barrier':
        return this.foldBarrier(relation.input);
      case 'nest':
        throw new GatewayError('INTERNAL', 'A nest must be lowered before printing.');
      default:
        return relation satisfies never;
    }
  }

  private condition(node: Expression, block: SelectBlock): string {
    const printed = printCondition(node, this.context, this.scope(block));
    return node.kind === 'call' && node.function === 'or' ? `(${printed})` : printed;
  }

  /** A table's alias, with the names of its columns where the engine takes them there. */
  private alias(name: string, columns: readonly string[]): string {
    const quote = this.context.dialect.quoteIdentifier;
    return this.lacks('column-lists') ? quote(name) : `${quote(name)}(${columns.map(quote).join(', ')})`;
  }

  /** A table of the columns `v`, and `o`, under the names wanted, where the alias cannot give them. */
  private named(table: string, names: readonly string[]): string {
    if (!this.lacks('column-lists')) return table;
    const quote = this.context.dialect.quoteIdentifier;
    const items = names.map((name, index) => `${['v', 'o'][index]} AS ${quote(name)}`);
    return `(SELECT ${items.join(', ')} FROM ${table} AS s)`;
  }

  /** A side of UNION may not end in ORDER BY, LIMIT or begin with WITH unless it is a derived table. */
  private parenthesizable(block: SelectBlock): SelectBlock {
    return block.orderBy.length > 0 || block.limit !== undefined || block.with.length > 0 ? this.derive(block) : block;
  }

  private binding(name: string, relation: Relation): string {
    return `${this.context.dialect.quoteIdentifier(name)} AS ${this.context.dialect.materialized}(${this.print(relation)})`;
  }

  /** The binding, or nothing where it went in front of the whole statement. */
  private bindingInPlace({
    name,
    relation,
  }: {
    readonly name: string;
    readonly relation: Relation;
  }): readonly string[] {
    const { inFront } = this.context;
    const text = this.binding(name, relation);
    const isFrontOnly = this.lacks('inner-bindings');
    if (!isFrontOnly && !this.lacks('nested-bindings')) return [text];
    if (inFront.has(name)) this.require('inner-bindings', 'A second binding of one name');
    if (inFront.has(name) || !isSelfContained(relation, inFront)) {
      this.require('inner-bindings', 'A binding that reads the query around it');
      inFront.delete(name);
      return [text];
    }
    inFront.add(name);
    this.context.hoist(text);
    return [];
  }

  private foldBarrier(input: Relation): SelectBlock {
    const inner = this.fold(input);
    const { barrier, heldByLimit } = this.context.dialect;
    if (barrier !== undefined) return this.foldMarked(inner, barrier);
    if (heldByLimit !== undefined) {
      inner.limit ??= { count: undefined, offset: 0 };
      return this.derive(inner);
    }
    const derived = this.derive(inner);
    // `derive` gives `(SELECT …) AS "alias"`; the same text becomes a binding that the engine may not look into.
    const quote = this.context.dialect.quoteIdentifier;
    const name = quote(this.context.freshName());
    const marker = derived.from.lastIndexOf(') AS ');
    const select = derived.from.slice(1, marker);
    const alias = derived.from.slice(marker + 5);
    const binding = `${name} AS ${this.context.dialect.materialized}(${select})`;
    // DuckDB 1.5 fails on a binding within a correlated sub-query that holds a correlated sub-query itself.
    if (this.outer !== undefined && isSelfContained(input)) this.context.hoist(binding);
    else derived.with.push(binding);
    derived.from = `${name} AS ${alias}`;
    return derived;
  }

  private foldMarked(inner: SelectBlock, { value, condition }: BarrierMarker): SelectBlock {
    const block =
      isFlat(inner) || (inner.items !== undefined && isFlat({ ...inner, items: undefined }))
        ? inner
        : this.derive(inner);
    const name = this.context.freshName();
    block.items = [...outputItems(block), { sql: value, name }];
    const marked = this.derive(block);
    marked.where.push(condition(this.context.dialect.quoteIdentifier(name)));
    return this.derive(marked);
  }

  private foldValues(relation: Extract<Relation, { kind: 'values' }>): SelectBlock {
    if (relation.fields.length === 0 && relation.rows.length === 1) return emptyBlock('');
    const quote = this.context.dialect.quoteIdentifier;
    const empty = emptyBlock('');
    const names = relation.fields.map((field) => field.name);
    const values = relation.rows.map((row) => row.map((value) => this.expression(value, empty)));
    const rows = this.lacks('column-lists')
      ? values
          .map((row) => `SELECT ${row.map((value, index) => `${value} AS ${quote(names[index] ?? '')}`).join(', ')}`)
          .join(' UNION ALL ')
      : `VALUES ${values.map((row) => `(${row.join(', ')})`).join(', ')}`;
    const block = emptyBlock(`(${rows}) AS ${this.alias(relation.alias, names)}`);
    block.columns.set(relation.alias, columnsOf(relation.alias, relation.fields, this.context));
    return block;
  }

  /** A block that can stand in FROM beside others: no clause of its own but FROM. */
  private joinable(given: SelectBlock, keepWhere: boolean): SelectBlock {
    const block = this.withoutProjection(given);
    return isFlat(block) && (keepWhere || (block.where.length === 0 && block.with.length === 0))
      ? block
      : this.derive(block);
  }

  /** What is projected to mere columns, as the tables that these are of: `columns` says already how they are spelled. */
  private withoutProjection(block: SelectBlock): SelectBlock {
    const { dialect } = this.context;
    const isMere = block.items?.every(({ sql }) => dialect.isColumn?.(sql) === true) === true;
    return isMere && isFlat({ ...block, items: undefined }) ? { ...block, items: undefined } : block;
  }

  private foldJoin(relation: JoinRelation): SelectBlock {
    const left = this.joinable(this.fold(relation.left), relation.type !== 'right' && relation.type !== 'full');
    if (relation.type === 'semi' || relation.type === 'anti') {
      const inner: Relation = { kind: 'filter', input: relation.right, predicate: relation.on };
      const text = `EXISTS (${this.context.subquery(inner, this.scope(left), 'exists')})`;
      left.where.push(relation.type === 'semi' ? text : `NOT ${text}`);
      return left;
    }
    if (relation.lateral) this.require('lateral', 'LATERAL');
    if (relation.type === 'full') this.require('full-join', 'FULL JOIN');
    const printer = relation.lateral ? new RelationPrinter(this.context, this.scope(left)) : this;
    const right = printer.joinable(printer.fold(relation.right), false);
    if (left.from === '') {
      // The unit relation: joining it adds nothing.
      for (const [alias, names] of right.columns) left.columns.set(alias, names);
      left.from = right.from;
      left.isJoin = right.isJoin;
      return left;
    }
    for (const [alias, names] of right.columns) left.columns.set(alias, names);
    if (relation.lateral && this.context.dialect.apply === true) return this.applied(relation, left, right);
    const isCross = relation.type === 'inner' && relation.on.kind === 'literal' && relation.on.value === true;
    const keyword = isCross ? 'CROSS JOIN' : `${relation.type.toUpperCase()} JOIN`;
    const on = isCross ? '' : ` ON ${printCondition(relation.on, this.context, this.scope(left))}`;
    const from = isCross && right.isJoin ? `(${right.from})` : right.from;
    left.from = `${left.from} ${keyword} ${relation.lateral ? 'LATERAL ' : ''}${from}${on}`;
    left.isJoin = true;
    return left;
  }

  /** APPLY has no ON: of an inner join the condition is one of the rows, of an outer one it must be none. */
  private applied(relation: JoinRelation, left: SelectBlock, right: SelectBlock): SelectBlock {
    const isTrue = relation.on.kind === 'literal' && relation.on.value === true;
    const { name } = this.context.dialect;
    if (relation.type !== 'inner' && !(relation.type === 'left' && isTrue))
      throw new GatewayError(
        'NOT_SUPPORTED',
        `A lateral ${relation.type} join with a condition is not supported on ${name}.`,
      );
    left.from = `${left.from} ${relation.type === 'left' ? 'OUTER' : 'CROSS'} APPLY ${right.from}`;
    left.isJoin = true;
    if (!isTrue) left.where.push(this.condition(relation.on, left));
    return left;
  }
}
