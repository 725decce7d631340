import type {
  Filter,
  GroupSelection,
  Having,
  KeyMember,
  ListSelection,
  ObjectMember,
  Request,
  ScalarField,
} from '../query/model.js';
import { type Table, tableOf } from '../world/model.js';
import { deviates } from './aggregates.js';
import { Raised } from './policy.js';
import { fieldValue, type View } from './view.js';

/** Looks for what a request may compute on visible rows that raises, wherever in the request it stands. */
class RaiseFinder {
  found = false;

  constructor(private readonly view: View) {}

  request(request: Request): void {
    for (const member of request) {
      if (member.kind === 'list') this.list(member.list);
      if (member.kind === 'groups') this.groups(member.groups);
      if (member.kind === 'lookup') this.object(tableOf(this.view.world, member.type), member.item);
    }
  }

  /** An engine may compute a field on any visible row of its table, in whatever order. */
  private field(table: Table, field: ScalarField): void {
    if (field.computed?.form !== 'ratio') return;
    for (const row of this.view.rows(table.type)) {
      try {
        fieldValue(row, field, table);
      } catch (error) {
        if (!(error instanceof Raised)) throw error;
        this.found = true;
      }
    }
  }

  private deviation(table: Table, field: ScalarField): void {
    if (field.type.kind !== 'double') return;
    for (const row of this.view.rows(table.type)) {
      try {
        const value = fieldValue(row, field, table);
        if (value !== null && !deviates(Number(value))) this.found = true;
      } catch (error) {
        if (!(error instanceof Raised)) throw error;
        this.found = true;
      }
    }
  }

  private target(table: Table, name: string): Table {
    const relation = table.relations.find((candidate) => candidate.name === name);
    if (relation === undefined) throw new Error(`No relation ${table.type}.${name}.`);
    return tableOf(this.view.world, relation.target);
  }

  private filter({ type, terms }: Filter): void {
    const table = tableOf(this.view.world, type);
    for (const term of terms) {
      if (term.kind === 'and' || term.kind === 'or') for (const item of term.items) this.filter(item);
      if (term.kind === 'not' || term.kind === 'one') this.filter(term.item);
      if (term.kind === 'many') for (const [, item] of term.quantifiers) this.filter(item);
      if (term.kind === 'scalar') this.field(table, term.field);
    }
  }

  private list({ type, arguments: args, members }: ListSelection): void {
    const table = tableOf(this.view.world, type);
    if (args.filter !== undefined) this.filter(args.filter);
    for (const { path, field } of args.orderBy) {
      this.field(
        path.reduce((current, name) => this.target(current, name), table),
        field,
      );
    }
    for (const member of members)
      if (member.kind === 'nodes' || member.kind === 'edges') this.object(table, member.item);
  }

  private object(table: Table, members: readonly ObjectMember[]): void {
    for (const member of members) {
      if (member.kind === 'scalar') this.field(table, member.field);
      if (member.kind === 'one') this.object(this.target(table, member.relation), member.item);
      if (member.kind === 'many') this.list(member.list);
      if (member.kind === 'groups') this.groups(member.groups);
    }
  }

  private keys(table: Table, members: readonly KeyMember[]): void {
    for (const member of members) {
      if (member.kind === 'scalar') this.field(table, member.field);
      else this.keys(this.target(table, member.relation), member.members);
    }
  }

  private having(table: Table, having: Having): void {
    if (having.kind === 'and' || having.kind === 'or') for (const item of having.items) this.having(table, item);
    if (having.kind === 'not') this.having(table, having.item);
    if (having.kind === 'test' && having.value?.operand.kind === 'scalar') {
      this.field(table, having.value.operand.field);
      if (having.value.name === 'stddev') this.deviation(table, having.value.operand.field);
    }
  }

  private groups({ type, filter, having, orderBy, members }: GroupSelection): void {
    const table = tableOf(this.view.world, type);
    if (filter !== undefined) this.filter(filter);
    if (having !== undefined) this.having(table, having);
    for (const order of orderBy) {
      if (order.kind === 'value' && order.value?.operand.kind === 'scalar')
        this.field(table, order.value.operand.field);
    }
    for (const member of members) {
      if (member.kind === 'key') this.keys(table, member.members);
      if (member.kind !== 'aggregate') continue;
      for (const { operand } of member.values) {
        if (operand.kind !== 'scalar') continue;
        this.field(table, operand.field);
        if (member.name === 'stddev') this.deviation(table, operand.field);
      }
    }
  }
}

/** Whether a request may rightly fail because of a row that the caller sees. */
export function mayRaise(view: View, request: Request): boolean {
  const finder = new RaiseFinder(view);
  finder.request(request);
  return finder.found;
}
