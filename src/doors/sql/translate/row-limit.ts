import type { Expression } from '../../../query/expression.js';
import type { PgNode } from '../analysis/read-node.js';
import { SqlError } from '../sql-error.js';
import type { Level } from './level.js';
import { numberOf, optionalNode } from './pg-tree.js';
import type { Translation } from './translation.js';

const WITH_TIES = 1;

export interface RowLimit {
  /** Undefined: all rows. */
  readonly count: number | undefined;
  readonly offset: number;
  /** Rows equal to the last one in the sort's keys come too. */
  readonly withTies: boolean;
}

function bigintOf(expression: Expression): bigint | null | undefined {
  if (expression.kind === 'cast') return bigintOf(expression.operand);
  if (expression.kind !== 'literal' && expression.kind !== 'parameter') return undefined;
  const { value } = expression;
  if (value === null || typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;
}

interface Clause {
  readonly field: 'limitCount' | 'limitOffset';
  readonly name: string;
  readonly sqlState: string;
}

const COUNT: Clause = { field: 'limitCount', name: 'LIMIT', sqlState: '2201W' };
const OFFSET: Clause = { field: 'limitOffset', name: 'OFFSET', sqlState: '2201X' };

/** The clause's constant or parameter; undefined where it is absent or NULL. */
function rows(translation: Translation, level: Level, clause: Clause): bigint | undefined {
  const node: PgNode | undefined = optionalNode(level.query, clause.field);
  if (node === undefined) return undefined;
  const value = bigintOf(translation.expression(node, level));
  if (value === undefined) throw translation.refuse(`${clause.name} of anything but a constant or a parameter`, node);
  if (value !== null && value < 0n) throw new SqlError(clause.sqlState, `${clause.name} must not be negative`);
  return value ?? undefined;
}

const MOST = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * LIMIT and OFFSET of a query; undefined where neither cuts anything.
 * @throws SqlError 2201W, 2201X for negative numbers
 */
export function rowLimitOf(translation: Translation, level: Level): RowLimit | undefined {
  const offset = rows(translation, level, OFFSET) ?? 0n;
  const count = rows(translation, level, COUNT);
  if (offset > MOST) return { count: 0, offset: 0, withTies: false };
  if (count === undefined && offset === 0n) return undefined;
  return {
    count: count === undefined || count > MOST ? undefined : Number(count),
    offset: Number(offset),
    withTies: numberOf(level.query, 'limitOption') === WITH_TIES,
  };
}
