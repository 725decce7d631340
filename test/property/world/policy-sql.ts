import {
  type Column,
  columnOf,
  MAPPING_TABLE,
  type MaskValue,
  type PolicyCondition,
  type Table,
  type Value,
} from './model.js';
import { databricksLiteral } from './values.js';

const SYMBOLS = { eq: '=', neq: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;
const TEXT = { kind: 'string' } as const;
const text = (value: string) => databricksLiteral(value, TEXT);

/** The name of the parameter that stands for the masked column itself. */
export const OWN = 'own_value';

/** Writes a policy's body as Databricks SQL. */
export class PolicySql {
  constructor(
    private readonly table: Table,
    private readonly functionName: string,
    /** The masked column, for a mask. */
    private readonly own?: Column,
  ) {}

  condition(node: PolicyCondition): string {
    switch (node.op) {
      case 'constant':
        return node.value === null ? 'CAST(NULL AS BOOLEAN)' : String(node.value).toUpperCase();
      case 'member':
        return `is_account_group_member(${text(node.group)})`;
      case 'user':
        return `session_user() = ${text(node.user)}`;
      case 'is-user':
        return `${this.parameter(node.parameter)} = current_user()`;
      case 'compare':
        return `${this.parameter(node.parameter)} ${SYMBOLS[node.comparison]} ${this.literal(node.parameter, node.value)}`;
      case 'in':
        return `${this.parameter(node.parameter)} ${node.negated ? 'NOT ' : ''}IN (${node.values.map((value) => this.literal(node.parameter, value)).join(', ')})`;
      case 'null':
        return `${this.parameter(node.parameter)} IS ${node.negated ? 'NOT ' : ''}NULL`;
      case 'like':
        return `${this.parameter(node.parameter)} LIKE ${text(node.pattern)}`;
      case 'mapped': {
        const column = this.type(node.parameter).kind === 'string' ? 'text' : 'number';
        return `EXISTS (SELECT 1 FROM ${MAPPING_TABLE} AS m WHERE m.member = session_user() AND m.${column} = ${this.functionName}.${node.parameter})`;
      }
      case 'and':
      case 'or':
        return `(${node.terms.map((term) => this.condition(term)).join(node.op === 'and' ? ' AND ' : ' OR ')})`;
      case 'not':
        return `NOT (${this.condition(node.term)})`;
      case 'case': {
        const otherwise = node.otherwise === undefined ? '' : ` ELSE ${this.condition(node.otherwise)}`;
        return `CASE WHEN ${this.condition(node.when)} THEN ${this.condition(node.then)}${otherwise} END`;
      }
      case 'coalesce':
        return `coalesce(${this.condition(node.term)}, ${String(node.value).toUpperCase()})`;
    }
  }

  mask(node: MaskValue): string {
    const own = this.own;
    if (own === undefined) throw new Error('Not a mask.');
    switch (node.op) {
      case 'own':
        return OWN;
      case 'null':
        return databricksLiteral(null, own.type);
      case 'constant':
        return databricksLiteral(node.value, own.type);
      case 'parameter':
        return this.parameter(node.parameter);
      case 'coalesce':
        return `coalesce(${OWN}, ${databricksLiteral(node.value, own.type)})`;
      case 'starred':
        return `concat(left(${OWN}, 1), '*')`;
      case 'month':
        return own.type.kind === 'date' ? `trunc(${OWN}, 'MM')` : `date_trunc('MONTH', ${OWN})`;
      case 'reciprocal':
        return `1D / ${OWN}`;
      case 'if':
        return `CASE WHEN ${this.condition(node.when)} THEN ${this.mask(node.then)} ELSE ${this.mask(node.otherwise)} END`;
    }
  }

  private parameter(name: string): string {
    return `${this.functionName}.${name}`;
  }

  private type(name: string) {
    return columnOf(this.table, name).type;
  }

  private literal(parameter: string, value: Value): string {
    return databricksLiteral(value, this.type(parameter));
  }
}
