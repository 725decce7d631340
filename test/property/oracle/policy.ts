import type { Caller, Comparison, Data, Mask, MaskValue, PolicyCondition, Row, Table, Value } from '../world/model.js';
import { columnOf } from '../world/model.js';
import { compare, truncate } from '../world/values.js';
import { matchesPattern } from './like.js';
import { and, not, or, type Truth } from './logic.js';

/** Some row's policy or expression raises, so that a query which computes it may fail. */
export class Raised extends Error {}

export function compareBy(comparison: Comparison, a: Value, b: Value): Truth {
  if (a === null || b === null) return null;
  const order = compare(a, b);
  const holds: Readonly<Record<Comparison, boolean>> = {
    eq: order === 0,
    neq: order !== 0,
    lt: order < 0,
    lte: order <= 0,
    gt: order > 0,
    gte: order >= 0,
  };
  return holds[comparison];
}

/** One policy of a table on one of its rows, for one caller. */
export class PolicyEvaluator {
  constructor(
    private readonly table: Table,
    private readonly row: Row,
    private readonly caller: Caller,
    private readonly data: Data,
  ) {}

  condition(node: PolicyCondition): Truth {
    switch (node.op) {
      case 'constant':
        return node.value;
      case 'member':
        return this.caller.groups.includes(node.group);
      case 'user':
        return this.caller.user === node.user;
      case 'is-user':
        return compareBy('eq', this.value(node.parameter), this.caller.user);
      case 'compare':
        return compareBy(node.comparison, this.value(node.parameter), node.value);
      case 'in': {
        const found = or(node.values.map((value) => compareBy('eq', this.value(node.parameter), value)));
        return node.negated ? not(found) : found;
      }
      case 'null':
        return (this.value(node.parameter) === null) !== node.negated;
      case 'like': {
        const value = this.value(node.parameter);
        return typeof value === 'string' ? matchesPattern(value, node.pattern) : null;
      }
      case 'mapped': {
        const isText = columnOf(this.table, node.parameter).type.kind === 'string';
        const value = this.value(node.parameter);
        return this.data.mapping.some(
          (entry) =>
            entry.member === this.caller.user && value !== null && (isText ? entry.text : entry.number) === value,
        );
      }
      case 'and':
        return and(node.terms.map((term) => this.condition(term)));
      case 'or':
        return or(node.terms.map((term) => this.condition(term)));
      case 'not':
        return not(this.condition(node.term));
      case 'case':
        if (this.condition(node.when) === true) return this.condition(node.then);
        return node.otherwise === undefined ? null : this.condition(node.otherwise);
      case 'coalesce':
        return this.condition(node.term) ?? node.value;
    }
  }

  masked({ column, body }: Mask): Value {
    return this.mask(body, column);
  }

  private mask(node: MaskValue, column: string): Value {
    const own = this.value(column);
    switch (node.op) {
      case 'own':
        return own;
      case 'null':
        return null;
      case 'constant':
        return node.value;
      case 'parameter':
        return this.value(node.parameter);
      case 'coalesce':
        return own ?? node.value;
      case 'starred':
        return own === null ? null : `${[...String(own)].slice(0, 1).join('')}*`;
      case 'month': {
        const { kind } = columnOf(this.table, column).type;
        return typeof own === 'bigint' && (kind === 'date' || kind === 'timestamp')
          ? truncate(own, 'MONTH', kind)
          : null;
      }
      case 'reciprocal':
        if (own === 0) throw new Raised();
        return own === null ? null : 1 / Number(own);
      case 'if':
        return this.condition(node.when) === true ? this.mask(node.then, column) : this.mask(node.otherwise, column);
    }
  }

  private value(column: string): Value {
    return this.row[column] ?? null;
  }
}

/** The rows of a table that a caller sees, as the caller sees them. @throws Raised if a mask of a visible row raises. */
export function visibleRows(table: Table, caller: Caller, data: Data): readonly Row[] {
  return (data.rows.get(table.type) ?? []).flatMap((row) => {
    const policy = new PolicyEvaluator(table, row, caller, data);
    if (table.rowFilter !== undefined && policy.condition(table.rowFilter.body) !== true) return [];
    const masks = table.masks.map((mask) => [mask.column, policy.masked(mask)] as const);
    return [{ ...row, ...Object.fromEntries(masks) }];
  });
}
