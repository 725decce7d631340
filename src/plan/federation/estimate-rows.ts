import { conjuncts } from '../../query/conjunction.js';
import type { Expression } from '../../query/expression.js';
import type { Relation, TableReference } from '../../query/relation.js';

/** How many rows a table has, as far as its source has told. */
export type TableRows = (table: TableReference) => number | undefined;

/** Of tables that nobody has counted: neither so few that they are fetched lightly, nor so many that nothing is. */
const UNKNOWN_TABLE = 100_000;
const UNKNOWN_RELATION = 1000;

/** How much of its rows a condition is guessed to let through. Ratios as they are usual where nothing is measured. */
function selectivity(term: Expression): number {
  switch (term.kind) {
    case 'literal':
      return term.value === true ? 1 : 0;
    case 'in-list':
      return Math.min(0.5, 0.02 * term.values.length);
    case 'in-subquery':
      return 0.1;
    case 'exists':
      return 0.5;
    case 'call':
      if (term.function === 'eq') return 0.02;
      if (term.function === 'and') return term.arguments.reduce((all, part) => all * selectivity(part), 1);
      if (term.function === 'or')
        return Math.min(
          1,
          term.arguments.reduce((all, part) => all + selectivity(part), 0),
        );
      return 0.4;
    default:
      return 0.5;
  }
}

/** A guess at the rows of relations: good for telling a few from very many, and for no more. */
export class RowEstimator {
  private readonly named = new Map<string, number>();

  constructor(private readonly tableRows: TableRows) {}

  /** Remembers what a reference to `name` stands for. */
  name(name: string, rows: number): void {
    this.named.set(name, rows);
  }

  rows(relation: Relation): number {
    switch (relation.kind) {
      case 'scan':
        return this.tableRows(relation.table) ?? UNKNOWN_TABLE;
      case 'filter':
        return conjuncts(relation.predicate).reduce(
          (rows, term) => rows * selectivity(term),
          this.rows(relation.input),
        );
      case 'limit': {
        const rows = this.rows(relation.input);
        return relation.count === undefined || relation.per !== undefined ? rows : Math.min(rows, relation.count);
      }
      case 'aggregate':
        return relation.groups.length === 0 ? 1 : this.rows(relation.input) * 0.3;
      case 'distinct':
        return this.rows(relation.input) * 0.5;
      case 'join': {
        const [left, right] = [this.rows(relation.left), this.rows(relation.right)];
        if (relation.type === 'semi' || relation.type === 'anti') return left * 0.5;
        const isCross = relation.on.kind === 'literal' && relation.on.value === true;
        return isCross ? left * right : Math.max(left, right);
      }
      case 'set-operation':
        return this.rows(relation.left) + this.rows(relation.right);
      case 'values':
        return relation.rows.length;
      case 'reference':
        return this.named.get(relation.name) ?? UNKNOWN_RELATION;
      case 'with':
        for (const { name, relation: bound } of relation.bindings) this.named.set(name, this.rows(bound));
        return this.rows(relation.body);
      case 'project':
      case 'sort':
      case 'window':
      case 'barrier':
      case 'nest':
        return this.rows(relation.input);
      case 'series':
      case 'unnest':
        return UNKNOWN_RELATION;
      default:
        return relation satisfies never;
    }
  }
}
