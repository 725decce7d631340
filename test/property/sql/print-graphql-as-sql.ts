import {
  aggregateType,
  type Filter,
  type FilterTerm,
  type GroupMember,
  type KeyMember,
  type ListArguments,
  type ListMember,
  type ObjectMember,
  type RootMember,
  type ScalarField,
  scalarFields,
  type Test,
} from '../query/model.js';
import { type ColumnType, columnOf, type Table, tableOf, type Value, type World } from '../world/model.js';
import { postgresLiteral, postgresText, postgresType } from './sql-types.js';

/** A column of the statement, and where GraphQL's reply has its value: keys from a row or group downwards. */
export interface PrintedColumn {
  readonly path: readonly string[];
  readonly sql: string;
  readonly type: ColumnType;
}

export interface Printed {
  readonly text: string;
  readonly columns: readonly PrintedColumn[];
}

const COMPARISONS = { eq: '=', neq: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

function literal(value: Value, type: ColumnType): string {
  return postgresLiteral(postgresText(value, type), postgresType(type));
}

/** A table's rows under an alias. `key`: NULL where an outer join found no row; undefined: there always is one. */
interface Joined {
  readonly table: Table;
  readonly alias: string;
  readonly key: string | undefined;
}

/** Says lists and groups of the GraphQL door in SQL, by nothing but what the contract defines. */
export class SqlPrinter {
  private aliases = 0;

  constructor(private readonly world: World) {}

  /** The rows of a list, in its order. */
  list(type: string, args: ListArguments, item: readonly ObjectMember[]): Printed {
    const table = tableOf(this.world, type);
    const alias = this.fresh();
    const joins: string[] = [];
    const columns = this.members({ table, alias, key: undefined }, item, [], joins);
    const keys = table.key.map((name) => `${alias}."${name}"`);
    const order = args.orderBy.map(
      ({ path, field, direction }) => `${this.along(table, alias, path, field)} ${orderText(direction)}`,
    );
    const limit = args.first === undefined ? '' : ` LIMIT ${args.first}`;
    const offset = args.offset === undefined ? '' : ` OFFSET ${args.offset}`;
    return {
      text: `SELECT ${columns.map(({ sql }, index) => `${sql} AS v${index}`).join(', ')} FROM ${table.singular} AS ${alias}${joins.join('')}${this.where(args.filter, alias)} ORDER BY ${[...order, ...keys].join(', ')}${limit}${offset}`,
      columns,
    };
  }

  count(type: string, filter: Filter | undefined): string {
    const alias = this.fresh();
    return `SELECT count(*) FROM ${tableOf(this.world, type).singular} AS ${alias}${this.where(filter, alias)}`;
  }

  /** The groups of a type, in the order of their keys. */
  groups(type: string, filter: Filter | undefined, members: readonly GroupMember[]): Printed {
    const table = tableOf(this.world, type);
    const alias = this.fresh();
    const joins: string[] = [];
    const keys = members.flatMap((member) =>
      member.kind === 'key' ? this.keys({ table, alias, key: undefined }, member.members, [member.key], joins) : [],
    );
    const values = members.flatMap((member) => this.aggregates(table, alias, member));
    const all = [...keys, ...values];
    const unique = [...new Set(keys.map(({ sql }) => sql))];
    const grouped =
      unique.length === 0
        ? ''
        : ` GROUP BY ${unique.join(', ')} ORDER BY ${keys.map(({ sql }) => `${sql} NULLS LAST`).join(', ')}`;
    return {
      text: `SELECT ${all.map(({ sql }, index) => `${sql} AS v${index}`).join(', ')} FROM ${table.singular} AS ${alias}${joins.join('')}${this.where(filter, alias)}${grouped}`,
      columns: all,
    };
  }

  private fresh(): string {
    this.aliases += 1;
    return `a${this.aliases}`;
  }

  private field(table: Table, alias: string, { name, computed }: ScalarField): string {
    const own = `${alias}."${computed?.column ?? name}"`;
    switch (computed?.form) {
      case undefined:
        return own;
      case 'ratio':
        return `1::double precision / ${own}`;
      case 'above':
        return `(${own} > ${literal(computed.value, columnOf(table, computed.column).type)})`;
      case 'text':
        return `coalesce(${own}, ${literal(computed.value, { kind: 'string' })})`;
    }
  }

  private relation(table: Table, name: string) {
    const found = table.relations.find((relation) => relation.name === name);
    if (found === undefined) throw new Error(`No relation ${table.type}.${name}.`);
    return { ...found, table: tableOf(this.world, found.target) };
  }

  private joined({ table, alias }: Joined, name: string, joins: string[]): Joined {
    const { table: target, from, to } = this.relation(table, name);
    const other = this.fresh();
    joins.push(` LEFT JOIN ${target.singular} AS ${other} ON ${other}."${to}" = ${alias}."${from}"`);
    return { table: target, alias: other, key: `${other}."${to}"` };
  }

  /** A row that is not there has no values, computed ones neither. */
  private valueOf({ table, alias, key }: Joined, field: ScalarField): string {
    const own = this.field(table, alias, field);
    return key === undefined || field.computed?.form !== 'text' ? own : `CASE WHEN ${key} IS NOT NULL THEN ${own} END`;
  }

  private members(
    from: Joined,
    items: readonly ObjectMember[],
    path: readonly string[],
    joins: string[],
  ): readonly PrintedColumn[] {
    return items.flatMap((member): readonly PrintedColumn[] => {
      const place = [...path, member.key];
      if (member.kind === 'scalar')
        return [{ path: place, sql: this.valueOf(from, member.field), type: member.field.type }];
      if (member.kind !== 'one') return [];
      return this.members(this.joined(from, member.relation, joins), member.item, place, joins);
    });
  }

  private keys(
    from: Joined,
    items: readonly KeyMember[],
    path: readonly string[],
    joins: string[],
  ): readonly PrintedColumn[] {
    return items.flatMap((member): readonly PrintedColumn[] => {
      const place = [...path, member.key];
      if (member.kind === 'one') {
        return this.keys(this.joined(from, member.relation, joins), member.members, place, joins);
      }
      const own = this.valueOf(from, member.field);
      const { type } = member.field;
      if (member.bucket === undefined) return [{ path: place, sql: own, type }];
      const cut = `date_trunc('${member.bucket.toLowerCase()}', ${own}${type.kind === 'date' ? '::timestamp' : ''})`;
      return [{ path: place, sql: type.kind === 'date' ? `${cut}::date` : cut, type }];
    });
  }

  private aggregates(table: Table, alias: string, member: GroupMember): readonly PrintedColumn[] {
    if (member.kind === 'count') return [{ path: [member.key], sql: 'count(*)', type: { kind: 'int' } }];
    if (member.kind !== 'aggregate') return [];
    return member.values.map(({ key, operand }): PrintedColumn => {
      const path = [member.key, key];
      const type = aggregateType(member.name, operand);
      if (operand.kind === 'relation') return { path, type, sql: `count(DISTINCT ${alias}."${operand.column}")` };
      if (operand.kind === 'measure') {
        const measure = table.measures.find(({ name }) => name === operand.name);
        if (measure === undefined) throw new Error(`No measure ${operand.name}.`);
        const above = `${alias}."${measure.column}" > ${literal(measure.value, columnOf(table, measure.column).type)}`;
        return { path, type, sql: `count(*) FILTER (WHERE ${above})` };
      }
      const own = this.field(table, alias, operand.field);
      return { path, type, sql: member.name === 'countDistinct' ? `count(DISTINCT ${own})` : `${member.name}(${own})` };
    });
  }

  /** A field at the end of to-one relations. */
  private along(table: Table, alias: string, path: readonly string[], field: ScalarField): string {
    const [name, ...rest] = path;
    if (name === undefined) return this.field(table, alias, field);
    const { table: target, from, to } = this.relation(table, name);
    const other = this.fresh();
    return `(SELECT ${this.along(target, other, rest, field)} FROM ${target.singular} AS ${other} WHERE ${other}."${to}" = ${alias}."${from}")`;
  }

  private where(filter: Filter | undefined, alias: string): string {
    return filter === undefined ? '' : ` WHERE ${this.filter(filter, alias)}`;
  }

  private filter({ type, terms }: Filter, alias: string): string {
    const table = tableOf(this.world, type);
    const all = terms.map((term) => this.term(table, alias, term));
    return all.length === 0 ? '(TRUE)' : `(${all.join(' AND ')})`;
  }

  private term(table: Table, alias: string, term: FilterTerm): string {
    switch (term.kind) {
      case 'and':
      case 'or': {
        const items = term.items.map((item) => this.filter(item, alias));
        if (items.length === 0) return term.kind === 'and' ? 'TRUE' : 'FALSE';
        return `(${items.join(term.kind === 'and' ? ' AND ' : ' OR ')})`;
      }
      case 'not':
        return `NOT ${this.filter(term.item, alias)}`;
      case 'scalar': {
        const own = this.field(table, alias, term.field);
        return term.tests.length === 0
          ? 'TRUE'
          : term.tests.map((test) => testText(own, term.field.type, test)).join(' AND ');
      }
      case 'one':
        return this.exists(table, alias, term.relation, term.item, '');
      case 'many':
        return term.quantifiers
          .map(([name, item]) => {
            const found = this.exists(table, alias, term.relation, item, name === 'every' ? ' IS NOT TRUE' : '');
            return name === 'some' ? found : `NOT ${found}`;
          })
          .join(' AND ');
    }
  }

  private exists(table: Table, alias: string, name: string, item: Filter, suffix: string): string {
    const { table: target, from, to } = this.relation(table, name);
    const other = this.fresh();
    return `EXISTS (SELECT 1 FROM ${target.singular} AS ${other} WHERE ${other}."${to}" = ${alias}."${from}" AND (${this.filter(item, other)})${suffix})`;
  }
}

function orderText(direction: string): string {
  return `${direction.startsWith('DESC') ? 'DESC' : 'ASC'} NULLS ${direction.endsWith('NULLS_FIRST') ? 'FIRST' : 'LAST'}`;
}

function testText(own: string, type: ColumnType, { operator, values }: Test): string {
  const constants = values.map((value) => literal(value, type));
  const [first = 'NULL'] = constants;
  switch (operator) {
    case 'isNull':
      return `(${own}) IS ${values[0] === true ? '' : 'NOT '}NULL`;
    case 'in':
      return constants.length === 0 ? 'FALSE' : `${own} IN (${constants.join(', ')})`;
    case 'notIn':
      return constants.length === 0 ? 'TRUE' : `${own} NOT IN (${constants.join(', ')})`;
    case 'like':
      return `${own} LIKE ${first}`;
    case 'ilike':
      return `${own} ILIKE ${first}`;
    case 'startsWith':
      return `starts_with(${own}, ${first})`;
    case 'endsWith':
      return `right(${own}, length(${first})) = ${first}`;
    case 'contains':
      return `position(${first} in ${own}) > 0`;
    default:
      return `${own} ${COMPARISONS[operator]} ${first}`;
  }
}

/** A request's parts that SQL says in the same words: without cursors, nested lists, bins, and means of doubles. */
export function sayable(member: RootMember, world: World): RootMember | undefined {
  if (member.kind === 'list') {
    const { arguments: args, type } = member.list;
    const members = member.list.members.flatMap((one): readonly ListMember[] => {
      if (one.kind === 'totalCount') return [one];
      if (one.kind !== 'nodes') return [];
      const item = plainItems(one.item);
      return item.length === 0 ? [] : [{ ...one, item }];
    });
    if (members.length === 0) return undefined;
    const plain = { ...args, last: undefined, after: undefined, before: undefined };
    return { ...member, list: { type, members, arguments: plain } };
  }
  if (member.kind !== 'groups') return undefined;
  const { groups } = member;
  const table = tableOf(world, groups.type);
  const members = groups.members.flatMap((one): readonly GroupMember[] => {
    if (one.kind === 'count') return [one];
    if (one.kind === 'key') return [{ ...one, members: plainKeys(one.members) }];
    if (one.kind !== 'aggregate' || ['avg', 'stddev', 'percentile'].includes(one.name)) return [];
    const doubles = one.name === 'sum' ? scalarFields(table).filter(({ type }) => type.kind === 'double') : [];
    const values = one.values.filter(
      ({ operand }) => operand.kind !== 'scalar' || !doubles.some(({ name }) => name === operand.field.name),
    );
    return values.length === 0 ? [] : [{ ...one, values }];
  });
  if (members.length === 0) return undefined;
  return {
    ...member,
    groups: { ...groups, members, having: undefined, orderBy: [], first: undefined, offset: undefined },
  };
}

function plainItems(items: readonly ObjectMember[]): readonly ObjectMember[] {
  return items.flatMap((item): readonly ObjectMember[] => {
    if (item.kind === 'scalar') return [item];
    if (item.kind !== 'one') return [];
    const inner = plainItems(item.item);
    return inner.length === 0 ? [] : [{ ...item, item: inner }];
  });
}

function plainKeys(members: readonly KeyMember[]): readonly KeyMember[] {
  return members.map((member) =>
    member.kind === 'one' ? { ...member, members: plainKeys(member.members) } : { ...member, bin: undefined },
  );
}
