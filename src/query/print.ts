import type { Expression, FrameBound, NamedExpression, SortKey } from './expression.js';
import type { Relation } from './relation.js';
import { printType } from './types.js';

function printValue(value: unknown): string {
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function printKeys(keys: readonly SortKey[]): string {
  return keys.map((key) => `${printExpression(key.expression)} ${key.direction} nulls ${key.nulls}`).join(', ');
}

function printList(items: readonly Expression[]): string {
  return items.map(printExpression).join(', ');
}

function printNamed(items: readonly NamedExpression[]): string {
  return items.map((item) => `${item.name}: ${printExpression(item.expression)}`).join(', ');
}

function printBound(bound: FrameBound): string {
  return 'distance' in bound ? `${printExpression(bound.distance)} ${bound.kind}` : bound.kind;
}

/** One line of a plan for people; not SQL, and never sent anywhere. */
export function printExpression(node: Expression): string {
  switch (node.kind) {
    case 'column':
      return `${node.relation}.${node.name}`;
    case 'literal':
      return printValue(node.value);
    case 'parameter':
      return `$(${printValue(node.value)})`;
    case 'call':
      return `${node.function}(${printList(node.arguments)})`;
    case 'model-call':
      return `model ${node.model}.${node.output + 1}(${printList(node.arguments)})`;
    case 'cast':
      return `${node.tryCast ? 'try_cast' : 'cast'}(${printExpression(node.operand)} as ${printType(node.type)})`;
    case 'case': {
      const branches = node.branches.map(
        (branch) => `when ${printExpression(branch.when)} then ${printExpression(branch.then)}`,
      );
      return `case ${branches.join(' ')}${node.otherwise === undefined ? '' : ` else ${printExpression(node.otherwise)}`} end`;
    }
    case 'in-list':
      return `${printExpression(node.operand)} in (${printList(node.values)})`;
    case 'exists':
      return `exists { ${printInline(node.relation)} }`;
    case 'in-subquery':
      return `(${printList(node.operands)}) in { ${printInline(node.relation)} }`;
    case 'scalar-subquery':
      return `{ ${printInline(node.relation)} }`;
    case 'aggregate-call': {
      const order = node.orderBy.length === 0 ? '' : ` order by ${printKeys(node.orderBy)}`;
      const filter = node.filter === undefined ? '' : ` filter ${printExpression(node.filter)}`;
      return `${node.function}(${node.distinct ? 'distinct ' : ''}${printList(node.arguments)}${order})${filter}`;
    }
    case 'quantified':
      return `${node.function}(${printExpression(node.operand)}, ${node.quantifier} { ${printInline(node.relation)} })`;
    case 'window-call': {
      const { frame } = node;
      const bounds = frame === undefined ? '' : ` ${frame.unit} ${printBound(frame.start)} to ${printBound(frame.end)}`;
      const exclude = frame === undefined || frame.exclude === 'none' ? '' : ` without ${frame.exclude}`;
      const filter = node.filter === undefined ? '' : ` filter ${printExpression(node.filter)}`;
      return `${node.function}(${printList(node.arguments)})${filter} over (by ${printList(node.partitionBy)} order ${printKeys(node.orderBy)}${bounds}${exclude})`;
    }
    case 'json-object':
      return `{${node.entries.map((entry) => `${entry.key}: ${printExpression(entry.value)}`).join(', ')}}`;
    case 'json-value':
      return `json ${node.encoding}${node.required ? '!' : ''} ${printExpression(node.operand)}`;
    case 'json-text':
      return node.text;
    case 'json-cursor':
      return `cursor(${printList(node.values)})`;
    default:
      return node satisfies never;
  }
}

interface Described {
  readonly line: string;
  readonly inputs: readonly Relation[];
}

function describe(node: Relation): Described {
  switch (node.kind) {
    case 'scan':
      return {
        line: `Scan ${node.table.name} as ${node.alias} (${node.fields.map((field) => field.name).join(', ')})`,
        inputs: [],
      };
    case 'filter':
      return { line: `Filter ${printExpression(node.predicate)}`, inputs: [node.input] };
    case 'project':
      return { line: `Project ${node.alias} (${printNamed(node.items)})`, inputs: [node.input] };
    case 'join':
      return { line: `Join ${node.type} on ${printExpression(node.on)}`, inputs: [node.left, node.right] };
    case 'aggregate': {
      const sets = node.groupingSets?.map((set) => `(${set.map((index) => node.groups[index]?.name).join(', ')})`);
      return {
        line: `Aggregate ${node.alias} by (${printNamed(node.groups)})${sets === undefined ? '' : ` sets ${sets.join(' ')}`} give (${printNamed(node.aggregates)})`,
        inputs: [node.input],
      };
    }
    case 'window':
      return { line: `Window ${node.alias} (${printNamed(node.items)})`, inputs: [node.input] };
    case 'sort':
      return { line: `Sort ${printKeys(node.keys)}`, inputs: [node.input] };
    case 'limit': {
      const per =
        node.per === undefined ? '' : ` per (${printList(node.per.partitionBy)}) order ${printKeys(node.per.orderBy)}`;
      return { line: `Limit ${node.count ?? 'all'} offset ${node.offset}${per}`, inputs: [node.input] };
    }
    case 'distinct':
      return { line: 'Distinct', inputs: [node.input] };
    case 'set-operation':
      return { line: `${node.operation}${node.all ? ' all' : ''} ${node.alias}`, inputs: [node.left, node.right] };
    case 'values':
      return { line: `Values ${node.alias} (${node.rows.length} rows)`, inputs: [] };
    case 'series':
      return { line: `Series ${node.alias} (${printList([node.start, node.stop, node.step])})`, inputs: [] };
    case 'unnest':
      return { line: `Unnest ${node.alias} (${printExpression(node.array)})`, inputs: [] };
    case 'with':
      return {
        line: `With ${node.bindings.map((binding) => binding.name).join(', ')}`,
        inputs: [...node.bindings.map((binding) => binding.relation), node.body],
      };
    case 'reference':
      return { line: `Reference ${node.name} as ${node.alias}`, inputs: [] };
    case 'barrier':
      return { line: 'Barrier', inputs: [node.input] };
    case 'nest': {
      const on = node.on
        .map((pair) => `${printExpression(pair.parent)} = ${printExpression(pair.child)}`)
        .join(' and ');
      return {
        line: `Nest ${node.alias}${on === '' ? '' : ` on ${on}`} give (${printNamed(node.aggregates)})`,
        inputs: [node.input, node.child],
      };
    }
    default:
      return node satisfies never;
  }
}

function printInline(node: Relation): string {
  const { line, inputs } = describe(node);
  return inputs.length === 0 ? line : `${line} <- ${inputs.map(printInline).join(' ; ')}`;
}

/** The tree of a relation, a node a line, inputs indented below. */
export function printRelation(node: Relation, depth = 0): string {
  const { line, inputs } = describe(node);
  return [`${'  '.repeat(depth)}${line}`, ...inputs.map((input) => printRelation(input, depth + 1))].join('\n');
}
