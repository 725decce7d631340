import type { Choices } from '../choices.js';
import type { Column, Comparison, Mask, MaskValue, PolicyCondition, RowFilter } from './model.js';

export const USERS = ['u1@x.test', 'u2@x.test', 'u3@x.test'] as const;
export const GROUPS = ['red', 'green', 'blue'] as const;

const COMPARISONS: readonly Comparison[] = ['gte', 'neq', 'lte', 'eq', 'neq', 'gt', 'lt'];
export const PATTERNS = ['%a%', 'a%', '_', '%', '', '%\\%', 'a\\_b', '%é%', 'k_', '%\\\\%'] as const;

/** Draws policies over some columns of a table. */
class PolicyGenerator {
  readonly read = new Set<string>();

  constructor(
    private readonly choices: Choices,
    private readonly columns: readonly Column[],
  ) {}

  condition(depth: number): PolicyCondition {
    const { choices } = this;
    const leaf = (): PolicyCondition => this.leaf();
    if (depth === 0) return leaf();
    const inner = () => this.condition(depth - 1);
    return choices.weighted<() => PolicyCondition>([
      [4, leaf],
      [5, () => ({ op: 'or', terms: [inner(), inner()] })],
      [1, () => ({ op: 'and', terms: [inner(), inner()] })],
      [1, () => ({ op: 'not', term: inner() })],
      [2, () => ({ op: 'case', when: inner(), then: inner(), otherwise: choices.maybe(0.8) ? inner() : undefined })],
      [1, () => ({ op: 'coalesce', term: inner(), value: choices.maybe(0.5) })],
    ])();
  }

  private leaf(): PolicyCondition {
    const { choices } = this;
    const column = this.column(this.columns);
    const { name } = column;
    const texts = this.columns.filter(({ type }) => type.kind === 'string');
    const mapped = this.columns.filter(
      ({ type }) => type.kind === 'string' || type.kind === 'int' || type.kind === 'bigint',
    );
    const compared = (): PolicyCondition => ({
      op: 'compare',
      parameter: this.use(name),
      comparison: choices.pick(COMPARISONS),
      value: choices.pick(column.pool),
    });
    return choices.weighted<() => PolicyCondition>([
      [6, compared],
      [3, () => ({ op: 'member', group: choices.pick(GROUPS) })],
      [1, () => ({ op: 'user', user: choices.pick(USERS) })],
      [1, () => ({ op: 'null', parameter: this.use(name), negated: choices.maybe(0.6) })],
      [
        1,
        () => ({
          op: 'in',
          parameter: this.use(name),
          values: choices.times(1 + choices.below(3), () => choices.pick(column.pool)),
          negated: choices.maybe(0.3),
        }),
      ],
      [2, () => (mapped.length === 0 ? compared() : { op: 'mapped', parameter: this.use(this.column(mapped).name) })],
      [
        1,
        () =>
          texts.length === 0
            ? compared()
            : { op: 'like', parameter: this.use(this.column(texts).name), pattern: choices.pick(PATTERNS) },
      ],
      [1, () => (texts.length === 0 ? compared() : { op: 'is-user', parameter: this.use(this.column(texts).name) })],
      [1, () => ({ op: 'constant', value: choices.pick([true, false, null]) })],
    ])();
  }

  mask(own: Column, depth: number): MaskValue {
    const { choices } = this;
    const alike = this.columns.filter(
      ({ name, type }) => name !== own.name && JSON.stringify(type) === JSON.stringify(own.type),
    );
    const { kind } = own.type;
    const plain = (): MaskValue =>
      choices.weighted<() => MaskValue>([
        [3, () => ({ op: 'null' })],
        [3, () => ({ op: 'constant', value: choices.pick(own.pool) })],
        [2, () => ({ op: 'own' })],
        [1, () => ({ op: 'coalesce', value: choices.pick(own.pool) })],
        [
          2,
          () =>
            alike.length === 0 ? { op: 'own' } : { op: 'parameter', parameter: this.use(this.column(alike).name) },
        ],
        [
          2,
          () => {
            if (kind === 'string') return { op: 'starred' };
            if (kind === 'date' || kind === 'timestamp') return { op: 'month' };
            return kind === 'double' && choices.maybe(0.4) ? { op: 'reciprocal' } : { op: 'null' };
          },
        ],
      ])();
    if (depth === 0) return plain();
    const branch = () => this.mask(own, depth - 1);
    return choices.maybe(0.6) ? { op: 'if', when: this.condition(1), then: branch(), otherwise: branch() } : plain();
  }

  private column(columns: readonly Column[]): Column {
    return this.choices.pick(columns);
  }

  private use(name: string): string {
    this.read.add(name);
    return name;
  }
}

export function generateRowFilter(choices: Choices, columns: readonly Column[]): RowFilter {
  const generator = new PolicyGenerator(choices, columns);
  const body = generator.condition(2);
  return { parameters: [...generator.read], body };
}

export function generateMask(choices: Choices, own: Column, columns: readonly Column[]): Mask {
  const generator = new PolicyGenerator(choices, columns);
  const body = generator.mask(own, 1);
  return { column: own.name, parameters: [...generator.read], body };
}
