import type { ColumnType } from '../world/model.js';
import { type Table, tableOf, type World } from '../world/model.js';
import { jsonForm } from '../world/values.js';
import {
  type AggregateValue,
  type Filter,
  type FilterTerm,
  type GroupOrder,
  type GroupSelection,
  type Having,
  type KeyMember,
  type ListArguments,
  type ListSelection,
  type ObjectMember,
  type Order,
  operandName,
  type Request,
  type Test,
} from './model.js';

/** A name of an enum, which a literal writes without quotes. */
class EnumName {
  constructor(readonly name: string) {}

  toJSON(): string {
    return this.name;
  }
}

type Input = null | boolean | number | string | EnumName | readonly Input[] | { readonly [name: string]: Input };

function literal(input: Input): string {
  if (input instanceof EnumName) return input.name;
  if (Array.isArray(input)) return `[${input.map(literal).join(', ')}]`;
  if (input !== null && typeof input === 'object') {
    return `{ ${Object.entries(input)
      .map(([name, value]) => `${name}: ${literal(value)}`)
      .join(', ')} }`;
  }
  return JSON.stringify(input);
}

function testsInput(tests: readonly Test[], type: ColumnType): Input {
  const form = (value: Parameters<typeof jsonForm>[0]) => jsonForm(value, type) as Input;
  return Object.fromEntries(
    tests.map(({ operator, values }): [string, Input] => {
      if (operator === 'in' || operator === 'notIn') return [operator, values.map(form)];
      const [value = null] = values;
      return [operator, operator === 'isNull' ? (value as boolean) : form(value)];
    }),
  );
}

function termInput(term: FilterTerm): readonly [string, Input] {
  switch (term.kind) {
    case 'and':
    case 'or':
      return [term.kind, term.items.map(filterInput)];
    case 'not':
      return ['not', filterInput(term.item)];
    case 'scalar':
      return [term.field.name, testsInput(term.tests, term.field.type)];
    case 'one':
      return [term.relation, filterInput(term.item)];
    case 'many':
      return [term.relation, Object.fromEntries(term.quantifiers.map(([name, item]) => [name, filterInput(item)]))];
  }
}

export function filterInput(filter: Filter): Input {
  return Object.fromEntries(filter.terms.map(termInput));
}

function nested(path: readonly string[], value: Input): Input {
  return path.reduceRight<Input>((inner, name) => ({ [name]: inner }), value);
}

function orderInput(order: Order): Input {
  return nested([...order.path, order.field.name], new EnumName(order.direction));
}

function valuePath(value: AggregateValue | undefined): readonly string[] {
  return value === undefined ? ['count'] : [value.name, operandName(value.operand)];
}

function groupOrderInput(order: GroupOrder): Input {
  return nested(order.kind === 'key' ? ['key', ...order.path] : valuePath(order.value), new EnumName(order.direction));
}

function havingInput(having: Having): Input {
  switch (having.kind) {
    case 'and':
    case 'or':
      return { [having.kind]: having.items.map(havingInput) };
    case 'not':
      return { not: havingInput(having.item) };
    case 'test':
      return nested(valuePath(having.value), testsInput(having.tests, having.type));
  }
}

export interface Document {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The cursors that stand for the places of a list's `after` and `before`. */
export type Cursors = ReadonlyMap<
  ListArguments,
  { readonly after: string | undefined; readonly before: string | undefined }
>;

class Printer {
  readonly definitions: string[] = [];
  readonly variables: Record<string, unknown> = {};

  constructor(
    private readonly world: World,
    private readonly cursors: Cursors,
  ) {}

  private input(type: string, input: Input, asVariable: boolean): string {
    if (!asVariable) return literal(input);
    const name = `v${this.definitions.length + 1}`;
    this.definitions.push(`$${name}: ${type}`);
    this.variables[name] = JSON.parse(JSON.stringify(input));
    return `$${name}`;
  }

  private arguments(given: readonly (readonly [name: string, text: string | undefined])[]): string {
    const present = given.filter(([, text]) => text !== undefined);
    return present.length === 0 ? '' : `(${present.map(([name, text]) => `${name}: ${text}`).join(', ')})`;
  }

  list({ type, arguments: args, members }: ListSelection): string {
    const place = this.cursors.get(args);
    const text = this.arguments([
      ['filter', args.filter && this.input(`${type}Filter`, filterInput(args.filter), args.asVariables)],
      [
        'orderBy',
        args.orderBy.length === 0
          ? undefined
          : this.input(`[${type}OrderBy!]`, args.orderBy.map(orderInput), args.asVariables),
      ],
      ['first', args.first?.toString()],
      ['last', args.last?.toString()],
      ['offset', args.offset?.toString()],
      ['after', place?.after && this.input('String', place.after, args.asVariables)],
      ['before', place?.before && this.input('String', place.before, args.asVariables)],
    ]);
    const selected = members.map((member) => {
      switch (member.kind) {
        case 'nodes':
          return `${aliased(member.key, 'nodes')} ${this.object(type, member.item)}`;
        case 'edges':
          return `${aliased(member.key, 'edges')} { ${member.cursor ? 'cursor ' : ''}node ${this.object(type, member.item)} }`;
        case 'pageInfo':
          return `${aliased(member.key, 'pageInfo')} { ${member.members.join(' ')} }`;
        case 'totalCount':
          return aliased(member.key, 'totalCount');
        case 'typename':
          return aliased(member.key, '__typename');
        default:
          return member satisfies never;
      }
    });
    return `${text} { ${selected.join(' ')} }`;
  }

