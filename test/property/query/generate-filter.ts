import type { Choices } from '../choices.js';
import { PATTERNS } from '../world/generate-policy.js';
import { columnOf, type Table, tableOf, type Value, type World } from '../world/model.js';
import { type Filter, type FilterTerm, type Operator, type ScalarField, scalarFields, type Test } from './model.js';

const EQUALITY: readonly Operator[] = ['eq', 'neq'];
const ORDERED: readonly Operator[] = ['neq', 'lt', 'lte', 'gte', 'eq', 'gt', 'in', 'notIn'];
const TEXT: readonly Operator[] = ['like', 'ilike', 'startsWith', 'endsWith', 'contains'];
const PIECES = ['a', '', 'é', '%', '_', 'b', '\\', "'", 'É'] as const;

/** Values that a caller can write: GraphQL has no NaN and no infinities. */
export function writable(values: readonly Value[], field: Pick<ScalarField, 'type'>): readonly Value[] {
  const finite = values.filter((value) => typeof value !== 'number' || Number.isFinite(value));
  return finite.length > 0 ? finite : [field.type.kind === 'double' ? 1 : null].filter((value) => value !== null);
}

/** What a computed field's values may look like. */
function poolOf(table: Table, field: ScalarField): readonly Value[] {
  switch (field.computed?.form) {
    case undefined:
      return columnOf(table, field.name).pool;
    case 'ratio':
      return [0, 1, 0.5, -0.25];
    case 'above':
      return [true, false];
    case 'text':
      return [...columnOf(table, field.computed.column).pool, field.computed.value];
  }
}

export function operatorsOf(field: Pick<ScalarField, 'type'>): readonly Operator[] {
  const { kind } = field.type;
  if (kind === 'boolean') return EQUALITY;
  return kind === 'string' ? [...ORDERED, ...TEXT] : ORDERED;
}

export function generateTest(choices: Choices, operators: readonly Operator[], values: readonly Value[]): Test {
  if (values.length === 0 || choices.maybe(0.12)) return { operator: 'isNull', values: [choices.maybe(0.5)] };
  const operator = choices.pick(operators);
  switch (operator) {
    case 'in':
    case 'notIn':
      return { operator, values: choices.times(choices.below(4), () => choices.pick(values)) };
    case 'like':
    case 'ilike':
      return { operator, values: [choices.pick(PATTERNS)] };
    case 'startsWith':
    case 'endsWith':
    case 'contains':
      return { operator, values: [choices.pick(PIECES)] };
    default:
      return { operator, values: [choices.pick(values)] };
  }
}

/** Draws filters over what a caller sees. */
export class FilterGenerator {
  constructor(
    private readonly choices: Choices,
    private readonly world: World,
    private readonly visible: ReadonlySet<string>,
  ) {}

  filter(type: string, depth: number): Filter {
    const { choices } = this;
    const table = tableOf(this.world, type);
    const terms = new Map<string, FilterTerm>();
    for (let count = 1 + (choices.maybe(0.3) ? 1 : 0); count > 0; count -= 1) {
      const [name, term] = this.term(table, depth);
      terms.set(name, term);
    }
    if (choices.maybe(0.04)) terms.clear();
    return { type, terms: [...terms.values()] };
  }

  /** One test on one column, whose truth is unknown exactly where the column is NULL. */
  single(type: string): { readonly field: ScalarField; readonly test: Test } {
    const table = tableOf(this.world, type);
    const field = this.choices.pick(scalarFields(table).filter(({ computed }) => computed === undefined));
    const values = writable(poolOf(table, field), field);
    const operators = operatorsOf(field).filter((operator) => operator !== 'in' && operator !== 'notIn');
    const test = generateTest(this.choices, operators, values);
    return { field, test: test.operator === 'isNull' ? { operator: 'eq', values: [values[0] ?? null] } : test };
  }

  private term(table: Table, depth: number): readonly [string, FilterTerm] {
    const { choices } = this;
    const relations = table.relations.filter(({ target }) => this.visible.has(target));
    const scalar = () => this.scalar(table);
    if (depth === 0) return scalar();
    const inner = (type = table.type) => this.filter(type, depth - 1);
    const some = () => choices.times(choices.below(3), () => inner());
    return choices.weighted<() => readonly [string, FilterTerm]>([
      [6, scalar],
      [1, () => ['and', { kind: 'and', items: some() }]],
      [2, () => ['or', { kind: 'or', items: some() }]],
      [2, () => ['not', { kind: 'not', item: inner() }]],
      [
        5,
        () => {
          if (relations.length === 0) return scalar();
          const relation = choices.pick(relations);
          if (relation.cardinality === 'one')
            return [relation.name, { kind: 'one', relation: relation.name, item: inner(relation.target) }];
          const quantifiers = choices.some(['some', 'none', 'every'] as const, 0.3, 1);
          return [
            relation.name,
            {
              kind: 'many',
              relation: relation.name,
              quantifiers: quantifiers.map((name) => [name, inner(relation.target)] as const),
            },
          ];
        },
      ],
    ])();
  }

  private scalar(table: Table): readonly [string, FilterTerm] {
    const { choices } = this;
    const fields = scalarFields(table);
    const ratio = fields.find(({ computed }) => computed?.form === 'ratio');
    const field = ratio !== undefined && choices.maybe(0.2) ? ratio : choices.pick(fields);
    const values = writable(poolOf(table, field), field);
    const tests = new Map<Operator, Test>();
    for (let count = 1 + (choices.maybe(0.2) ? 1 : 0); count > 0; count -= 1) {
      const test = generateTest(choices, operatorsOf(field), values);
      tests.set(test.operator, test);
    }
    return [field.name, { kind: 'scalar', field, tests: [...tests.values()] }];
  }
}
