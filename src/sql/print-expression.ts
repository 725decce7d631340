import { GatewayError } from '../errors.js';
import { type AggregateClauses, type DialectName, NO_CLAUSES } from '../functions/definition.js';
import { functionNamed } from '../functions/registry.js';
import type {
  AggregateCallExpression,
  Expression,
  FrameBound,
  SortKey,
  WindowCallExpression,
  WindowFrame,
} from '../query/expression.js';
import { CURSOR_END, CURSOR_START, FAULT_START } from '../query/json-markers.js';
import { INT32, printType } from '../query/types.js';
import type { Dialect, GroupKey } from './dialect.js';
import type { PrintContext } from './print-context.js';
import type { Scope } from './scope.js';

function unspelled(id: string, dialect: DialectName): GatewayError {
  return new GatewayError('NOT_SUPPORTED', `Function "${id}" is not supported on ${dialect}.`);
}

/** Comparisons that may stand before ANY and ALL. */
const QUANTIFIABLE = ['eq', 'neq', 'lt', 'lte', 'gt', 'gte'] as const;

const ONE: Expression = Object.freeze({ kind: 'literal', value: 1n, type: INT32 });

/** Aggregates that read no row whose argument is NULL, so that a guarded argument stands for FILTER. */
const SKIPS_NULL = new Set(['count', 'sum', 'avg', 'min', 'max', 'count_if', 'window_sum', 'window_sum_float']);

/** Aggregates alone, not over windows, of which the same is true. */
const GUARDED = new Set(['json_array_agg', 'bool_and', 'bool_or', 'stddev', 'variance', 'max_by', 'min_by']);
/** They read no row whose second argument is NULL. */
const ORDERED_BY_SECOND = new Set(['max_by', 'min_by']);

function unspelledFrame(word: string, dialect: DialectName): GatewayError {
  return new GatewayError('NOT_SUPPORTED', `${word} in a window's frame is not supported on ${dialect}.`);
}

type FunctionCall = Extract<Expression, { kind: 'call' | 'aggregate-call' | 'window-call' }>;

function aggregateClauses(node: FunctionCall, context: PrintContext, scope: Scope): AggregateClauses {
  if (node.kind === 'window-call' && node.filter !== undefined) {
    return { ...NO_CLAUSES, filter: ` FILTER (WHERE ${printCondition(node.filter, context, scope)})` };
  }
  if (node.kind !== 'aggregate-call') return NO_CLAUSES;
  return {
    distinct: node.distinct ? 'DISTINCT ' : '',
    orderBy: node.orderBy.length === 0 ? '' : ` ${printOrderBy(node.orderBy, context, scope)}`,
    filter: node.filter === undefined ? '' : ` FILTER (WHERE ${printCondition(node.filter, context, scope)})`,
  };
}

function printCall(node: FunctionCall, context: PrintContext, scope: Scope): string {
  const spelling = functionNamed(node.function)?.spelling[context.dialect.name];
  if (spelling === undefined) throw unspelled(node.function, context.dialect.name);
  const { truth } = context.dialect;
  return spelling(
    node.arguments.map((argument, index) =>
      truth?.readsPredicate(node.function, index) === true
        ? printCondition(argument, context, scope, false)
        : printExpression(argument, context, scope),
    ),
    node.arguments.map((argument) => argument.type),
    node.type,
    aggregateClauses(node, context, scope),
  );
}

function printOrderBy(keys: readonly SortKey[], context: PrintContext, scope: Scope): string {
  return `ORDER BY ${keys.map((key) => printSortKey(key, context, scope)).join(', ')}`;
}

function printBound(bound: FrameBound, unit: WindowFrame['unit'], context: PrintContext, scope: Scope): string {
  const words = bound.kind.replace('-', ' ').toUpperCase();
  if (!('distance' in bound)) return words;
  const { name, windows } = context.dialect;
  if (unit === 'range' && windows.rangeDistance === false) throw unspelledFrame('A distance of RANGE', name);
  const distance = printExpression(bound.distance, context, scope);
  return `${unit === 'rows' ? windows.rows(distance) : distance} ${words}`;
}

function printFrame(frame: WindowFrame, context: PrintContext, scope: Scope): string {
  const { name, windows } = context.dialect;
  if (frame.unit === 'groups' && !windows.groups) throw unspelledFrame('GROUPS', name);
  if (frame.exclude !== 'none' && !windows.exclude) throw unspelledFrame('EXCLUDE', name);
  const bounds = [frame.start, frame.end].map((bound) => printBound(bound, frame.unit, context, scope)).join(' AND ');
  const exclude = { none: '', 'current-row': ' EXCLUDE CURRENT ROW', group: ' EXCLUDE GROUP', ties: ' EXCLUDE TIES' };
  return `${frame.unit.toUpperCase()} BETWEEN ${bounds}${exclude[frame.exclude]}`;
}