  object(type: string, members: readonly ObjectMember[]): string {
    const table = tableOf(this.world, type);
    const selected = members.map((member) => {
      if (member.kind === 'scalar') return aliased(member.key, member.field.name);
      if (member.kind === 'typename') return aliased(member.key, '__typename');
      const relation = relationOf(table, member.relation);
      switch (member.kind) {
        case 'one':
          return `${aliased(member.key, relation.name)} ${this.object(relation.target, member.item)}`;
        case 'many':
          return `${aliased(member.key, relation.name)}${this.list(member.list)}`;
        case 'groups':
          return `${aliased(member.key, relation.groups)}${this.groups(member.groups)}`;
        default:
          return member satisfies never;
      }
    });
    return `{ ${selected.join(' ')} }`;
  }

  groups({ type, filter, having, orderBy, first, offset, members, asVariables }: GroupSelection): string {
    const text = this.arguments([
      ['filter', filter && this.input(`${type}Filter`, filterInput(filter), asVariables)],
      ['having', having && this.input(`${type}Having`, havingInput(having), asVariables)],
      [
        'orderBy',
        orderBy.length === 0
          ? undefined
          : this.input(`[${type}GroupOrderBy!]`, orderBy.map(groupOrderInput), asVariables),
      ],
      ['first', first?.toString()],
      ['offset', offset?.toString()],
    ]);
    const selected = members.map((member) => {
      switch (member.kind) {
        case 'key':
          return `${aliased(member.key, 'key')} ${this.key(member.members)}`;
        case 'count':
          return aliased(member.key, 'count');
        case 'typename':
          return aliased(member.key, '__typename');
        case 'aggregate': {
          const p = member.p === undefined ? '' : `(p: ${member.p})`;
          const values = member.values.map(({ key, operand }) => aliased(key, operandName(operand)));
          return `${aliased(member.key, member.name)}${p} { ${values.join(' ')} }`;
        }
        default:
          return member satisfies never;
      }
    });
    return `${text} { ${selected.join(' ')} }`;
  }

  private key(members: readonly KeyMember[]): string {
    const selected = members.map((member) => {
      if (member.kind === 'one') return `${aliased(member.key, member.relation)} ${this.key(member.members)}`;
      return `${aliased(member.key, member.field.name)}${this.arguments([
        ['bucket', member.bucket],
        ['bin', member.bin],
      ])}`;
    });
    return `{ ${selected.join(' ')} }`;
  }

  lookup(
    table: Table,
    values: readonly (string | number | bigint | boolean | null)[],
    item: readonly ObjectMember[],
  ): string {
    const args = table.key.map((name, index): readonly [string, string] => {
      const type = table.columns.find((column) => column.name === name)?.type ?? { kind: 'string' };
      return [name, literal(jsonForm(values[index] ?? null, type) as Input)];
    });
    return `${this.arguments(args)} ${this.object(table.type, item)}`;
  }
}

function aliased(key: string, name: string): string {
  return key === name ? name : `${key}: ${name}`;
}

export function relationOf(table: Table, name: string) {
  const found = table.relations.find((relation) => relation.name === name);
  if (found === undefined) throw new Error(`No relation ${table.type}.${name}.`);
  return found;
}

/** The GraphQL document of a request. */
export function printRequest(world: World, request: Request, cursors: Cursors): Document {
  const printer = new Printer(world, cursors);
  const members = request.map((member) => {
    switch (member.kind) {
      case 'typename':
        return aliased(member.key, '__typename');
      case 'list':
        return `${aliased(member.key, tableOf(world, member.list.type).plural)}${printer.list(member.list)}`;
      case 'groups':
        return `${aliased(member.key, tableOf(world, member.groups.type).groups)}${printer.groups(member.groups)}`;
      case 'lookup': {
        const table = tableOf(world, member.type);
        return `${aliased(member.key, table.singular)}${printer.lookup(table, member.values, member.item)}`;
      }
      default:
        return member satisfies never;
    }
  });
  const definitions = printer.definitions.length === 0 ? '' : `(${printer.definitions.join(', ')}) `;
  return { text: `query ${definitions}{ ${members.join(' ')} }`, variables: printer.variables };
}
