import type { Expression, FrameBound, NamedExpression, SortKey, WindowFrame } from './expression.js';
import type { Relation } from './relation.js';

/** What to make of the direct children of a node. Returning the child itself keeps it. */
export interface ChildMapper {
  readonly expression: (child: Expression) => Expression;
  readonly relation: (child: Relation) => Relation;
}

/** Maps an array, keeping its identity when nothing changed, so that an unchanged tree is not copied. */
function mapAll<T>(items: readonly T[], map: (item: T) => T): readonly T[] {
  let changed = false;
  const mapped = items.map((item) => {
    const result = map(item);
    if (result !== item) changed = true;
    return result;
  });
  return changed ? mapped : items;
}

function mapNamed(items: readonly NamedExpression[], mapper: ChildMapper): readonly NamedExpression[] {
  return mapAll(items, (item) => {
    const expression = mapper.expression(item.expression);
    return expression === item.expression ? item : { ...item, expression };
  });
}

function mapKeys(keys: readonly SortKey[], mapper: ChildMapper): readonly SortKey[] {
  return mapAll(keys, (key) => {
    const expression = mapper.expression(key.expression);
    return expression === key.expression ? key : { ...key, expression };
  });
}

/** A copy of `node` with `changes`, or `node` itself where none of them is one. */
function update<T extends object>(node: T, changes: Partial<T>): T {
  for (const key of Object.keys(changes) as (keyof T)[]) {
    if (node[key] !== changes[key]) return { ...node, ...changes };
  }
  return node;
}

function mapBound(bound: FrameBound, mapper: ChildMapper): FrameBound {
  return 'distance' in bound ? update(bound, { distance: mapper.expression(bound.distance) }) : bound;
}

function mapFrame(frame: WindowFrame, mapper: ChildMapper): WindowFrame {
  return update(frame, { start: mapBound(frame.start, mapper), end: mapBound(frame.end, mapper) });
}

/** Rebuilds an expression from its mapped direct children (sub-queries included). */
export function mapExpressionChildren(node: Expression, mapper: ChildMapper): Expression {
  const list = (items: readonly Expression[]) => mapAll(items, mapper.expression);
  const optional = (item: Expression | undefined) => (item === undefined ? undefined : mapper.expression(item));
  switch (node.kind) {
    case 'column':
    case 'literal':
    case 'parameter':
    case 'json-text':
      return node;
    case 'call':
    case 'model-call':
      return update(node, { arguments: list(node.arguments) });
    case 'cast':
      return update(node, { operand: mapper.expression(node.operand) });
    case 'case':
      return update(node, {
        branches: mapAll(node.branches, (branch) =>
          update(branch, { when: mapper.expression(branch.when), then: mapper.expression(branch.then) }),
        ),
        otherwise: optional(node.otherwise),
      });
    case 'in-list':
      return update(node, { operand: mapper.expression(node.operand), values: list(node.values) });
    case 'exists':
    case 'scalar-subquery':
      return update(node, { relation: mapper.relation(node.relation) });
    case 'in-subquery':
      return update(node, { operands: list(node.operands), relation: mapper.relation(node.relation) });
    case 'quantified':
      return update(node, { operand: mapper.expression(node.operand), relation: mapper.relation(node.relation) });
    case 'aggregate-call':
      return update(node, {
        arguments: list(node.arguments),
        filter: optional(node.filter),
        orderBy: mapKeys(node.orderBy, mapper),
      });
    case 'window-call':
      return update(node, {
        arguments: list(node.arguments),
        partitionBy: list(node.partitionBy),
        orderBy: mapKeys(node.orderBy, mapper),
        frame: node.frame === undefined ? undefined : mapFrame(node.frame, mapper),
        filter: optional(node.filter),
      });
    case 'json-object':
      return update(node, {
        entries: mapAll(node.entries, (entry) => update(entry, { value: mapper.expression(entry.value) })),
      });
    case 'json-value':
      return update(node, { operand: mapper.expression(node.operand) });
    case 'json-cursor':
      return update(node, { values: list(node.values) });
    default:
      return node satisfies never;
  }
}

/** Rebuilds a relation from its mapped direct children: input relations and the expressions it holds. */
export function mapRelationChildren(node: Relation, mapper: ChildMapper): Relation {
  const list = (items: readonly Expression[]) => mapAll(items, mapper.expression);
  switch (node.kind) {
    case 'scan':
    case 'reference':
      return node;
    case 'filter':
      return update(node, { input: mapper.relation(node.input), predicate: mapper.expression(node.predicate) });
    case 'project':
    case 'window':
      return update(node, { input: mapper.relation(node.input), items: mapNamed(node.items, mapper) });
    case 'join':
      return update(node, {
        left: mapper.relation(node.left),
        right: mapper.relation(node.right),
        on: mapper.expression(node.on),
      });
    case 'aggregate':
      return update(node, {
        input: mapper.relation(node.input),
        groups: mapNamed(node.groups, mapper),
        aggregates: mapNamed(node.aggregates, mapper),
      });
    case 'sort':
      return update(node, { input: mapper.relation(node.input), keys: mapKeys(node.keys, mapper) });
    case 'limit':
      return update(node, {
        input: mapper.relation(node.input),
        per:
          node.per === undefined
            ? undefined
            : update(node.per, { partitionBy: list(node.per.partitionBy), orderBy: mapKeys(node.per.orderBy, mapper) }),
      });
    case 'distinct':
    case 'barrier':
      return update(node, { input: mapper.relation(node.input) });
    case 'set-operation':
      return update(node, { left: mapper.relation(node.left), right: mapper.relation(node.right) });
    case 'values':
      return update(node, { rows: mapAll(node.rows, list) });
    case 'series':
      return update(node, {
        start: mapper.expression(node.start),
        stop: mapper.expression(node.stop),
        step: mapper.expression(node.step),
      });
    case 'unnest':
      return update(node, { array: mapper.expression(node.array) });
    case 'with':
      return update(node, {
        bindings: mapAll(node.bindings, (binding) => update(binding, { relation: mapper.relation(binding.relation) })),
        body: mapper.relation(node.body),
      });
    case 'nest':
      return update(node, {
        input: mapper.relation(node.input),
        child: mapper.relation(node.child),
        on: mapAll(node.on, (pair) =>
          update(pair, { parent: mapper.expression(pair.parent), child: mapper.expression(pair.child) }),
        ),
        aggregates: mapNamed(node.aggregates, mapper),
      });
    default:
      return node satisfies never;
  }
}