/** FILTER as a guard of the argument, for engines without it. */
function guarded<T extends WindowCallExpression | AggregateCallExpression>(
  node: T,
  hasFilter: boolean,
  dialect: Dialect,
): T {
  if (node.filter === undefined || hasFilter) return node;
  const skipsNull = SKIPS_NULL.has(node.function) || (node.kind === 'aggregate-call' && GUARDED.has(node.function));
  const at = ORDERED_BY_SECOND.has(node.function) ? 1 : 0;
  const where = node.kind === 'window-call' ? ' and OVER' : '';
  if (!skipsNull) throw unspelled(`${node.function} with FILTER${where}`, dialect.name);
  const argument = node.arguments[at] ?? ONE;
  const guard: Expression = {
    kind: 'case',
    branches: [{ when: node.filter, then: argument }],
    otherwise: undefined,
    type: argument.type,
  };
  return {
    ...node,
    arguments: [...node.arguments.slice(0, at), guard, ...node.arguments.slice(at + 1)],
    filter: undefined,
  };
}

function printWindowCall(given: WindowCallExpression, context: PrintContext, scope: Scope): string {
  const node = guarded(given, context.dialect.windows.filter, context.dialect);
  const clauses: string[] = [];
  if (node.partitionBy.length > 0) {
    const keys = node.partitionBy.map((key) => printGroupKey(key, context, scope).by);
    clauses.push(`PARTITION BY ${keys.join(', ')}`);
  }
  const { anyOrder } = context.dialect.windows;
  if (node.orderBy.length > 0) clauses.push(printOrderBy(node.orderBy, context, scope));
  else if (anyOrder !== '' && functionNamed(node.function)?.kind === 'window') clauses.push(anyOrder);
  if (node.frame !== undefined) clauses.push(printFrame(node.frame, context, scope));
  return context.dialect.windows.result(`${printCall(node, context, scope)} OVER (${clauses.join(' ')})`, node);
}

export function printSortKey(key: SortKey, context: PrintContext, scope: Scope): string {
  const text = printExpression(key.expression, context, scope);
  const { dialect } = context;
  if (dialect.sortKey !== undefined) return dialect.sortKey(text, key.direction, key.nulls, key.expression.type);
  return `${text} ${key.direction.toUpperCase()} NULLS ${key.nulls.toUpperCase()}`;
}

/** A key that rows are put together by. */
export function printGroupKey(key: Expression, context: PrintContext, scope: Scope): GroupKey {
  const value = printExpression(key, context, scope);
  return context.dialect.groupKey?.(value, key.type) ?? { by: value, value };
}

/** Merges neighbouring constants, so that a JSON object is one concatenation of few parts. */
class JsonParts {
  readonly parts: ({ readonly constant: string } | { readonly sql: string })[] = [];

  constant(text: string): void {
    const last = this.parts.at(-1);
    if (last !== undefined && 'constant' in last)
      this.parts[this.parts.length - 1] = { constant: last.constant + text };
    else this.parts.push({ constant: text });
  }

  sql(sql: string): void {
    this.parts.push({ sql });
  }
}

function addJson(node: Expression, parts: JsonParts, context: PrintContext, scope: Scope): void {
  switch (node.kind) {
    case 'json-text':
      parts.constant(node.text);
      return;
    case 'json-object':
      node.entries.forEach((entry, index) => {
        parts.constant(`${index === 0 ? '{' : ','}${JSON.stringify(entry.key)}:`);
        addJson(entry.value, parts, context, scope);
      });
      parts.constant(node.entries.length === 0 ? '{}' : '}');
      return;
    case 'json-cursor':
      parts.constant(`${CURSOR_START}${node.scope}:[`);
      node.values.forEach((value, index) => {
        if (index > 0) parts.constant(',');
        addJson(value, parts, context, scope);
      });
      parts.constant(`]${CURSOR_END}`);
      return;
    default:
      parts.sql(printExpression(node, context, scope));
  }
}

function printJson(node: Expression, context: PrintContext, scope: Scope): string {
  const parts = new JsonParts();
  addJson(node, parts, context, scope);
  const printed = parts.parts.map((part) => ('constant' in part ? context.dialect.text(part.constant) : part.sql));
  const [only] = printed;
  return printed.length === 1 && only !== undefined ? only : context.dialect.concat(printed);
}

/**
 * A boolean expression as a condition; at the top of a clause (`isTop`) without the parentheses that an operand needs.
 */
