import type { ColumnExpression, Expression } from '../../../query/expression.js';
import type { PgNode } from '../analysis/read-node.js';
import { SqlError } from '../sql-error.js';
import type { GroupStage } from './group-stage.js';
import { nodeOf, nodesOf, numberOf } from './pg-tree.js';
import type { Binding } from './translation.js';
import type { WindowStage } from './window-stage.js';

/** An entry of a query's range table. Its columns are known once FROM brought it in, and may move to a derived table. */
export interface RangeEntry {
  readonly node: PgNode;
  columns: readonly (ColumnExpression | undefined)[] | undefined;
}

/** A WITH query: read through its binding, or translated anew where it is read. */
export interface CommonTable {
  readonly query: PgNode;
  readonly level: Level;
  readonly binding: Binding | undefined;
}

/** The state of one query of the statement; a sub-query's `outer` is the query it stands in. */
export class Level {
  readonly ranges: readonly RangeEntry[];
  readonly commonTables = new Map<string, CommonTable>();
  groups: GroupStage | undefined;
  windows: WindowStage | undefined;
  /** `groups`: expressions are evaluated on groups, so that plain columns must come through the aggregation. */
  phase: 'rows' | 'groups' = 'rows';
  /** What the operand of a simple CASE stands for. */
  caseOperand: Expression | undefined;
  /** What the columns of a sub-query stand for inside the comparison with it. */
  sublinkColumns: readonly Expression[] = [];
  /** Set-returning functions of the select list, by their calls: the column that each has become. */
  readonly setColumns = new Map<PgNode, ColumnExpression>();

  constructor(
    readonly query: PgNode,
    readonly outer: Level | undefined,
  ) {
    this.ranges = nodesOf(query, 'rtable').map((node) => ({ node, columns: undefined }));
  }

  /** The level that is `count` queries further out. */
  up(count: number): Level {
    let level: Level = this;
    for (let step = 0; step < count; step += 1) {
      if (level.outer === undefined) throw new SqlError('XX000', 'the analysed statement cannot be read');
      level = level.outer;
    }
    return level;
  }

  /** The entry with this index, which counts from 1. */
  range(index: number): RangeEntry {
    const entry = this.ranges[index - 1];
    if (entry === undefined) throw new SqlError('XX000', 'the analysed statement cannot be read');
    return entry;
  }

  /** The select-list expression that a sort, group or window clause names by its reference number. */
  target(reference: number): PgNode {
    const found = nodesOf(this.query, 'targetList').find((entry) => numberOf(entry, 'ressortgroupref') === reference);
    if (found === undefined) throw new SqlError('XX000', 'the analysed statement cannot be read');
    return nodeOf(found, 'expr');
  }

  /** Runs `make` with plain columns read below the aggregation. */
  inRows<T>(make: () => T): T {
    const phase = this.phase;
    this.phase = 'rows';
    try {
      return make();
    } finally {
      this.phase = phase;
    }
  }
}
