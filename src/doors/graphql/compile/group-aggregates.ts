import type { GraphQLScalarName } from '../../../catalog/contract.js';
import { GatewayError } from '../../../errors.js';
import { aggregateCall } from '../../../functions/registry.js';
import { column, literal } from '../../../query/build.js';
import type { Expression, NamedExpression } from '../../../query/expression.js';
import { FLOAT64 } from '../../../query/types.js';
import { badInput } from './context.js';
import type { TableScope } from './row-scope.js';

export interface GroupValue {
  readonly value: Expression;
  readonly scalar: GraphQLScalarName;
}

const SUM_SCALARS: Readonly<Partial<Record<GraphQLScalarName, GraphQLScalarName>>> = { Int: 'BigInt' };

/** The aggregates of one list of groups, each computed once however often it is selected, ordered or filtered by. */
export class GroupAggregates {
  private readonly values = new Map<string, { readonly item: NamedExpression; readonly scalar: GraphQLScalarName }>();

  constructor(
    private readonly scope: TableScope,
    private readonly alias: string,
  ) {}

  get items(): readonly NamedExpression[] {
    return [...this.values.values()].map((entry) => entry.item);
  }

  count(): GroupValue {
    return this.value('count', () => ({ expression: aggregateCall('count', []), scalar: 'Int' }));
  }

  /** `sum`, `avg`, `min`, `max`, `stddev`, `countDistinct` or `percentile` of a field, or a governed measure. */
  aggregate(aggregate: string, fieldName: string, p?: number): GroupValue {
    return this.value(`${aggregate} ${p ?? ''} ${fieldName}`, () => {
      if (aggregate === 'measures') return this.measure(fieldName);
      const field = this.scope.type.fields.find((candidate) => candidate.name === fieldName);
      if (aggregate === 'countDistinct' && field?.kind === 'relation') {
        const [key, ...more] = field.on;
        if (key === undefined || more.length > 0) {
          throw new GatewayError(
            'NOT_SUPPORTED',
            `countDistinct of ${fieldName}, which is keyed by several columns, is not supported.`,
          );
        }
        return { expression: aggregateCall('count', [this.scope.column(key.from)], { distinct: true }), scalar: 'Int' };
      }
      if (field?.kind !== 'column' && field?.kind !== 'computed')
        throw new GatewayError('INTERNAL', `No field ${aggregate}.${fieldName}.`);
      const value = this.scope.value(field);
      switch (aggregate) {
        case 'countDistinct':
          return { expression: aggregateCall('count', [value], { distinct: true }), scalar: 'Int' };
        case 'sum':
          return { expression: aggregateCall('sum', [value]), scalar: SUM_SCALARS[field.scalar] ?? field.scalar };
        case 'min':
        case 'max':
          return { expression: aggregateCall(aggregate, [value]), scalar: field.scalar };
        case 'avg':
        case 'stddev':
          return { expression: aggregateCall(aggregate, [value]), scalar: 'Float' };
        case 'percentile':
          return { expression: aggregateCall('percentile', [value, literal(percentage(p), FLOAT64)]), scalar: 'Float' };
        default:
          throw new GatewayError('INTERNAL', `No aggregate ${aggregate}.`);
      }
    });
  }

  private measure(name: string) {
    const measure = this.scope.type.measures.find((candidate) => candidate.name === name);
    if (measure === undefined) throw new GatewayError('INTERNAL', `No measure ${name}.`);
    return { expression: this.scope.measure(measure), scalar: measure.scalar };
  }

  private value(
    identity: string,
    make: () => { readonly expression: Expression; readonly scalar: GraphQLScalarName },
  ): GroupValue {
    const known = this.values.get(identity);
    if (known !== undefined)
      return { value: column(this.alias, known.item.name, known.item.expression.type), scalar: known.scalar };
    const { expression, scalar } = make();
    const item = { name: `a${this.values.size + 1}`, expression };
    this.values.set(identity, { item, scalar });
    return { value: column(this.alias, item.name, expression.type), scalar };
  }
}

function percentage(p: number | undefined): number {
  if (p === undefined || !(p >= 0 && p <= 1)) throw badInput('percentile: p must be between 0 and 1.');
  return p;
}