export function printCondition(node: Expression, context: PrintContext, scope: Scope, isTop = true): string {
  const { truth, quoteIdentifier } = context.dialect;
  const plain = printPlain(node, context, scope);
  const condition = truth === undefined || truth.isPredicate(node) ? plain : truth.toPredicate(plain);
  return isTop ? stripParentheses(condition, quoteIdentifier('x').startsWith('[')) : condition;
}

/** Removes one pair of parentheses that encloses the whole text. Quotes of all kinds are skipped over. */
export function stripParentheses(sql: string, hasBrackets = false): string {
  if (!sql.startsWith('(') || !sql.endsWith(')')) return sql;
  let depth = 0;
  for (let index = 0; index < sql.length; index += 1) {
    const character = sql[index];
    if (character === "'" || character === '"' || character === '`') {
      index = sql.indexOf(character, index + 1);
      if (index < 0) return sql;
    } else if (character === '[' && hasBrackets) {
      index = sql.indexOf(']', index + 1);
      if (index < 0) return sql;
    } else if (character === '(') depth += 1;
    else if (character === ')') {
      depth -= 1;
      if (depth === 0 && index < sql.length - 1) return sql;
    }
  }
  return sql.slice(1, -1);
}

/** SQL text of an expression, safe to stand as an operand, and a value. */
export function printExpression(node: Expression, context: PrintContext, scope: Scope): string {
  const { truth } = context.dialect;
  const plain = printPlain(node, context, scope);
  return truth?.isPredicate(node) === true ? truth.toValue(plain) : plain;
}

/** A predicate as a predicate, where the engine tells the two apart. */
function printPlain(node: Expression, context: PrintContext, scope: Scope): string {
  const { dialect } = context;
  const print = (child: Expression) => printExpression(child, context, scope);
  switch (node.kind) {
    case 'column':
      return scope.spell(node.relation, node.name);
    case 'literal':
      return dialect.literal(node.value, node.type);
    case 'parameter':
      return dialect.parameter(context.bind(node), node.type);
    case 'call':
      return printCall(node, context, scope);
    case 'aggregate-call':
      return printCall(guarded(node, dialect.lacks?.has('filter') !== true, dialect), context, scope);
    case 'window-call':
      return printWindowCall(node, context, scope);
    case 'cast':
      return dialect.cast(print(node.operand), node.operand.type, node.type, node.tryCast);
    case 'case': {
      const branches = node.branches.map(
        (branch) => `WHEN ${printCondition(branch.when, context, scope)} THEN ${print(branch.then)}`,
      );
      const otherwise = node.otherwise === undefined ? '' : ` ELSE ${print(node.otherwise)}`;
      return `CASE ${branches.join(' ')}${otherwise} END`;
    }
    case 'in-list':
      if (node.values.length === 0) throw new GatewayError('INTERNAL', 'An IN list must hold a value.');
      if (dialect.inList !== undefined)
        return dialect.inList({ sql: print(node.operand), type: node.operand.type }, node.values.map(print));
      return `(${print(node.operand)} IN (${node.values.map(print).join(', ')}))`;
    case 'exists':
      return `EXISTS (${context.subquery(node.relation, scope, 'exists')})`;
    case 'in-subquery': {
      const operands = node.operands.map(print);
      if (dialect.inSubquery !== undefined) {
        const typed = node.operands.map(({ type }, index) => ({ sql: operands[index] ?? '', type }));
        return dialect.inSubquery(typed, context.subquery(node.relation, scope, 'list'));
      }
      const left = operands.length === 1 ? operands[0] : `(${operands.join(', ')})`;
      return `(${left} IN (${context.subquery(node.relation, scope, 'list')}))`;
    }
    case 'quantified': {
      const comparison = QUANTIFIABLE.find((id) => id === node.function);
      if (comparison === undefined) throw unspelled(node.function, dialect.name);
      const subquery = context.subquery(node.relation, scope, 'list');
      const { quantifier } = node;
      const { type } = node.operand;
      return dialect.quantified({ operand: print(node.operand), comparison, quantifier, type, subquery });
    }
    case 'scalar-subquery':
      return `(${context.subquery(node.relation, scope, 'columns')})`;
    case 'json-value': {
      const json = dialect.jsonValue(print(node.operand), node.encoding, node.operand.type);
      return `coalesce(${json}, ${dialect.text(node.required ? `${FAULT_START}N` : 'null')})`;
    }
    case 'json-object':
    case 'json-text':
    case 'json-cursor':
      return printJson(node, context, scope);
    case 'model-call':
      throw new GatewayError('NOT_SUPPORTED', `A call of model ${node.model} is not supported here.`);
    default:
      throw new GatewayError('INTERNAL', `No SQL for ${printType((node satisfies never as Expression).type)}.`);
  }
}
